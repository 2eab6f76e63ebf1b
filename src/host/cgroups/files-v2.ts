/** The control files of cgroup v2, by the controller that brings them. */
import { DEFAULT_WEIGHT, type Cgroup, type IoLimit } from '../cpu/cgroup.ts';
import { SystemError } from '../errors.ts';
import { deviceLine, DISK, limitIo, transfersOf } from './block-io.ts';
import { limit, moveToCgroup, writtenProcess, type ControlFile, type ControlFiles } from './control-file.ts';
import { coreList, coreText, invalid, memorySize, outOfRange, wholeNumber } from './control-value.ts';

export const controllersOfV2 = ['cpuset', 'cpu', 'io', 'memory', 'pids'] as const;
const DEFAULT_OF_V2 = 100;
const DEFAULT_PERIOD_US = 100_000;
const PERIOD_MIN_US = 1_000;
const PERIOD_MAX_US = 1_000_000;

/** From cpu.shares (2 to 262144) to cpu.weight (1 to 10000), by the formula of runc. */
export function weightOf(shares: number): number {
  return 1 + Math.floor(((Math.max(2, shares) - 2) * 9_999) / 262_142);
}

/** What a directory offers to those below it. */
export function offered(group: Cgroup): readonly string[] {
  if (!group.parent) return controllersOfV2;
  const { subtree } = group.parent;
  return subtree ? controllersOfV2.filter((c) => subtree.has(c)) : controllersOfV2;
}

function delegated(group: Cgroup): readonly string[] {
  return group.subtree ? controllersOfV2.filter((c) => group.subtree!.has(c)) : group.parent && group.children.length === 0 ? [] : controllersOfV2;
}

/** A number, where "max" is none. */
function countLimit(name: 'depthBelow' | 'groupsBelow' | 'pids'): ControlFile {
  return {
    ...(name === 'pids' && { of: 'others' as const }),
    read: ({ group }) => String(group.limits[name] ?? 'max'),
    write: (place, text) => {
      const { [name]: _, ...rest } = place.group.limits;
      const value = text.trim() === 'max' ? undefined : wholeNumber(text);
      if (value !== undefined && value < 0) throw invalid();
      place.host.setLimits(place.group, value === undefined ? rest : { ...rest, [name]: value });
    },
  };
}

/** Whether there may be one more group in this one, for all those above it. */
export function admitsGroup(parent: Cgroup): boolean {
  let depth = 1;
  for (let group: Cgroup | undefined = parent; group; group = group.parent, depth++) {
    const { groupsBelow = Infinity, depthBelow = Infinity } = group.limits;
    if (depth > depthBelow || countBelow(group) >= groupsBelow) return false;
  }
  return true;
}

const core: ControlFiles = {
  'cgroup.controllers': { read: ({ group }) => offered(group).join(' ') },
  'cgroup.events': { of: 'others', read: ({ group }) => `populated ${group.processCount > 0 ? 1 : 0}\nfrozen ${group.frozen ? 1 : 0}` },
  'cgroup.freeze': {
    of: 'others',
    read: ({ group }) => (group.frozenHere ? '1' : '0'),
    write: ({ group }, text) => {
      const value = wholeNumber(text);
      if (value !== 0 && value !== 1) throw outOfRange();
      group.freeze(value === 1);
    },
  },
  'cgroup.kill': {
    of: 'others',
    write: ({ host, group }, text) => {
      if (wholeNumber(text) !== 1) throw outOfRange();
      for (const process of [...group.allProcesses()]) host.kernel.end(process, 137, 'SIGKILL');
    },
  },
  'cgroup.max.depth': countLimit('depthBelow'),
  'cgroup.max.descendants': countLimit('groupsBelow'),
  'cgroup.procs': {
    write: (place, text, writer) => {
      if (place.group.subtree && place.group.subtree.size > 0 && place.group.parent) throw new SystemError('EBUSY', 'write');
      moveToCgroup(writtenProcess(place, text, writer), place.group);
    },
  },
  'cgroup.stat': { read: ({ group }) => `nr_descendants ${countBelow(group)}\nnr_dying_descendants 0` },
  'cgroup.subtree_control': { read: ({ group }) => delegated(group).join(' '), write: ({ group }, text) => delegate(group, text) },
  'cgroup.threads': {},
  'cgroup.type': { of: 'others', read: () => 'domain' },
};

