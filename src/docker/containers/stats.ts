/** `docker stats`: the integrals of a container's control group, once or every second. */
import { encodeUtf8, formatRfc3339Nano, printJson } from '../../base/index.ts';
import { transfersOf } from '../../host/index.ts';
import type { Cancel } from '../../sim/index.ts';
import type { ApiCall } from '../door/exchange.ts';
import type { DockerEngine } from '../engine.ts';
import type { DockerContainer } from './docker-container.ts';

const PERIOD_MS = 1_000;
const NANOS_PER_MS = 1_000_000;

interface Sample {
  readonly wallMs: number;
  readonly usageNs: number;
  readonly systemNs: number;
}

/** The first sample waits a second, that there is something to compare with; a client that wants one shot gets it at once. */
export function sendStats(engine: DockerEngine, container: DockerContainer, api: ApiCall): void {
  const { clock } = engine.host;
  const streams = api.query('stream') === '' || api.flag('stream');
  api.call.head(200, { ...api.headers, 'content-type': 'application/json' });
  const send = (before: Sample | undefined): Sample => {
    const now = sample(engine, container);
    api.call.write(encodeUtf8(`${printJson(document(engine, container, now, before))}\n`));
    return now;
  };
  if (!streams && (api.flag('one-shot') || !container.isRunning)) {
    send(undefined);
    return api.call.end();
  }
  let timer: Cancel = () => {};
  let before: Sample | undefined = sample(engine, container);
  const next = (): void => {
    if (engine.containers.byWholeId(container.id) === undefined) return api.call.end();
    before = send(before);
    if (!streams) return api.call.end();
    timer = clock.after(PERIOD_MS, 'dockerd', next);
  };
  timer = clock.after(PERIOD_MS, 'dockerd', next);
  api.call.onClose(() => timer());
}

function sample({ host }: DockerEngine, container: DockerContainer): Sample {
  host.cpu.bringUpToDate();
  return {
    wallMs: host.wallMs,
    usageNs: container.runtime.cgroup?.usageNs ?? 0,
    systemNs: host.clock.now * NANOS_PER_MS * host.facts.cores,
  };
}

function document(engine: DockerEngine, container: DockerContainer, now: Sample, before: Sample | undefined): object {
  const { host } = engine;
  const group = container.runtime.cgroup;
  const base = { name: `/${container.name}`, id: container.id };
  if (!group) {
    const none = { cpu_usage: { total_usage: 0, usage_in_kernelmode: 0, usage_in_usermode: 0 }, throttling_data: { periods: 0, throttled_periods: 0, throttled_time: 0 } };
    const never = '0001-01-01T00:00:00Z';
    return { ...base, read: never, preread: never, pids_stats: {}, blkio_stats: noBlocks, num_procs: 0, storage_stats: {}, cpu_stats: none, precpu_stats: none, memory_stats: {} };
  }
  return {
    ...base,
    read: formatRfc3339Nano(now.wallMs),
    preread: before ? formatRfc3339Nano(before.wallMs) : '0001-01-01T00:00:00Z',
    pids_stats: { current: group.processCount, limit: group.limits.pids ?? 18_446_744_073_709_551_615n },
    blkio_stats: { ...noBlocks, ...blockStats(group) },
    num_procs: 0,
    storage_stats: {},
    cpu_stats: cpuStats(engine, group, now),
    precpu_stats: cpuStats(engine, group, before ?? { wallMs: 0, usageNs: 0, systemNs: 0 }),
    memory_stats: { usage: group.memoryBytes, stats: { inactive_file: 0 }, limit: group.limits.memoryBytes ?? host.facts.memoryBytes },
    networks: Object.fromEntries([...container.endpoints.values()].filter(({ ip }) => ip !== '').map((_, i) => [`eth${i}`, networkStats(i === 0 ? container.runtime.network?.outside : undefined)])),
  };
}

function cpuStats({ host }: DockerEngine, group: NonNullable<DockerContainer['runtime']['cgroup']>, at: Sample): object {
  return {
    cpu_usage: { total_usage: at.usageNs, usage_in_kernelmode: 0, usage_in_usermode: at.usageNs },
    system_cpu_usage: at.systemNs,
    online_cpus: host.facts.cores,
    throttling_data: { periods: group.periods, throttled_periods: group.throttledPeriods, throttled_time: group.throttledNs },
  };
}

function networkStats(traffic: { readonly rxBytes: number; readonly rxPackets: number; readonly txBytes: number; readonly txPackets: number } | undefined): object {
  const { rxBytes = 0, rxPackets = 0, txBytes = 0, txPackets = 0 } = traffic ?? {};
  return { rx_bytes: rxBytes, rx_packets: rxPackets, rx_errors: 0, rx_dropped: 0, tx_bytes: txBytes, tx_packets: txPackets, tx_errors: 0, tx_dropped: 0 };
}

function blockStats(group: NonNullable<DockerContainer['runtime']['cgroup']>): object {
  const { read, write } = transfersOf(group);
  if (read.count + write.count === 0) return {};
  const rows = (of: 'bytes' | 'count'): object[] => [['read', read[of]], ['write', write[of]]].map(([op, value]) => ({ major: 8, minor: 0, op, value }));
  return { io_service_bytes_recursive: rows('bytes'), io_serviced_recursive: rows('count') };
}

const noBlocks = { io_service_bytes_recursive: null, io_serviced_recursive: null, io_queue_recursive: null, io_service_time_recursive: null, io_wait_time_recursive: null, io_merged_recursive: null, io_time_recursive: null, sectors_recursive: null };
