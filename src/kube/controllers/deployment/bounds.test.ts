import { describe, expect, test } from 'vitest';
import { Random } from '../../../sim/index.ts';
import type { Pod } from '../../kinds/pod/pod.ts';
import type { ReplicaSet } from '../../kinds/replica-set/replica-set.ts';
import { isPodActive } from '../../kinds/pod/kind.ts';
import { isPodReady } from '../../kinds/pod/readiness.ts';
import { controllerOf } from '../../meta/object.ts';
import { makeManager } from '../test-manager.ts';
import { resolveBounds } from './rolling-bounds.ts';

type Manager = ReturnType<typeof makeManager>;

/** Counts pods by their own labels, knowing nothing of how the controllers count. */
function count(m: Manager) {
  const pods = m.pods().filter(isPodActive);
  return { pods, ready: pods.filter(isPodReady).length };
}

function boundsOf(m: Manager) {
  const { replicas, strategy } = m.deployment('web').spec;
  return resolveBounds(replicas!, strategy!.rollingUpdate!.maxSurge!, strategy!.rollingUpdate!.maxUnavailable!);
}

const surges = ['25%', 1, 2, '50%', 0];

/** Watches every act of the deployment controller on a ReplicaSet's size, and each instant when `always`. */
function guard(m: Manager, breaches: string[], always: () => boolean): void {
  m.store.watch(m.store.revision, ({ before, after, trace, atMs }) => {
    const deployment = m.deployment('web');
    if (!deployment) return;
    const bounds = boundsOf(m);
    const max = bounds.desired + bounds.maxSurge;
    const min = bounds.desired - bounds.maxUnavailable;
    const { pods, ready } = count(m);
    if (always() && pods.length > max) breaches.push(`${atMs}: ${pods.length} pods, at most ${max}`);
    if (always() && ready < min) breaches.push(`${atMs}: ${ready} ready, at least ${min}`);
    const entry = m.trace.get(trace);
    if (entry?.actor !== 'deployment-controller' || after?.kind !== 'ReplicaSet') return;
    if (entry.code.startsWith('deployment-resized')) return; // somebody asked for another number of pods
    const [was, is] = [(before as ReplicaSet | undefined)?.spec.replicas ?? 0, (after as ReplicaSet).spec.replicas!];
    if (is > was && pods.length >= max) breaches.push(`${atMs}: grows ${was} to ${is} with ${pods.length} pods, at most ${max}`);
    const own = pods.filter((p) => controllerOf(p)?.uid === after.metadata.uid && isPodReady(p)).length;
    const availableGiven = Math.max(0, Math.min(was, own) - is);
    if (is < was && ready - availableGiven < Math.min(ready, min)) breaches.push(`${atMs}: shrinks ${was} to ${is} with ${ready} ready, at least ${min}`);
  });
}

function play(seed: number, faults: boolean): { m: Manager; breaches: string[] } {
  const random = new Random(seed);
  const m = makeManager({ nodes: 3, seed, latencyMs: () => random.below(20), readyMs: () => 200 + random.below(3000) });
  const breaches: string[] = [];
  const strategy = { type: 'RollingUpdate', rollingUpdate: { maxSurge: random.pick(surges), maxUnavailable: random.pick(surges) } } as const;
  const replicas = 1 + random.below(8);
  m.apply('web', { replicas, image: 'v0', strategy });
  m.run(30_000);
  guard(m, breaches, () => !faults);
  for (let i = 1; i <= 12; i++) {
    m.apply('web', { replicas: faults ? 1 + random.below(8) : replicas, image: `v${random.below(4)}`, strategy });
    m.run(random.below(6000));
    const pods = m.pods();
    if (faults && pods.length > 0 && random.chance(60)) m.client.delete(random.pick(pods));
    if (faults && random.chance(30)) unready(m, random.pick(pods.length > 0 ? pods : [undefined]));
  }
  m.run(120_000);
  return { m, breaches };
}

/** A pod fails its probe for a while. */
function unready(m: Manager, pod: Pod | undefined): void {
  const current = pod && (m.client.view.get(`pods/default/${pod.metadata.name}`) as Pod | undefined);
  if (!current?.status.conditions) return;
  const conditions = current.status.conditions.map((c) => (c.type === 'Ready' ? { ...c, status: 'False' as const } : c));
  m.client.updateStatus<Pod>({ ...current, status: { ...current.status, conditions } });
}

describe('a rolling update', () => {
  for (let seed = 1; seed <= 6; seed++) {
    test(`stays within its bounds at every instant, seed ${seed}`, () => {
      const { m, breaches } = play(seed, false);
      expect(breaches).toEqual([]);
      expect(m.deployment('web').status.availableReplicas).toBe(m.deployment('web').spec.replicas);
    });
  }
  for (let seed = 101; seed <= 107; seed++) {
    test(`never breaks a bound itself, whatever else does, seed ${seed}`, () => {
      const { m, breaches } = play(seed, true);
      expect(breaches).toEqual([]);
      const { pods, ready } = count(m);
      expect([pods.length, ready]).toEqual([m.deployment('web').spec.replicas, m.deployment('web').spec.replicas]);
    });
  }
});