function countBelow(group: Cgroup): number {
  return group.children.reduce((sum, child) => sum + 1 + countBelow(child), 0);
}

/** "+cpu -memory". A group that has processes of its own cannot also have controlled groups below it. */
function delegate(group: Cgroup, text: string): void {
  const next = new Set(delegated(group));
  for (const word of text.trim().split(/\s+/)) {
    const name = controllersOfV2.find((c) => c === word.slice(1));
    if (!name || !/^[+-]/.test(word)) throw invalid();
    if (word.startsWith('-')) {
      if (group.children.some((child) => child.subtree?.has(name))) throw new SystemError('EBUSY', 'write');
      next.delete(name);
      continue;
    }
    if (!offered(group).includes(name)) throw new SystemError('ENOENT', 'write');
    if (group.parent && group.processes.length > 0) throw new SystemError('EBUSY', 'write');
    next.add(name);
  }
  group.subtree = next;
}

const cpu: ControlFiles = {
  'cpu.max': {
    of: 'others',
    read: ({ group }) => `${group.limits.quotaUs ?? 'max'} ${group.limits.periodUs ?? DEFAULT_PERIOD_US}`,
    write: (place, text) => {
      const [quota = '', period, ...more] = text.trim().split(/\s+/);
      if (more.length > 0) throw invalid();
      const periodUs = period === undefined ? place.group.periodUs : wholeNumber(period);
      if (periodUs < PERIOD_MIN_US || periodUs > PERIOD_MAX_US) throw invalid();
      const { quotaUs: _, ...rest } = place.group.limits;
      const quotaUs = quota === 'max' ? undefined : wholeNumber(quota);
      if (quotaUs !== undefined && quotaUs < PERIOD_MIN_US) throw invalid();
      place.host.setLimits(place.group, { ...rest, periodUs, ...(quotaUs === undefined ? {} : { quotaUs }) });
    },
  },
  'cpu.stat.local': { of: 'others', read: ({ group }) => `throttled_usec ${Math.floor(group.throttledNs / 1_000)}` },
  'cpu.weight': {
    of: 'others',
    read: ({ group: { limits } }) => String(limits.written ?? (limits.weight === undefined ? DEFAULT_OF_V2 : weightOf(limits.weight))),
    write: (place, text) => {
      const weight = wholeNumber(text);
      if (weight < 1 || weight > 10_000) throw outOfRange();
      limit(place, { weight: Math.max(2, Math.round((weight * DEFAULT_WEIGHT) / DEFAULT_OF_V2)), written: weight });
    },
  },
};

const cpuset: ControlFiles = {
  'cpuset.cpus': {
    of: 'others',
    read: ({ group }) => coreText(group.limits.cpuset ?? []),
    write: (place, text) => limit(place, { cpuset: coreList(text, place.host.facts.cores) }),
  },
  'cpuset.cpus.effective': { read: ({ host, group }) => coreText(effectiveCores(group, host.facts.cores)) },
  'cpuset.mems': {
    of: 'others',
    read: ({ group }) => group.memoryNodes ?? '',
    write: ({ group }, text) => {
      if (!/^\s*(?:0(?:-0)?)?\s*$/.test(text)) throw invalid();
      group.memoryNodes = text.trim() === '' ? undefined : '0';
    },
  },
  'cpuset.mems.effective': { read: () => '0' },
};

/** Those that it may really use: its own among its parent's, or its parent's when that leaves none. */
export function effectiveCores(group: Cgroup, coreCount: number): readonly number[] {
  const outer = group.parent ? effectiveCores(group.parent, coreCount) : Array.from({ length: coreCount }, (_, i) => i);
  const own = (group.limits.cpuset ?? []).filter((c) => outer.includes(c));
  return own.length > 0 ? own : outer;
}

