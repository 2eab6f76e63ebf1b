import { expect, test } from 'vitest';
import type { PodContainer, PullRow } from '../../client/index.ts';
import { pulledPart } from '../rows/use-pull.ts';
import { breakWord, lookOfPod, shortName } from './pod-look.ts';
import { makePod } from './row-samples.ts';

function container(change: Partial<PodContainer>): PodContainer {
  return { name: 'c', init: false, image: 'nginx', state: 'waiting', reason: '', exitCode: 0, ready: false, started: false, restarts: 0, container: '', backoffUntilMs: 0, ...change };
}

const onNode = { node: 'demo/n1', owner: 'r' };

test('outline, half and full tell starting, running and ready apart', () => {
  const fill = (change: object) => lookOfPod(makePod('p', { ...onNode, ...change }), -1).fill;
  expect(fill({ status: 'ContainerCreating', containers: [container({ reason: 'ContainerCreating' })] })).toBe('none');
  expect(fill({ status: 'Running', phase: 'Running', containers: [container({ state: 'running' })] })).toBe('half');
  expect(fill({ status: 'Running', phase: 'Running', ready: true, containers: [container({ state: 'running', ready: true })] })).toBe('full');
  expect(fill({ status: 'Completed', phase: 'Succeeded', containers: [container({ state: 'terminated', reason: 'Completed' })] })).toBe('none');
});

test('a failing pod has a notch and its reason, and counts down to its next try', () => {
  const look = lookOfPod(makePod('p', { ...onNode, status: 'ImagePullBackOff', containers: [container({ reason: 'ImagePullBackOff', backoffUntilMs: 9000 })] }), -1);
  expect(look).toMatchObject({ notch: true, word: 'ImagePullBackOff', backoffUntilMs: 9000, dots: ['failed'] });
  expect(lookOfPod(makePod('p', { ...onNode, status: 'Init:CrashLoopBackOff' }), -1).notch).toBe(true);
  expect(lookOfPod(makePod('p', { ...onNode, status: 'Init:0/2' }), -1).notch).toBe(false);
});

test('a pod that is ending shows its grace and no failure, whatever its containers say', () => {
  const deletion = { startedMs: 1, graceMs: 30_000 };
  const look = lookOfPod(makePod('p', { ...onNode, status: 'Terminating', deletion, containers: [container({ state: 'terminated', exitCode: 137, reason: 'Error' })] }), -1);
  expect(look).toMatchObject({ notch: false, word: 'Terminating', grace: deletion, dots: ['failed'] });
});

test('the ring fills by the bytes of the layers that a pod waits for, and is gone when they are all there', () => {
  const layer = (image: string, doneBytes: number, state: PullRow['state'] = 'downloading', host = 'n1') => ({ id: image, host, image, layer: '', state, doneBytes, totalBytes: 50 });
  const rows = [layer('nginx:latest', 25), layer('nginx:latest', 0), layer('redis:7', 50, 'done'), layer('lost:1', 10, 'failed'), layer('nginx:latest', 50, 'done', 'n2')];
  const part = (...pulls: string[]) => pulledPart(rows, pulls);
  expect([part('n1/nginx:latest'), part('n1/nginx:latest', 'n1/redis:7')]).toEqual([0.24, 0.48]);
  expect([part(), part('n1/redis:7'), part('n2/nginx:latest'), part('n1/lost:1'), part('n1/unheard-of:1')]).toEqual([-1, -1, -1, -1, -1]);
});

test('words are broken at their capitals and names cut to what differs', () => {
  expect(breakWord('ImagePullBackOff', 11)).toEqual(['ImagePull', 'BackOff']);
  expect(breakWord('Terminating', 11)).toEqual(['Terminating']);
  expect(breakWord('CreateContainerConfigError', 11)).toEqual(['Create', 'Container…']);
  expect(shortName('web-5d4f8c7b9-x2x4q', 'n1')).toBe('x2x4q');
  expect(shortName('web-0', 'n1')).toBe('web-0');
  expect(shortName('kube-apiserver-controlplane', 'controlplane')).toBe('apiserver');
  expect(shortName('debugger-a', '')).toBe('debugger…');
  expect(shortName('web', '')).toBe('web');
});
