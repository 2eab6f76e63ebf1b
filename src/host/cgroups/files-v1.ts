/** The control files of cgroup v1: a hierarchy for each controller, or for two that are mounted together. */
import type { Cgroup, Controller, IoLimit } from '../cpu/cgroup.ts';
import { SystemError } from '../errors.ts';
import { deviceLine, DISK, limitIo, transfersOf } from './block-io.ts';
import { limit, moveToCgroup, writtenProcess, type ControlFile, type ControlFiles, type ControlPlace } from './control-file.ts';
import { coreList, coreText, invalid, memorySize, UNLIMITED_BYTES, wholeNumber } from './control-value.ts';
import { effectiveCores, pidsMax } from './files-v2.ts';

const QUOTA_MIN_US = 1_000;
const PERIOD_MAX_US = 1_000_000;
const NS_PER_TICK = 10_000_000;

/** Those of every directory; cgroup.procs and tasks say the same, since a process here has one thread. */
export function filesOfV1(controllers: readonly Controller[]): ControlFiles {
  const enter: ControlFile = {
    write: (place, text, writer) => {
      const process = writtenProcess(place, text, writer);
      if (controllers.includes('cpuset') && place.group.parent && !place.group.limits.cpuset?.length) throw new SystemError('ENOSPC', 'write');
      for (const controller of controllers) moveToCgroup(process, place.group, controller);
    },
  };
  return Object.assign(
    {
      'cgroup.clone_children': { read: () => '0' },
      'cgroup.procs': enter,
      'cgroup.sane_behavior': { of: 'root', read: () => '0' },
      notify_on_release: { read: () => '0' },
      release_agent: { of: 'root', read: () => '' },
      tasks: enter,
    },
    ...controllers.map((c) => byController[c]),
  ) as ControlFiles;
}

const cpu: ControlFiles = {
  'cpu.cfs_period_us': {
    read: ({ group }) => String(group.periodUs),
    write: (place, text) => {
      const periodUs = wholeNumber(text);
      if (!place.group.parent || periodUs < QUOTA_MIN_US || periodUs > PERIOD_MAX_US) throw invalid();
      limit(place, { periodUs });
    },
  },
  'cpu.cfs_quota_us': {
    read: ({ group }) => String(group.limits.quotaUs ?? -1),
    write: (place, text) => {
      const quotaUs = wholeNumber(text);
      if (!place.group.parent || (quotaUs >= 0 && quotaUs < QUOTA_MIN_US)) throw invalid();
      const { quotaUs: _, ...rest } = place.group.limits;
      place.host.setLimits(place.group, quotaUs < 0 ? rest : { ...rest, quotaUs });
    },
  },
  'cpu.shares': {
    read: ({ group }) => String(group.weight),
    write: (place, text) => {
      const shares = wholeNumber(text);
      if (shares < 0) throw invalid();
      if (!place.group.parent) throw invalid();
      limit(place, { weight: Math.min(Math.max(shares, 2), 262_144) });
    },
  },
  'cpu.stat': { read: ({ group }) => `nr_periods ${group.periods}\nnr_throttled ${group.throttledPeriods}\nthrottled_time ${group.throttledNs}` },
};

const cpuacct: ControlFiles = {
  'cpuacct.stat': { read: ({ group }) => `user ${Math.floor(group.usageNs / NS_PER_TICK)}\nsystem 0` },
  'cpuacct.usage': { read: ({ group }) => String(group.usageNs) },
};

const cpuset: ControlFiles = {
  'cpuset.cpus': {
    read: ({ host, group }) => coreText(group.parent ? (group.limits.cpuset ?? []) : effectiveCores(group, host.facts.cores)),
    write: (place, text) => {
      const cores = coreList(text, place.host.facts.cores);
      const { group } = place;
      if (!group.parent) throw new SystemError('EACCES', 'write');
      const outer = group.parent.parent ? (group.parent.limits.cpuset ?? []) : undefined;
      if (outer && cores.some((core) => !outer.includes(core))) throw new SystemError('EACCES', 'write');
      if (cores.length === 0 && group.processesOf('cpuset').length > 0) throw new SystemError('ENOSPC', 'write');
      limit(place, { cpuset: cores });
    },
  },
  'cpuset.effective_cpus': { read: ({ host, group }) => coreText(effectiveCores(group, host.facts.cores)) },
  'cpuset.mems': { read: () => '0', write: (_, text) => void coreList(text, 1) },
};

