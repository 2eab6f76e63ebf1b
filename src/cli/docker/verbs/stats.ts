/** docker stats. */
import { formatBinarySize, formatDecimalSize, type Json } from '../../../base/index.ts';
import { sleep } from '../../../host/index.ts';
import type { Task } from '../../kubectl/command/task.ts';
import { bool, formatFlag } from '../command/docker-flag.ts';
import type { Invocation } from '../command/invocation.ts';
import { terminalOf } from '../command/streams.ts';
import type { DockerVerb } from '../command/verb.ts';
import { listText, type ListSpec } from '../print/list-printer.ts';
import { shortId } from '../print/shortened.ts';
import type { ContainerSummary } from './ps.ts';

const PERIOD_MS = 1_000;

interface Usage {
  readonly cpu_usage: { readonly total_usage: number };
  readonly system_cpu_usage?: number;
  readonly online_cpus?: number;
}

interface StatsDocument {
  readonly id: string;
  readonly name: string;
  readonly cpu_stats: Usage;
  readonly precpu_stats: Usage;
  readonly memory_stats: { readonly usage?: number; readonly limit?: number };
  readonly pids_stats: { readonly current?: number };
  readonly blkio_stats?: { readonly io_service_bytes_recursive: readonly { readonly op: string; readonly value: number }[] | null };
  readonly networks?: Readonly<Record<string, { readonly rx_bytes: number; readonly tx_bytes: number }>>;
}

export const statsVerb: DockerVerb = {
  name: 'stats',
  summary: "Display a live stream of container(s) resource usage statistics",
  usage: 'stats [OPTIONS] [CONTAINER...]',
  alsoAs: ['docker container stats', 'docker stats'],
  args: [0, Infinity],
  completes: 'running',
  flags: [bool('all', 'Show all containers (default shows just running)', 'a'), formatFlag, bool('no-stream', 'Disable streaming stats and only pull the first result'), bool('no-trunc', 'Do not truncate output')],
  *run(d) {
    const before = new Map<string, StatsDocument>();
    if (d.flags.bool('no-stream')) {
      yield* round(d, before, false);
      yield sleep(PERIOD_MS);
      return yield* d.print(yield* round(d, before, true));
    }
    const isTerminal = terminalOf(d, 1) !== undefined;
    for (;;) {
      const table = yield* round(d, before, true);
      yield* d.print(isTerminal ? `\u001b[H${table.replaceAll('\n', '\u001b[K\n')}\u001b[J` : table);
      yield sleep(PERIOD_MS);
    }
  },
};

/** One look at each container; compared with the look before. */
function* round(d: Invocation, before: Map<string, StatsDocument>, shows: boolean): Task<string> {
  const names = d.args.length > 0 ? d.args : (yield* listed(d)).map(({ Id }) => Id);
  const rows: { readonly asked: string; readonly stats: StatsDocument; readonly last: StatsDocument | undefined }[] = [];
  for (const asked of names) {
    const stats = yield* d.engine.json<StatsDocument>('GET', `/containers/${encodeURIComponent(asked)}/stats`, { query: [['stream', '0'], ['one-shot', '1']] });
    rows.push({ asked, stats, last: before.get(asked) });
    before.set(asked, stats);
  }
  const spec: ListSpec<(typeof rows)[number]> = { titles, columns, row: ({ asked, stats, last }) => rowOf(asked, stats, last, d.flags.bool('no-trunc')) };
  return shows ? listText(d.flags.text('format'), spec, rows) : '';
}

function listed(d: Invocation): Task<readonly ContainerSummary[]> {
  return d.engine.json<readonly ContainerSummary[]>('GET', '/containers/json', d.flags.bool('all') ? { query: [['all', '1']] } : {});
}

const titles: Readonly<Record<string, string>> = { ID: 'CONTAINER ID', Name: 'NAME', Container: 'CONTAINER', CPUPerc: 'CPU %', MemUsage: 'MEM USAGE / LIMIT', MemPerc: 'MEM %', NetIO: 'NET I/O', BlockIO: 'BLOCK I/O', PIDs: 'PIDS' };
const columns = ['ID', 'Name', 'CPUPerc', 'MemUsage', 'MemPerc', 'NetIO', 'BlockIO', 'PIDs'];

function rowOf(asked: string, stats: StatsDocument, last: StatsDocument | undefined, whole: boolean): Record<string, Json> {
  const { usage = 0, limit = 0 } = stats.memory_stats;
  const networks = Object.values(stats.networks ?? {});
  const blocks = stats.blkio_stats?.io_service_bytes_recursive ?? [];
  const sum = (of: (n: (typeof networks)[number]) => number): string => formatDecimalSize(networks.reduce((total, n) => total + of(n), 0), 3);
  return {
    ID: whole ? stats.id : shortId(stats.id),
    Name: stats.name.replace(/^\//, ''),
    Container: asked,
    CPUPerc: `${cpuPercent(stats.cpu_stats, last?.cpu_stats ?? stats.precpu_stats).toFixed(2)}%`,
    MemUsage: `${formatBinarySize(usage)} / ${formatBinarySize(limit)}`,
    MemPerc: `${(limit > 0 ? (usage / limit) * 100 : 0).toFixed(2)}%`,
    NetIO: `${sum((n) => n.rx_bytes)} / ${sum((n) => n.tx_bytes)}`,
    BlockIO: ['r', 'w'].map((way) => formatDecimalSize(blocks.filter(({ op }) => op.toLowerCase().startsWith(way)).reduce((total, { value }) => total + value, 0), 3)).join(' / '),
    PIDs: String(stats.pids_stats.current ?? 0),
  };
}

function cpuPercent(now: Usage, before: Usage): number {
  const used = now.cpu_usage.total_usage - before.cpu_usage.total_usage;
  const system = (now.system_cpu_usage ?? 0) - (before.system_cpu_usage ?? 0);
  return used > 0 && system > 0 ? (used / system) * (now.online_cpus ?? 1) * 100 : 0;
}
