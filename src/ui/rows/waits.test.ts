import { expect, test } from 'vitest';
import type { PodContainer } from '../../client/index.ts';
import { makeOwner, makePod } from '../diagram/row-samples.ts';
import { waitsOf } from './waits.ts';

function part(state: PodContainer['state'], reason: string, backoffUntilMs = 0): PodContainer {
  return { name: 'web', init: false, image: 'web', state, reason, exitCode: 0, ready: false, started: false, restarts: 0, container: '', backoffUntilMs };
}

test('names whoever is not where it was asked to be, and nobody whose turn is under way', () => {
  const pods = [
    makePod('lost', { containers: [part('waiting', 'ImagePullBackOff')] }),
    makePod('asked', { containers: [part('waiting', 'ErrImagePull')] }),
    makePod('crashes', { containers: [part('running', ''), part('waiting', 'CrashLoopBackOff', 40_000)] }),
    makePod('no-config', { containers: [part('waiting', 'CreateContainerConfigError')] }),
    makePod('no-room', { node: '', message: '0/3 nodes are available' }),
    makePod('comes', { containers: [part('waiting', 'ContainerCreating')] }),
    makePod('unseen', { node: '' }),
    makePod('goes', { containers: [part('waiting', 'ImagePullBackOff')], deletion: { startedMs: 0, graceMs: 30_000 } }),
    makePod('over', { containers: [part('terminated', 'Error')] }),
  ];
  const job = { kind: 'Job', wanted: 1, have: 0, ready: 0 };
  const owners = [
    makeOwner('fails', job),
    makeOwner('works', { ...job, have: 1 }),
    makeOwner('waits', { ...job, paused: true }),
    makeOwner('gave-up', { ...job, conditions: [{ type: 'Failed', status: 'True', reason: 'BackoffLimitExceeded' }] }),
    makeOwner('done', { ...job, have: 1, ready: 1 }),
    makeOwner('nothing-yet', { wanted: 3 }),
  ];
  expect(waitsOf(pods, owners, []).map(({ name, reason, untilMs }) => [name, reason, untilMs])).toEqual([
    ['pod/lost', 'ImagePullBackOff', 0],
    ['pod/asked', 'ErrImagePull', 0],
    ['pod/crashes', 'CrashLoopBackOff', 40_000],
    ['pod/no-config', 'CreateContainerConfigError', 0],
    ['pod/no-room', 'Unschedulable', 0],
    ['job/fails', 'BackOff', 0],
  ]);
});