const memory: ControlFiles = {
  'memory.failcnt': { read: ({ group }) => String(group.oomKills) },
  'memory.limit_in_bytes': {
    read: ({ group }) => (group.parent && group.limits.memoryBytes !== undefined ? String(group.limits.memoryBytes) : UNLIMITED_BYTES),
    write: (place, text) => {
      const { group } = place;
      if (!group.parent) throw invalid();
      const memoryBytes = memorySize(text, '-1');
      if (memoryBytes !== undefined && memoryBytes < group.memoryBytes) throw new SystemError('EBUSY', 'write');
      const { memoryBytes: _, ...rest } = group.limits;
      place.host.setLimits(group, memoryBytes === undefined ? rest : { ...rest, memoryBytes });
    },
  },
  'memory.max_usage_in_bytes': { read: ({ group }) => String(group.memoryPeakBytes) },
  'memory.oom_control': { read: ({ group }) => `oom_kill_disable 0\nunder_oom 0\noom_kill ${group.oomKills}` },
  'memory.stat': { read: memoryStat },
  'memory.swappiness': { read: () => '60' },
  'memory.usage_in_bytes': { read: ({ group }) => String(group.memoryBytes) },
  'memory.use_hierarchy': { read: () => '1' },
};

function memoryStat({ group }: ControlPlace): string {
  const limited = group.parent && group.limits.memoryBytes !== undefined ? String(group.limits.memoryBytes) : UNLIMITED_BYTES;
  return `cache 0\nrss ${group.memoryBytes}\nswap 0\nhierarchical_memory_limit ${limited}\ntotal_cache 0\ntotal_rss ${group.memoryBytes}\ntotal_swap 0`;
}

const blkio: ControlFiles = {
  'blkio.throttle.io_service_bytes': { read: ({ group }) => transferred(group, 'bytes') },
  'blkio.throttle.io_serviced': { read: ({ group }) => transferred(group, 'count') },
  'blkio.throttle.read_bps_device': throttle('rbps'),
  'blkio.throttle.read_iops_device': throttle('riops'),
  'blkio.throttle.write_bps_device': throttle('wbps'),
  'blkio.throttle.write_iops_device': throttle('wiops'),
};

function throttle(name: IoLimit): ControlFile {
  return {
    of: 'others',
    isList: true,
    read: ({ group }) => (group.limits.io?.[name] === undefined ? '' : `${DISK} ${group.limits.io[name]}`),
    write: (place, text) => {
      const value = wholeNumber(deviceLine(text)[0]!);
      if (value < 0) throw invalid();
      limitIo(place, { [name]: value === 0 ? undefined : value });
    },
  };
}

function transferred(group: Cgroup, what: 'bytes' | 'count'): string {
  const { read, write } = transfersOf(group);
  const total = read[what] + write[what];
  return total === 0 ? 'Total 0' : `${DISK} Read ${read[what]}\n${DISK} Write ${write[what]}\n${DISK} Sync ${total}\n${DISK} Async 0\n${DISK} Total ${total}\nTotal ${total}`;
}

const freezer: ControlFiles = {
  'freezer.parent_freezing': { of: 'others', read: ({ group }) => (group.parent?.frozen ? '1' : '0') },
  'freezer.self_freezing': { of: 'others', read: ({ group }) => (group.frozenHere ? '1' : '0') },
  'freezer.state': {
    of: 'others',
    read: ({ group }) => (group.frozen ? 'FROZEN' : 'THAWED'),
    write: ({ group }, text) => {
      const state = text.trim();
      if (state !== 'FROZEN' && state !== 'THAWED') throw invalid();
      group.freeze(state === 'FROZEN');
    },
  },
};

const pids: ControlFiles = {
  'pids.current': { of: 'others', read: ({ group }) => String(group.processCount) },
  'pids.events': { of: 'others', read: ({ group }) => `max ${group.forksRefused}` },
  'pids.max': pidsMax(),
};

const devices: ControlFiles = { 'devices.list': { read: () => 'a *:* rwm' } };

const byController: Readonly<Record<Controller, ControlFiles>> = { blkio, cpu, cpuacct, cpuset, devices, freezer, memory, pids, systemd: {} };
