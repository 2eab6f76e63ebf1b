// What a pod costs, in counts that are the same on every machine: it must not grow with the number of pods.
import { beforeAll, describe, expect, test } from 'vitest';
import { loadAllAssets, type World } from '../../world/index.ts';
import { command, crowdWorld, untilReady } from './crowd.ts';
import { deploy } from './world-rows.ts';

const loops = ['deployment-controller', 'replicaset-controller', 'default-scheduler', 'kubelet', 'endpoint-slice-controller', 'garbage-collector-controller', 'taint-eviction-controller', 'kube-proxy'];

interface Costs {
  /** Events of the clock. */
  readonly steps: number;
  /** Writes to the API. */
  readonly changes: number;
  /** Values that lists and indexes of the API's store handed out. */
  readonly visits: number;
  /** Acts with their reasons. */
  readonly acts: number;
  /** Reconciles that found nothing to do. */
  readonly quiet: number;
}

function countsOf({ clock, clusters, trace }: World): Costs {
  const { store } = clusters[0]!;
  const quiet = loops.reduce((sum, loop) => sum + trace.ticks(loop), 0);
  return { steps: clock.steps, changes: store.revision, visits: store.visits, acts: trace.lastId, quiet };
}

function costOf(replicas: number, update: boolean): Costs {
  const world = crowdWorld(replicas);
  if (update) deploy(world, replicas);
  const before = countsOf(world);
  if (update) {
    command(world, 'kubectl set image deployment/web nginx=nginx:1.23');
    untilReady(world, replicas, 'nginx:1.23');
  } else deploy(world, replicas);
  const after = countsOf(world);
  const each = (what: keyof Costs) => (after[what] - before[what]) / replicas;
  return { steps: each('steps'), changes: each('changes'), visits: each('visits'), acts: each('acts'), quiet: each('quiet') };
}

beforeAll(loadAllAssets);

describe.each([
  { what: 'a Deployment until Ready', update: false, most: { steps: 7.5, changes: 9, visits: 7, acts: 7, quiet: 1 } },
  { what: 'a rolling update', update: true, most: { steps: 13.5, changes: 15, visits: 23, acts: 18, quiet: 2 } },
])('$what', ({ update, most }) => {
  test('costs a pod little, and no more when there are twice as many', () => {
    const some = costOf(1_000, update);
    const many = costOf(2_000, update);
    for (const count of Object.keys(some) as (keyof Costs)[]) {
      expect(some[count], count).toBeLessThanOrEqual(most[count]);
      expect(many[count], count).toBeLessThanOrEqual(some[count] * 1.02 + 0.1);
    }
  });
});
