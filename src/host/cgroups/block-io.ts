/**
 * What groups transfer to and from the machine's disk, and how fast they may. Only what passes by the page cache reaches a disk:
 * everything else stays in memory, is counted by nobody, and is not slowed down.
 */
import type { Cgroup, IoLimit } from '../cpu/cgroup.ts';
import { SystemError } from '../errors.ts';
import type { Process } from '../process/process.ts';
import { SystemCall } from '../syscall.ts';
import type { ControlPlace } from './control-file.ts';
import { invalid } from './control-value.ts';

type IoWay = 'read' | 'write';

/** The whole disk: what lies on a partition of it counts here. */
export const DISK = '8:0';

interface Transfers {
  bytes: number;
  count: number;
  freeMs: number; // until then what came before takes all that the limit allows
}

const byGroup = new WeakMap<Cgroup, Record<IoWay, Transfers>>();

export function transfersOf(group: Cgroup): Record<IoWay, Transfers> {
  let transfers = byGroup.get(group);
  if (!transfers) byGroup.set(group, (transfers = { read: { bytes: 0, count: 0, freeMs: 0 }, write: { bytes: 0, count: 0, freeMs: 0 } }));
  return transfers;
}

/** One transfer; it takes as long as the narrowest limit of the process's groups says. */
export function transfer(way: IoWay, bytes: number): SystemCall<void> {
  return new SystemCall('io', (process: Process, done) => {
    const { clock } = process.host;
    let untilMs = clock.now;
    for (let group: Cgroup | undefined = process.cgroupOf('blkio'); group; group = group.parent) {
      const own = transfersOf(group)[way];
      own.bytes += bytes;
      own.count++;
      const { rbps, wbps, riops, wiops } = group.limits.io ?? {};
      const [bps, iops] = way === 'read' ? [rbps, riops] : [wbps, wiops];
      const takesMs = Math.max(bps === undefined ? 0 : (bytes * 1000) / bps, iops === undefined ? 0 : 1000 / iops);
      if (takesMs === 0) continue;
      own.freeMs = Math.max(own.freeMs, clock.now) + takesMs;
      untilMs = Math.max(untilMs, own.freeMs);
    }
    const waitMs = Math.ceil(untilMs - clock.now);
    if (waitMs <= 0) return done();
    return clock.after(waitMs, process.name, done);
  });
}

/** Undefined takes the limit away. */
export function limitIo({ host, group }: ControlPlace, changes: Readonly<Partial<Record<IoLimit, number | undefined>>>): void {
  const io = Object.fromEntries(Object.entries({ ...group.limits.io, ...changes }).filter(([, value]) => value !== undefined));
  const { io: _, ...rest } = group.limits;
  host.setLimits(group, Object.keys(io).length === 0 ? rest : { ...rest, io });
}

/** "8:0 1048576": what stands behind the device. ENODEV for what is no whole disk of this machine. */
export function deviceLine(text: string): readonly string[] {
  const [device = '', ...words] = text.trim().split(/\s+/);
  if (!/^\d+:\d+$/.test(device) || words.length === 0) throw invalid();
  if (device !== DISK) throw new SystemError('ENODEV', 'write');
  return words;
}
