/** ETCDCTL_CACERT for --cacert: each flag of every verb has its variable, but not both at once. */
import { formatRfc3339Micro } from '../../../base/index.ts';
import type { Process } from '../../../host/index.ts';
import { Exit } from '../../kubectl/command/errors.ts';
import type { Task } from '../../kubectl/command/task.ts';
import { etcdFlags } from './etcd-client.ts';

const prefix = 'ETCDCTL_';

function variableOf(flag: string): string {
  return `${prefix}${flag.toUpperCase().replaceAll('-', '_')}`;
}

/** The command line with what the variables say in front. */
export function withVariables(words: readonly string[], p: Process): readonly string[] {
  const said = etcdFlags.flatMap(({ name }) => {
    const value = p.env.get(variableOf(name)) ?? '';
    return value === '' || isTyped(words, name) ? [] : [`--${name}=${value}`];
  });
  return [...said, ...words];
}

function isTyped(words: readonly string[], name: string): boolean {
  const short = etcdFlags.find((flag) => flag.name === name)?.short;
  return words.some((word) => word === `--${name}` || word.startsWith(`--${name}=`) || (short !== undefined && word.startsWith(`-${short}`)));
}

/** Says what stands there in vain. `takesApi`: the release chose its protocol by ETCDCTL_API, and knows that one. */
export function* checkVariables(p: Process, takesApi: boolean): Task {
  const words = p.argv.slice(1);
  const tell = (level: string, caller: string, msg: string, variable: string) => p.error(`${JSON.stringify({ level, ts: formatRfc3339Micro(p.host.wallMs), caller, msg, 'environment-variable': variable })}\n`);
  const names = new Map(etcdFlags.map(({ name }) => [variableOf(name), name]));
  for (const [variable, value] of p.env) {
    if (!variable.startsWith(prefix) || value === '' || (takesApi && variable === 'ETCDCTL_API')) continue;
    const flag = names.get(variable);
    if (flag === undefined) yield* tell('warn', 'flags/flag.go:94', 'unrecognized environment variable', `${variable}=${value}`);
    else if (isTyped(words, flag)) {
      yield* tell('fatal', 'flags/flag.go:86', 'conflicting environment variable is shadowed by corresponding command-line flag (either unset environment variable or disable flag))', variable);
      throw new Exit(1);
    }
  }
}
