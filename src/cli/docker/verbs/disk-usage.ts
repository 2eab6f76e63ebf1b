/** docker system df. */
import { dockerTable, formatDecimalSize, formatTable, parseRfc3339 } from '../../../base/index.ts';
import { bool, text } from '../command/docker-flag.ts';
import type { Invocation } from '../command/invocation.ts';
import type { DockerVerb } from '../command/verb.ts';
import { printList, type ListSpec } from '../print/list-printer.ts';
import { ellipsis, shortId, sinceText } from '../print/shortened.ts';

interface Image {
  readonly Id: string;
  readonly RepoTags: readonly string[] | null;
  readonly Created: number;
  readonly Size: number;
  readonly SharedSize: number;
  readonly Containers: number;
}

interface Container {
  readonly Id: string;
  readonly Image: string;
  readonly Command: string;
  readonly Created: number;
  readonly State: string;
  readonly Status: string;
  readonly Names: readonly string[];
  readonly Mounts?: readonly { readonly Type: string }[];
  readonly SizeRw?: number;
}

interface CacheEntry {
  readonly ID: string;
  readonly Type: string;
  readonly Size: number;
  readonly CreatedAt: string;
  readonly LastUsedAt: string;
  readonly UsageCount: number;
  readonly Shared: boolean;
}

interface Usage {
  readonly LayersSize: number;
  readonly Images: readonly Image[];
  readonly Containers: readonly Container[];
  readonly BuildCache: readonly CacheEntry[];
  readonly Volumes: readonly { readonly Name: string; readonly UsageData: { readonly RefCount: number; readonly Size: number } }[];
}

export const diskUsageVerb: DockerVerb = {
  name: 'df',
  summary: 'Show docker disk usage',
  usage: 'df [OPTIONS]',
  args: [0, 0],
  flags: [text('format', 'Format output using a custom template'), bool('verbose', 'Show detailed information on space usage', 'v')],
  *run(d) {
    const usage = yield* d.engine.json<Usage>('GET', '/system/df');
    if (d.flags.bool('verbose')) return yield* d.print(sections(d, usage));
    yield* printList(d, summary, [images(usage), containers(usage), volumes(usage), buildCache(usage)]);
  },
};

const summary: ListSpec<readonly string[]> = {
  titles: { Type: 'TYPE', TotalCount: 'TOTAL', Active: 'ACTIVE', Size: 'SIZE', Reclaimable: 'RECLAIMABLE' },
  columns: ['Type', 'TotalCount', 'Active', 'Size', 'Reclaimable'],
  row: ([Type = '', TotalCount = '', Active = '', Size = '', Reclaimable = '']) => ({ Type, TotalCount, Active, Size, Reclaimable }),
};

/** One by one, each kind under a head of its own. */
function sections(d: Invocation, { Images, Containers, Volumes, BuildCache }: Usage): string {
  const size = (bytes: number): string => formatDecimalSize(bytes, 3);
  const since = (at: number): string => sinceText(d.nowMs, at);
  const table = (...rows: readonly (readonly string[])[]): string => formatTable(dockerTable, rows);
  const imageRows = Images.flatMap((image) => (image.RepoTags?.length ? image.RepoTags : ['<none>:<none>']).map((name) => {
    const at = name.lastIndexOf(':');
    return [name.slice(0, at), name.slice(at + 1), shortId(image.Id), since(image.Created), size(image.Size), size(image.SharedSize), size(image.Size - image.SharedSize), String(image.Containers)];
  }));
  const containerRows = Containers.map((one) => [shortId(one.Id), one.Image, `"${ellipsis(one.Command, 20)}"`, String((one.Mounts ?? []).filter(({ Type }) => Type === 'volume').length), size(one.SizeRw ?? 0), since(one.Created), one.Status, one.Names.map((name) => name.slice(1)).join(',')]);
  const volumeRows = Volumes.map(({ Name, UsageData }) => [Name, String(UsageData.RefCount), size(UsageData.Size)]);
  const cacheRows = BuildCache.map((one) => [shortId(one.ID), one.Type, size(one.Size), since(secondsOf(one.CreatedAt)), since(secondsOf(one.LastUsedAt)), String(one.UsageCount), String(one.Shared)]);
  return [
    `Images space usage:\n\n${table(['REPOSITORY', 'TAG', 'IMAGE ID', 'CREATED', 'SIZE', 'SHARED SIZE', 'UNIQUE SIZE', 'CONTAINERS'], ...imageRows)}`,
    `Containers space usage:\n\n${table(['CONTAINER ID', 'IMAGE', 'COMMAND', 'LOCAL VOLUMES', 'SIZE', 'CREATED', 'STATUS', 'NAMES'], ...containerRows)}`,
    `Local Volumes space usage:\n\n${table(['VOLUME NAME', 'LINKS', 'SIZE'], ...volumeRows)}`,
    `Build cache usage: ${size(BuildCache.reduce((sum, one) => sum + one.Size, 0))}\n\n${table(['CACHE ID', 'CACHE TYPE', 'SIZE', 'CREATED', 'LAST USED', 'USAGE', 'SHARED'], ...cacheRows)}`,
  ].join('\n');
}

function secondsOf(time: string): number {
  return (parseRfc3339(time) ?? 0) / 1_000;
}

function line(type: string, total: number, active: number, size: number, free: number): string[] {
  const percent = size > 0 ? ` (${Math.floor((free * 100) / size)}%)` : '';
  return [type, String(total), String(active), formatDecimalSize(size, 4), formatDecimalSize(free, 4) + percent];
}

function images({ Images, LayersSize }: Usage): string[] {
  const used = Images.filter(({ Containers }) => Containers > 0);
  const held = used.reduce((sum, { Size, SharedSize }) => sum + (Size - SharedSize), 0);
  return line('Images', Images.length, used.length, LayersSize, LayersSize - held);
}

function containers({ Containers }: Usage): string[] {
  const size = Containers.reduce((sum, { SizeRw = 0 }) => sum + SizeRw, 0);
  const isActive = (state: string): boolean => ['running', 'paused', 'restarting'].includes(state);
  const free = Containers.filter(({ State }) => !isActive(State)).reduce((sum, { SizeRw = 0 }) => sum + SizeRw, 0);
  return line('Containers', Containers.length, Containers.filter(({ State }) => isActive(State)).length, size, free);
}

function volumes({ Volumes }: Usage): string[] {
  const size = Volumes.reduce((sum, { UsageData }) => sum + UsageData.Size, 0);
  const free = Volumes.filter(({ UsageData }) => UsageData.RefCount === 0).reduce((sum, { UsageData }) => sum + UsageData.Size, 0);
  return line('Local Volumes', Volumes.length, Volumes.filter(({ UsageData }) => UsageData.RefCount > 0).length, size, free);
}

/** Without a share: all of it can go. */
function buildCache({ BuildCache }: Usage): string[] {
  const size = formatDecimalSize(BuildCache.reduce((sum, { Size }) => sum + Size, 0), 4);
  return ['Build Cache', String(BuildCache.length), '0', size, size];
}
