/** docker system df. */
import { dockerTable, formatDecimalSize, formatTable } from '../../../base/index.ts';
import { bool, text } from '../command/docker-flag.ts';
import type { DockerVerb } from '../command/verb.ts';

interface Usage {
  readonly LayersSize: number;
  readonly Images: readonly { readonly Size: number; readonly SharedSize: number; readonly Containers: number }[];
  readonly Containers: readonly { readonly State: string; readonly SizeRw?: number }[];
  readonly BuildCache: readonly { readonly Size: number }[];
  readonly Volumes: readonly { readonly UsageData: { readonly RefCount: number; readonly Size: number } }[];
}

export const diskUsageVerb: DockerVerb = {
  name: 'df',
  summary: 'Show docker disk usage',
  usage: 'df [OPTIONS]',
  args: [0, 0],
  flags: [text('format', 'Format output using a custom template'), bool('verbose', 'Show detailed information on space usage', 'v')],
  *run(d) {
    const usage = yield* d.engine.json<Usage>('GET', '/system/df');
    yield* d.print(formatTable(dockerTable, [['TYPE', 'TOTAL', 'ACTIVE', 'SIZE', 'RECLAIMABLE'], images(usage), containers(usage), volumes(usage), buildCache(usage)]));
  },
};

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
