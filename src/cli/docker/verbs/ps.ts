/** docker ps. */
import { formatDecimalSize, quoteGo, type Json } from '../../../base/index.ts';
import { bool, filter, formatFlag, int } from '../command/docker-flag.ts';
import type { Invocation } from '../command/invocation.ts';
import type { DockerVerb } from '../command/verb.ts';
import { printList, type ListSpec } from '../print/list-printer.ts';
import { portsText, type Port } from '../print/ports.ts';
import { createdText, ellipsis, shortId, sinceText } from '../print/shortened.ts';
import { filterQuery } from '../wire/filters.ts';
import type { Query } from '../wire/engine-client.ts';

export interface ContainerSummary {
  readonly Id: string;
  readonly Names: readonly string[];
  readonly Image: string;
  readonly Command: string;
  readonly Created: number;
  readonly Ports: readonly Port[];
  readonly SizeRw?: number;
  readonly SizeRootFs?: number;
  readonly Labels: Readonly<Record<string, string>>;
  readonly State: string;
  readonly Status: string;
  readonly NetworkSettings: { readonly Networks: Readonly<Record<string, Json>> };
  readonly Mounts: readonly { readonly Type: string; readonly Name?: string; readonly Source: string }[];
}

export const psVerb: DockerVerb = {
  name: 'ps',
  summary: 'List containers',
  usage: 'ps [OPTIONS]',
  alsoAs: ['docker container ls', 'docker container list', 'docker container ps', 'docker ps'],
  aliases: ['list', 'ps'],
  args: [0, 0],
  flags: [
    bool('all', 'Show all containers (default shows just running)', 'a'),
    filter(),
    formatFlag,
    int('last', 'Show n last created containers (includes all states)', 'n', '-1'),
    bool('latest', 'Show the latest created container (includes all states)', 'l'),
    bool('no-trunc', "Don't truncate output"),
    bool('quiet', 'Only display container IDs', 'q'),
    bool('size', 'Display total file sizes', 's'),
  ],
  *run(d) {
    const { flags } = d;
    const last = flags.bool('latest') ? 1 : flags.int('last');
    const showsSize = flags.bool('size') || flags.text('format').includes('.Size');
    const query: Query = [...(flags.bool('all') ? [['all', '1'] as const] : []), ...(last > 0 ? [['limit', String(last)] as const] : []), ...(showsSize ? [['size', '1'] as const] : []), ...filterQuery(flags.list('filter'))];
    const all = yield* d.engine.json<readonly ContainerSummary[]>('GET', '/containers/json', { query });
    const columns = ['ID', 'Image', 'Command', 'RunningFor', 'Status', 'Ports', 'Names', ...(flags.bool('size') ? ['Size'] : [])];
    yield* printList(d, containerList(d, columns), all);
  },
};

export function containerList(d: Invocation, columns: readonly string[]): ListSpec<ContainerSummary> {
  const whole = d.flags.bool('no-trunc');
  return { titles, columns, row: (container) => rowOf(container, whole, d.nowMs), quiet: ({ Id }) => (whole ? Id : shortId(Id)) };
}

const titles: Readonly<Record<string, string>> = {
  ID: 'CONTAINER ID',
  Image: 'IMAGE',
  Command: 'COMMAND',
  CreatedAt: 'CREATED AT',
  RunningFor: 'CREATED',
  Status: 'STATUS',
  State: 'STATE',
  Ports: 'PORTS',
  Names: 'NAMES',
  Size: 'SIZE',
  Labels: 'LABELS',
  Mounts: 'MOUNTS',
  LocalVolumes: 'LOCAL VOLUMES',
  Networks: 'NETWORKS',
};

function rowOf(c: ContainerSummary, whole: boolean, nowMs: number): Record<string, Json> {
  const mounts = c.Mounts.map((mount) => mount.Name || mount.Source);
  return {
    ID: whole ? c.Id : shortId(c.Id),
    Image: !whole && c.Image.startsWith('sha256:') ? shortId(c.Image) : c.Image,
    Command: quoteGo(whole ? c.Command : ellipsis(c.Command, 20)),
    CreatedAt: createdText(c.Created),
    RunningFor: sinceText(nowMs, c.Created),
    Status: c.Status,
    State: c.State,
    Ports: portsText(c.Ports),
    Names: c.Names.map((name) => name.replace(/^\//, '')).filter((name) => !name.includes('/')).join(','),
    Size: sizeText(c),
    Labels: Object.entries(c.Labels).map(([name, value]) => `${name}=${value}`).join(','),
    Mounts: mounts.map((mount) => (whole ? mount : ellipsis(mount, 15))).join(','),
    LocalVolumes: String(c.Mounts.filter((mount) => mount.Type === 'volume').length),
    Networks: Object.keys(c.NetworkSettings.Networks).join(','),
    Platform: null,
  };
}

function sizeText({ SizeRw = 0, SizeRootFs = 0 }: ContainerSummary): string {
  const written = formatDecimalSize(SizeRw, 3);
  return SizeRootFs > 0 ? `${written} (virtual ${formatDecimalSize(SizeRootFs, 3)})` : written;
}

