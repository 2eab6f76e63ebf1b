/** What a unit's settings come to when it is started: its variables, its command, and whose it is. */
import { SystemError } from '../errors.ts';
import type { Host } from '../host.ts';
import type { UnitSpec } from './unit.ts';

const folders = ['/usr/local/bin', '/usr/bin', '/bin', '/usr/sbin', '/sbin'];

export function environmentOf(host: Host, { env = new Map(), environmentFiles = [] }: UnitSpec): ReadonlyMap<string, string> {
  return new Map([...env, ...environmentFiles.flatMap((path) => [...readEnvironment(host, path)])]);
}

/** Behind "-" it need not be there. */
function readEnvironment(host: Host, given: string): ReadonlyMap<string, string> {
  const path = given.replace(/^-/, '');
  if (!host.files.exists(path) && given !== path) return new Map();
  const lines = host.files.readText(path).split('\n').map((line) => /^\s*([A-Za-z_]\w*)=(.*)$/.exec(line));
  return new Map(lines.flatMap((line) => (line ? [[line[1]!, line[2]!.trim().replace(/^(["'])(.*)\1$/, '$2')] as const] : [])));
}

/** `$NAME` alone becomes its words, `${NAME}` its text wherever it stands. */
export function withVariables(command: readonly string[], env: ReadonlyMap<string, string>): readonly string[] {
  return command.flatMap((word) => {
    if (/^\$\w+$/.test(word)) return (env.get(word.slice(1)) ?? '').split(/\s+/).filter((part) => part !== '');
    return [word.replace(/\$\{(\w+)\}/g, (_, name: string) => env.get(name) ?? '')];
  });
}

/** Where the program of that name is; the name itself when it is nowhere. */
export function pathOf(host: Host, program: string): string {
  if (program.startsWith('/')) return program;
  return folders.map((folder) => `${folder}/${program}`).find((path) => host.files.exists(path)) ?? program;
}

export function idsOf(host: Host, { user, uid = 0, gid = 0 }: UnitSpec): { readonly uid: number; readonly gid: number } {
  if (user === undefined) return { uid, gid };
  const line = host.files.exists('/etc/passwd') ? host.files.readText('/etc/passwd').split('\n').find((each) => each.startsWith(`${user}:`)) : undefined;
  if (line === undefined) throw new SystemError('EINVAL', `Failed to determine user credentials of ${user}`);
  const [, , userId, groupId] = line.split(':');
  return { uid: Number(userId), gid: Number(groupId) };
}
