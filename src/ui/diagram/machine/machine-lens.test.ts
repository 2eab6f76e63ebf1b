import { expect, test } from 'vitest';
import type { CgroupRow, MountRow, NamespaceInodes, ProcessRow } from '../../../client/index.ts';
import { cgroupLines, fullness, layCgroups } from './cgroup-lens.ts';
import { layMounts, mountSheets } from './mount-lens.ts';
import { groupProcesses, layProcesses, sharedKinds } from './process-lens.ts';

const HOST: NamespaceInodes = { pid: 1, mnt: 2, net: 3, uts: 4, ipc: 5, user: 6, cgroup: 7 };
const FRAME = { width: 1000, height: 600 };

function process(pid: number, ppid: number, namespaces: NamespaceInodes, container = ''): ProcessRow {
  return { id: `n/${pid}`, host: 'n', pid, ppid, command: `c${pid}`, user: 'root', state: 'S', container, cpuPermille: 0, memoryBytes: 0, startedMs: 0, ownPid: pid, cgroup: '/', namespaces };
}

// A pod: its pause holds network, names and IPC; each container has its own processes and mounts beside.
const PAUSE: NamespaceInodes = { ...HOST, pid: 11, mnt: 12, net: 13, uts: 14, ipc: 15 };
const WEB: NamespaceInodes = { ...PAUSE, pid: 21, mnt: 22 };
const rows = [process(9, 8, WEB, 'n/web'), process(8, 1, WEB, 'n/web'), process(1, 0, HOST), process(2, 1, HOST), process(7, 1, PAUSE, 'n/pause'), process(3, 2, HOST)];

test('a box for each set of namespaces, the machine first; inside it the tree', () => {
  const groups = groupProcesses(rows);
  expect(groups.map(({ own, container, lines }) => [own.join(' '), container, lines.map((l) => `${'.'.repeat(l.depth)}${l.about}`).join(' ')])).toEqual([
    ['', '', 'processes/n/1 .processes/n/2 ..processes/n/3'],
    ['pid mnt net uts ipc', 'n/pause', 'processes/n/7'],
    ['pid mnt net uts ipc', 'n/web', 'processes/n/8 .processes/n/9'],
  ]);
});

test('what two processes share', () => {
  expect(sharedKinds(PAUSE, WEB)).toEqual(['net', 'uts', 'ipc', 'user', 'cgroup']);
  expect(sharedKinds(HOST, WEB)).toEqual(['user', 'cgroup']);
});

test('boxes that share a network stand in one frame; none lies over another', () => {
  const { boxes, frames, spots } = layProcesses(rows, FRAME);
  expect(frames).toHaveLength(1);
  const [, pause, web] = boxes;
  for (const box of [pause!, web!]) {
    expect(box.rect.y).toBeGreaterThanOrEqual(frames[0]!.rect.y);
    expect(box.rect.y + box.rect.h).toBeLessThanOrEqual(frames[0]!.rect.y + frames[0]!.rect.h);
  }
  expect(pause!.rect.y + pause!.rect.h).toBeLessThanOrEqual(web!.rect.y);
  expect(spots.size).toBe(rows.length);
  expect(layProcesses([], FRAME).boxes).toEqual([]);
});

function group(path: string, parent: string, change: Partial<CgroupRow> = {}): CgroupRow {
  return {
    id: `n${path}`, host: 'n', path, parent, container: '', processes: 0, cpuPermille: 0, cpuLimitPermille: 0, weight: 1024, throttledPercent: 0,
    memoryBytes: 0, memoryPeakBytes: 0, memoryLimitBytes: 0, processesLimit: 0, oomKills: 0, frozen: false, ...change,
  };
}

test('groups stand under the group that they are in, whatever order they come in', () => {
  const tree = [group('/b/c', '/b'), group('/a', '/'), group('/', ''), group('/b', '/')];
  expect(cgroupLines(tree).map(({ row, depth }) => `${depth}${row.path}`)).toEqual(['0/', '1/a', '1/b', '2/b/c']);
  const { elbows, lines } = layCgroups(tree, FRAME);
  expect(elbows).toHaveLength(3);
  expect(lines.every((line, i) => i === 0 || line.rect.y > lines[i - 1]!.rect.y)).toBe(true);
});

test('a gauge is full at its limit, and measured by the machine without one', () => {
  expect(fullness(50, 100, 1000)).toBe(0.5);
  expect(fullness(50, 0, 1000)).toBe(0.05);
  expect(fullness(500, 100, 1000)).toBe(1);
});

test('the last mount lies on top, deeper by what it stands in, and hides an earlier one of its point', () => {
  const mount = (order: number, point: string): MountRow => ({ id: `n/1/${order}`, host: 'n', pid: 1, order, point, source: '', type: '', part: '', options: '', propagation: 'private' });
  const mounts = [mount(0, '/'), mount(1, '/sys'), mount(2, '/sys/fs/cgroup'), mount(3, '/data'), mount(4, '/data')];
  expect(mountSheets(mounts).map(({ row, depth, covered }) => [row.point, depth, covered])).toEqual([
    ['/data', 1, false],
    ['/data', 1, true],
    ['/sys/fs/cgroup', 2, false],
    ['/sys', 1, false],
    ['/', 0, false],
  ]);
  expect(layMounts(mounts, FRAME).spots.size).toBe(5);
});