/** Of a limit in bytes, where "max" is none. */
function memoryLimit(name: 'memoryBytes' | 'memoryHighBytes' | 'swapBytes'): ControlFile {
  return {
    of: 'others',
    read: ({ group }) => String(group.limits[name] ?? 'max'),
    write: (place, text) => {
      const { [name]: _, ...rest } = place.group.limits;
      const bytes = memorySize(text, 'max');
      place.host.setLimits(place.group, bytes === undefined ? rest : { ...rest, [name]: bytes });
    },
  };
}

const memory: ControlFiles = {
  'memory.current': { of: 'others', read: ({ group }) => String(group.memoryBytes) },
  'memory.events': { of: 'others', read: ({ group }) => `low 0\nhigh ${group.slowedDown}\nmax ${group.oomKills}\noom ${group.oomKills}\noom_kill ${group.oomKills}\noom_group_kill 0` },
  'memory.high': memoryLimit('memoryHighBytes'),
  'memory.max': memoryLimit('memoryBytes'),
  'memory.peak': { of: 'others', read: ({ group }) => String(group.memoryPeakBytes) },
  'memory.reclaim': {
    of: 'others',
    write: (_place, text) => {
      memorySize(text, 'max');
      throw new SystemError('EAGAIN', 'write'); // without swap nothing of what processes have can be taken from them
    },
  },
  'memory.swap.current': { of: 'others', read: () => '0' },
  'memory.swap.max': memoryLimit('swapBytes'),
  'memory.stat': { read: ({ group }) => `anon ${group.memoryBytes}\nfile 0\nkernel 0\nshmem 0` },
};

const io: ControlFiles = {
  'io.max': {
    of: 'others',
    isList: true,
    read: ({ group }) => (group.limits.io ? `${DISK} ${ioLimits.map((name) => `${name}=${group.limits.io![name] ?? 'max'}`).join(' ')}` : ''),
    write: (place, text) => {
      const changes: Partial<Record<IoLimit, number | undefined>> = {};
      for (const word of deviceLine(text)) {
        const [name = '', value = ''] = word.split('=');
        if (!ioLimits.includes(name as IoLimit) || (value !== 'max' && wholeNumber(value) <= 0)) throw invalid();
        changes[name as IoLimit] = value === 'max' ? undefined : wholeNumber(value);
      }
      limitIo(place, changes);
    },
  },
  'io.stat': {
    isList: true,
    read: ({ group }) => {
      const { read, write } = transfersOf(group);
      return read.count + write.count === 0 ? '' : `${DISK} rbytes=${read.bytes} wbytes=${write.bytes} rios=${read.count} wios=${write.count} dbytes=0 dios=0`;
    },
  },
};

const ioLimits: readonly IoLimit[] = ['rbps', 'wbps', 'riops', 'wiops'];

const pids: ControlFiles = {
  'pids.current': { of: 'others', read: ({ group }) => String(group.processCount) },
  'pids.events': { of: 'others', read: ({ group }) => `max ${group.forksRefused}` },
  'pids.max': pidsMax(),
  'pids.peak': { of: 'others', read: ({ group }) => String(group.processPeak) },
};

/** The same in both versions. */
export function pidsMax(): ControlFile {
  return countLimit('pids');
}

const cpuStat: ControlFile = {
  read: ({ group }) => {
    const us = Math.floor(group.usageNs / 1_000);
    const usage = `usage_usec ${us}\nuser_usec ${us}\nsystem_usec 0`;
    const throttling = `\nnr_periods ${group.periods}\nnr_throttled ${group.throttledPeriods}\nthrottled_usec ${Math.floor(group.throttledNs / 1_000)}\nnr_bursts 0\nburst_usec 0`;
    return group.parent ? usage + throttling : usage;
  },
};

const byController: Readonly<Record<(typeof controllersOfV2)[number], ControlFiles>> = { cpuset, cpu, io, memory, pids };

/** Those of a directory: what its parent passes on decides. */
export function filesOfV2(group: Cgroup): ControlFiles {
  return Object.assign({ ...core, 'cpu.stat': cpuStat }, ...offered(group).map((c) => byController[c as (typeof controllersOfV2)[number]])) as ControlFiles;
}
