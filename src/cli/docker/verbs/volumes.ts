/** docker volume. */
import { formatDecimalSize, type Json } from '../../../base/index.ts';
import { confirmed } from '../command/confirm.ts';
import { pairsOf } from '../command/container-options.ts';
import { bool, filter, formatFlag, list, text } from '../command/docker-flag.ts';
import type { DockerGroup, DockerVerb } from '../command/verb.ts';
import { printList, type ListSpec } from '../print/list-printer.ts';
import { filterQuery } from '../wire/filters.ts';
import { inspectOf } from './inspect.ts';

interface VolumeDocument {
  readonly Name: string;
  readonly Driver: string;
  readonly Mountpoint: string;
  readonly Scope: string;
  readonly Labels: Readonly<Record<string, string>> | null;
}

const ls: DockerVerb = {
  name: 'ls',
  summary: 'List volumes',
  usage: 'ls [OPTIONS]',
  aliases: ['list'],
  args: [0, 0],
  flags: [filter(), formatFlag, bool('quiet', 'Only display volume names', 'q')],
  *run(d) {
    const { Volumes } = yield* d.engine.json<{ Volumes: readonly VolumeDocument[] }>('GET', '/volumes', { query: filterQuery(d.flags.list('filter')) });
    const spec: ListSpec<VolumeDocument> = {
      titles: { Driver: 'DRIVER', Name: 'VOLUME NAME', Mountpoint: 'MOUNTPOINT', Scope: 'SCOPE', Labels: 'LABELS' },
      columns: ['Driver', 'Name'],
      quiet: ({ Name }) => Name,
      row: ({ Name, Driver, Mountpoint, Scope, Labels }): Record<string, Json> => ({ Name, Driver, Mountpoint, Scope, Labels: Object.entries(Labels ?? {}).map(([name, value]) => `${name}=${value}`).join(','), Availability: 'N/A', Group: 'N/A', Links: 'N/A', Size: 'N/A', Status: 'N/A' }),
    };
    yield* printList(d, spec, Volumes);
  },
};

const create: DockerVerb = {
  name: 'create',
  summary: 'Create a volume',
  usage: 'create [OPTIONS] [VOLUME]',
  args: [0, 1],
  flags: [text('driver', 'Specify volume driver name', 'd', 'local'), list('label', 'Set metadata for a volume'), { ...text('name', 'Specify volume name'), hidden: true }, list('opt', 'Set driver specific options', 'o')],
  *run(d) {
    const { flags } = d;
    const body = { Name: d.arg(0) || flags.text('name'), Driver: flags.text('driver'), DriverOpts: flags.has('opt') ? pairsOf(flags.list('opt')) : null, Labels: flags.has('label') ? pairsOf(flags.list('label')) : null };
    const { Name } = yield* d.engine.json<{ Name: string }>('POST', '/volumes/create', { body });
    yield* d.print(`${Name}\n`);
  },
};

const rm: DockerVerb = {
  name: 'rm',
  summary: 'Remove one or more volumes',
  usage: 'rm [OPTIONS] VOLUME [VOLUME...]',
  aliases: ['remove'],
  args: [1, Infinity],
  completes: 'volumes',
  flags: [bool('force', 'Force the removal of one or more volumes', 'f')],
  *run(d) {
    yield* d.each(d.args, function* (name) {
      yield* d.engine.send('DELETE', `/volumes/${encodeURIComponent(name)}`, d.flags.bool('force') ? { query: [['force', '1']] } : {});
    });
  },
};

const prune: DockerVerb = {
  name: 'prune',
  summary: 'Remove unused local volumes',
  usage: 'prune [OPTIONS]',
  args: [0, 0],
  flags: [bool('all', 'Remove all unused volumes, not just anonymous ones', 'a'), filter('Provide filter values (e.g. "label=<label>")'), bool('force', 'Do not prompt for confirmation', 'f')],
  *run(d) {
    const all = d.flags.bool('all');
    const warning = `WARNING! This will remove ${all ? 'all' : 'anonymous'} local volumes not used by at least one container.\n`;
    if (!(yield* confirmed(d, warning))) return;
    const { VolumesDeleted, SpaceReclaimed } = yield* d.engine.json<{ VolumesDeleted: readonly string[] | null; SpaceReclaimed: number }>('POST', '/volumes/prune', { query: filterQuery(d.flags.list('filter'), all ? { all: 'true' } : {}) });
    if (VolumesDeleted && VolumesDeleted.length > 0) yield* d.print(`Deleted Volumes:\n${VolumesDeleted.join('\n')}\n\n`);
    yield* d.print(`Total reclaimed space: ${formatDecimalSize(SpaceReclaimed, 4)}\n`);
  },
};

export const volumeGroup: DockerGroup = { name: 'volume', summary: 'Manage volumes', verbs: [create, inspectOf('volume', 'VOLUME'), ls, prune, rm] };
