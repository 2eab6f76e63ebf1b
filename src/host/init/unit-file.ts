/** Unit files: what a service is told by the files of its name and the fragments beside them, read as systemd reads them. */
import type { Host } from '../host.ts';
import { UnitSettings, unitWords } from './unit-settings.ts';
import type { UnitSpec } from './unit.ts';

/** Where the first that has the file decides. */
export const unitFolders = ['/etc/systemd/system', '/run/systemd/system', '/usr/local/lib/systemd/system', '/lib/systemd/system', '/usr/lib/systemd/system'];

export interface UnitFile {
  readonly path: string;
  readonly dropIns: readonly string[];
  /** It is a link to /dev/null. */
  readonly isMasked: boolean;
  readonly spec: UnitSpec | undefined; // undefined: no such settings could be started
  readonly wantedBy: readonly string[];
  readonly fault: string;
}

type Files = Host['files'];

/** Undefined when there is none. `own` is what came with the machine under this name. */
export function readUnit({ files }: Host, name: string, own?: UnitSpec): UnitFile | undefined {
  const path = unitFolders.map((folder) => `${folder}/${name}.service`).find((each) => files.exists(each) || isLink(files, each));
  if (path === undefined) return undefined;
  const nothing = { path, dropIns: [], isMasked: false, spec: undefined, wantedBy: [], fault: '' };
  if (isLink(files, path) && files.readlink(path) === '/dev/null') return { ...nothing, isMasked: true };
  const dropIns = dropInsOf(files, name);
  const settings = new UnitSettings();
  for (const each of [path, ...dropIns]) {
    const text = textOf(files, each);
    if (text === undefined) return { ...nothing, dropIns, fault: `Failed to open ${each}` };
    if (!settings.add(text)) return { ...nothing, dropIns, fault: `${each}: Line too long` };
  }
  const wantedBy = settings.names('Install.WantedBy');
  const fault = faultOf(settings);
  return fault === undefined ? { ...nothing, dropIns, wantedBy, spec: specOf(name, settings, own) } : { ...nothing, dropIns, wantedBy, fault };
}

/** In the order of their names; of two with one name the folder that comes first decides. */
function dropInsOf(files: Files, name: string): readonly string[] {
  const byName = new Map<string, string>();
  for (const folder of unitFolders.toReversed().map((each) => `${each}/${name}.service.d`)) {
    if (!isFolder(files, folder)) continue;
    for (const file of files.readdir(folder)) if (file.endsWith('.conf')) byName.set(file, `${folder}/${file}`);
  }
  return [...byName].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, path]) => path);
}

function textOf(files: Files, path: string): string | undefined {
  return files.exists(path) && files.stat(path).kind === 'file' ? files.readText(path) : undefined;
}

export function isFolder(files: Files, path: string): boolean {
  return files.exists(path) && files.stat(path).kind === 'dir';
}

/** One that leads nowhere is a link, too. */
function isLink(files: Files, path: string): boolean {
  const at = path.lastIndexOf('/');
  const [folder, name] = [path.slice(0, at), path.slice(at + 1)];
  return isFolder(files, folder) && files.readdir(folder).includes(name) && files.lstat(path).kind === 'link';
}

const types = ['simple', 'exec', 'oneshot', 'notify', 'idle', 'forking', 'dbus', 'notify-reload'];

function typeOf(settings: UnitSettings): string {
  return settings.last('Service.Type') ?? 'simple';
}

/** A line without a path is no command. */
function commandsOf(settings: UnitSettings): string[][] {
  return settings.all('Service.ExecStart').map((line) => unitWords(line.replace(/^[-@:+!]+/, ''))).filter((words) => words.length > 0);
}

/** Why nothing could be started by these settings. */
function faultOf(settings: UnitSettings): string | undefined {
  const [commands, type] = [commandsOf(settings), typeOf(settings)];
  if (commands.length === 0) return 'Service has no ExecStart=, ExecStop=, or SuccessAction=. Refusing.';
  if (commands.length > 1 && type !== 'oneshot') return 'Service has more than one ExecStart= setting, which is only allowed for Type=oneshot services. Refusing.';
  if (!types.includes(type)) return `Failed to parse service type, ignoring: ${type}`;
  const [program = ''] = commands[0]!;
  return program.includes('/') && !program.startsWith('/') ? `Neither a valid executable name nor an absolute path: ${program}` : undefined;
}

/** `Restart=`: those that ask how a process was killed go by whether it failed. */
const restarts: ReadonlyMap<string, UnitSpec['restart']> = new Map([['always', 'always'], ['on-success', 'on-success'], ['on-failure', 'on-failure'], ['on-abnormal', 'on-failure'], ['on-abort', 'on-failure'], ['on-watchdog', 'on-failure']]);

function specOf(name: string, settings: UnitSettings, own: UnitSpec | undefined): UnitSpec {
  const [argv, ...then] = commandsOf(settings) as [string[], ...string[][]];
  const env = environmentOf(settings);
  return {
    name,
    argv,
    ...keptOf(own, argv),
    ...defined({ description: settings.last('Unit.Description'), user: settings.last('Service.User'), cwd: settings.last('Service.WorkingDirectory') }),
    ...(then.length > 0 && { then }),
    ...(typeOf(settings) === 'oneshot' && { oneshot: true, remains: settings.isOn('Service.RemainAfterExit') }),
    ...(env.size > 0 && { env }),
    environmentFiles: settings.all('Service.EnvironmentFile'),
    ...restartOf(settings),
    ...defined({ stopTimeoutMs: settings.milliseconds('Service.TimeoutStopSec') }),
    ...(settings.last('Service.KillMode') === 'process' && { killMode: 'process' }),
    after: settings.names('Unit.After').map((each) => each.replace(/\.service$/, '')),
  };
}

/** What of the machine's own unit no file can say; its program stays while the file names the same one. */
function keptOf(own: UnitSpec | undefined, argv: readonly string[]): Partial<UnitSpec> {
  if (!own) return {};
  const { oomScoreAdjust, enabled, program, uid, gid = 0 } = own;
  const whose = own.argv[0] === argv[0] ? { ...defined({ program }), ...(uid !== undefined && { uid, gid }) } : {};
  return { ...defined({ oomScoreAdjust, enabled }), ...whose };
}

function environmentOf(settings: UnitSettings): ReadonlyMap<string, string> {
  const pairs = settings.all('Service.Environment').flatMap(unitWords).map((word) => /^([^=]*)=(.*)$/s.exec(word));
  return new Map(pairs.flatMap((pair) => (pair ? [[pair[1]!, pair[2]!] as const] : [])));
}

function restartOf(settings: UnitSettings): Partial<UnitSpec> {
  const startLimitIntervalMs = settings.milliseconds('Unit.StartLimitIntervalSec', 'Unit.StartLimitInterval', 'Service.StartLimitInterval');
  const burst = startLimitIntervalMs === 0 ? '0' : settings.last('Unit.StartLimitBurst', 'Service.StartLimitBurst');
  return defined({
    restart: restarts.get(settings.last('Service.Restart') ?? ''),
    restartDelayMs: settings.milliseconds('Service.RestartSec'),
    startLimitIntervalMs,
    startLimitBurst: /^\d+$/.test(burst ?? '') ? Number(burst) : undefined,
  });
}

/** Without the members that are not known. */
function defined<T extends object>(members: T): { readonly [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as { readonly [K in keyof T]?: Exclude<T[K], undefined> };
}
