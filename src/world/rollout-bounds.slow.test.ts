/**
 * The bounds of a rolling update, looked at after every single event of a world in which nothing fails. What is checked reads pods
 * and the Deployment's own numbers, and knows nothing of who makes and ends pods.
 */
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { KubeObject } from '../kube/index.ts';
import { loadAllAssets } from './assets.ts';
import { Session } from './session.ts';
import type { World } from './world.ts';

beforeAll(loadAllAssets);

interface Plan {
  readonly seed: number;
  readonly replicas: number;
  readonly maxSurge: number | string;
  readonly maxUnavailable: number | string;
  readonly minReadySeconds: number;
  /** Images set one after the other, each after so many milliseconds. */
  readonly updates: readonly { readonly image: string; readonly afterMs: number }[];
}

const bound = fc.constantFrom<(number | string)[]>(0, 1, 2, '25%', '34%', '50%', '100%');
const plans: fc.Arbitrary<Plan> = fc.record({
  seed: fc.nat(1000),
  replicas: fc.integer({ min: 1, max: 9 }),
  maxSurge: bound,
  maxUnavailable: bound,
  minReadySeconds: fc.constantFrom(0, 0, 4),
  updates: fc.array(fc.record({ image: fc.constantFrom('nginx:1.9.1', 'nginx:1.22', 'nginx:1.23'), afterMs: fc.constantFrom(0, 40, 900, 5_000, 30_000) }), { minLength: 1, maxLength: 3 }),
});

test('pods never exceed what may be there, and enough of them always serve', { timeout: 600_000 }, () => {
  fc.assert(
    fc.property(plans, (plan) => {
      fc.pre(!(isNone(plan.maxSurge) && isNone(plan.maxUnavailable))); // the server refuses it
      expect(roll(plan)).toEqual([]);
    }),
    { seed: 20_260_302, numRuns: 25 },
  );
});

/** What was seen that must not be. */
function roll(plan: Plan): string[] {
  const { world } = new Session('default', `bounds ${plan.seed}`);
  world.saveFile('laptop', '/home/student/web.yaml', manifest(plan));
  type(world, 'kubectl apply -f web.yaml');
  const { replicas } = plan;
  for (let s = 0; available(world, plan) < replicas; s++) {
    if (s > 300) return ['the first pods did not become available'];
    run(world, 1_000);
  }
  const wrong = new Set<string>();
  const most = replicas + up(plan.maxSurge, replicas);
  const least = replicas - Math.max(down(plan.maxUnavailable, replicas), up(plan.maxSurge, replicas) === 0 ? 1 : 0);
  const look = (): void => {
    const there = pods(world).length;
    const serving = available(world, plan);
    if (there > most) wrong.add(`${world.clock.now} ms: ${there} pods, at most ${most} may be there`);
    if (serving < least) wrong.add(`${world.clock.now} ms: ${serving} available, at least ${least} must be`);
  };
  for (const { image, afterMs } of plan.updates) {
    type(world, `kubectl set image deployment/web nginx=${image}`);
    stepFor(world, afterMs, look);
  }
  stepFor(world, 180_000, look);
  const last = plan.updates.at(-1)!.image;
  if (pods(world).some((pod) => imageOf(pod) !== last) || available(world, plan) !== replicas) wrong.add('the update did not end');
  return [...wrong].slice(0, 5);
}

function manifest({ replicas, maxSurge, maxUnavailable, minReadySeconds }: Plan): string {
  return JSON.stringify({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: {
      replicas,
      minReadySeconds,
      selector: { matchLabels: { app: 'web' } },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable } },
      template: { metadata: { labels: { app: 'web' } }, spec: { terminationGracePeriodSeconds: 2, containers: [{ name: 'nginx', image: 'nginx:1.7.9' }] } },
    },
  });
}

function type(world: World, text: string): void {
  world.commands.run(1, 'laptop', text);
  world.clock.run(world.clock.now, { stepsMax: 100_000 });
}

function run(world: World, ms: number): void {
  world.clock.run(world.clock.now + ms, { stepsMax: Infinity });
}

function stepFor(world: World, ms: number, look: () => void): void {
  const endMs = world.clock.now + ms;
  for (let next = world.clock.peek(); next && next.atMs <= endMs; next = world.clock.peek()) {
    world.clock.step();
    look();
  }
  run(world, Math.max(0, endMs - world.clock.now));
}

interface PodLike extends KubeObject {
  readonly spec: { readonly containers: readonly { readonly image: string }[] };
  readonly status: { readonly phase?: string; readonly conditions?: readonly { readonly type: string; readonly status: string; readonly lastTransitionTime: string }[] };
}

/** Those that nobody has told to end. */
function pods(world: World): PodLike[] {
  const all = world.clusters[0]!.store.list('pods') as readonly PodLike[];
  return all.filter((p) => p.metadata.labels?.['app'] === 'web' && p.metadata.deletionTimestamp === undefined && p.status.phase !== 'Failed');
}

function available(world: World, { minReadySeconds }: Plan): number {
  return pods(world).filter((pod) => {
    const ready = pod.status.conditions?.find((c) => c.type === 'Ready' && c.status === 'True');
    return ready !== undefined && Date.parse(ready.lastTransitionTime) + minReadySeconds * 1000 <= world.epochMs + world.clock.now;
  }).length;
}

function imageOf(pod: PodLike): string {
  return pod.spec.containers[0]!.image;
}

function isNone(value: number | string): boolean {
  return value === 0 || value === '0%';
}

function up(value: number | string, of: number): number {
  return typeof value === 'number' ? value : Math.ceil((Number(value.slice(0, -1)) * of) / 100);
}

function down(value: number | string, of: number): number {
  return typeof value === 'number' ? value : Math.floor((Number(value.slice(0, -1)) * of) / 100);
}
