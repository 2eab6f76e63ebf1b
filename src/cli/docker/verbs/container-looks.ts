/** docker diff, top, port. */
import { dockerOldTable, formatTable } from '../../../base/index.ts';
import { ClientError } from '../command/errors.ts';
import type { DockerVerb } from '../command/verb.ts';
import { addressText } from '../print/ports.ts';

const letters = ['C', 'A', 'D'];

export const diffVerb: DockerVerb = {
  name: 'diff',
  summary: "Inspect changes to files or directories on a container's filesystem",
  usage: 'diff CONTAINER',
  alsoAs: ['docker container diff', 'docker diff'],
  args: [1, 1],
  completes: 'containers',
  *run(d) {
    const changes = yield* d.engine.json<readonly { Kind: number; Path: string }[] | null>('GET', `/containers/${encodeURIComponent(d.arg(0))}/changes`);
    for (const { Kind, Path } of changes ?? []) yield* d.print(`${letters[Kind] ?? '?'} ${Path}\n`);
  },
};

export const topVerb: DockerVerb = {
  name: 'top',
  summary: 'Display the running processes of a container',
  usage: 'top CONTAINER [ps OPTIONS]',
  alsoAs: ['docker container top', 'docker top'],
  args: [1, Infinity],
  stopsAtArgument: true,
  completes: 'running',
  *run(d) {
    const [name = '', ...ps] = d.args;
    const { Titles, Processes } = yield* d.engine.json<{ Titles: readonly string[]; Processes: readonly (readonly string[])[] }>('GET', `/containers/${encodeURIComponent(name)}/top`, ps.length > 0 ? { query: [['ps_args', ps.join(' ')]] } : {});
    yield* d.print(formatTable(dockerOldTable, [Titles, ...Processes]));
  },
};

interface Binding {
  readonly HostIp: string;
  readonly HostPort: string;
}

export const portVerb: DockerVerb = {
  name: 'port',
  summary: 'List port mappings or a specific mapping for the container',
  usage: 'port CONTAINER [PRIVATE_PORT[/PROTO]]',
  alsoAs: ['docker container port', 'docker port'],
  args: [1, 2],
  completes: 'running',
  *run(d) {
    const { NetworkSettings } = yield* d.engine.json<{ NetworkSettings: { Ports: Readonly<Record<string, readonly Binding[] | null>> } }>('GET', `/containers/${encodeURIComponent(d.arg(0))}/json`);
    const shown = ({ HostIp, HostPort }: Binding): string => `${addressText(HostIp)}:${HostPort}`;
    const asked = d.arg(1);
    if (asked === '') {
      const lines = Object.entries(NetworkSettings.Ports).flatMap(([port, bindings]) => (bindings ?? []).map((binding) => `${port} -> ${shown(binding)}\n`));
      return yield* d.print(lines.sort().join(''));
    }
    const bindings = NetworkSettings.Ports[asked.includes('/') ? asked : `${asked}/tcp`];
    if (!bindings || bindings.length === 0) throw new ClientError(`Error: No public port '${asked}' published for ${d.arg(0)}`);
    for (const binding of bindings) yield* d.print(`${shown(binding)}\n`);
  },
};
