import { expect, test } from 'vitest';
import { Release } from '../../meta/release.ts';
import { podColumns } from './columns.ts';
import type { ContainerStatus, Pod, PodStatus } from './pod.ts';

const nowMs = Date.UTC(2026, 10, 21, 20, 1, 0);
const at = '2026-11-21T20:00:45Z';

function container(state: ContainerStatus['state'], more: Partial<ContainerStatus> = {}): ContainerStatus {
  return { name: 'c', image: 'i', imageID: '', ready: state?.running !== undefined, restartCount: 0, ...(state && { state }), ...more };
}

function row(status: Partial<PodStatus>, { deleted = false, sidecar = false, inits = 0, release = '1.36' } = {}): string {
  const pod: Pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'a', namespace: 'default', uid: 'u', resourceVersion: '1', creationTimestamp: '2026-11-21T19:58:55Z', ...(deleted && { deletionTimestamp: at }) },
    spec: {
      containers: [{ name: 'c' }],
      ...((inits > 0 || sidecar) && { initContainers: Array.from({ length: inits || 1 }, (_, i) => ({ name: `i${i}`, ...(sidecar && { restartPolicy: 'Always' as const }) })) }),
    },
    status: { phase: 'Running', ...status },
  };
  const context = { release: new Release(release), nowMs };
  const columns = podColumns.filter((column) => context.release.has(column) && !column.wide);
  return columns.map((column) => column.cell(pod, context)).join('  ');
}

const running = { running: { startedAt: at } };
const ended = (exitCode: number, reason?: string) => ({ terminated: { exitCode, ...(reason && { reason }), startedAt: at, finishedAt: at } });

test.each<[string, Partial<PodStatus>, Parameters<typeof row>[1]?]>([
  ['a  0/1  Pending  0  2m5s', { phase: 'Pending' }],
  ['a  0/1  ContainerCreating  0  2m5s', { phase: 'Pending', containerStatuses: [container({ waiting: { reason: 'ContainerCreating' } })] }],
  ['a  1/1  Running  0  2m5s', { containerStatuses: [container(running)] }],
  ['a  1/1  Running  2 (15s ago)  2m5s', { containerStatuses: [container(running, { restartCount: 2, lastState: ended(1, 'Error') })] }],
  ['a  1/1  Running  2  2m5s', { containerStatuses: [container(running, { restartCount: 2, lastState: ended(1, 'Error') })] }, { release: '1.20' }],
  ['a  0/1  CrashLoopBackOff  1  2m5s', { containerStatuses: [container({ waiting: { reason: 'CrashLoopBackOff' } }, { restartCount: 1 })] }],
  ['a  0/1  ImagePullBackOff  0  2m5s', { phase: 'Pending', containerStatuses: [container({ waiting: { reason: 'ImagePullBackOff' } })] }],
  ['a  0/1  Completed  0  2m5s', { phase: 'Succeeded', containerStatuses: [container(ended(0, 'Completed'))] }],
  ['a  0/1  OOMKilled  0  2m5s', { containerStatuses: [container(ended(137, 'OOMKilled'))] }],
  ['a  0/1  ExitCode:3  0  2m5s', { phase: 'Failed', containerStatuses: [container(ended(3))] }],
  ['a  0/1  Evicted  0  2m5s', { phase: 'Failed', reason: 'Evicted' }],
  ['a  1/1  Terminating  0  2m5s', { containerStatuses: [container(running)] }, { deleted: true }],
  ['a  0/1  Completed  0  2m5s', { phase: 'Succeeded', containerStatuses: [container(ended(0, 'Completed'))] }, { deleted: true }],
  ['a  0/1  Init:0/2  0  2m5s', { phase: 'Pending', initContainerStatuses: [container(running, { ready: false })] }, { inits: 2 }],
  ['a  0/1  Init:1/2  0  2m5s', { phase: 'Pending', initContainerStatuses: [container(ended(0)), container(running, { ready: false })] }, { inits: 2 }],
  ['a  0/1  Init:Error  0  2m5s', { phase: 'Pending', initContainerStatuses: [container(ended(1, 'Error'))] }, { inits: 1 }],
  ['a  0/1  PodInitializing  0  2m5s', { phase: 'Pending', initContainerStatuses: [container(ended(0))], containerStatuses: [container({ waiting: { reason: 'PodInitializing' } })] }, { inits: 1 }],
  ['a  2/2  Running  0  2m5s', { containerStatuses: [container(running)], initContainerStatuses: [container(running, { name: 'i0', started: true })] }, { sidecar: true }],
  ['a  0/1  SchedulingGated  0  2m5s', { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }] }],
])('%s', (expected, status, more) => expect(row(status, more)).toBe(expected));
