// A pod names the pulls it waits for, whether or not its image names a tag. One whose image cannot be had says when its kubelet may try again: ten seconds after the first failure, later and later from then on.
import { expect, test } from 'vitest';
import { Outbox } from '../../client/index.ts';
import { SessionStage } from '../script/session-stage.ts';
import { Session } from '../session.ts';
import { WorldProjection } from './world-projection.ts';

test('the row of a pod tells of the next try to pull', () => {
  const session = new Session('default', 'waits');
  const { world } = session;
  const { clock } = world;
  new SessionStage(session).typeLine('laptop', 'kubectl run lost --image=nginx:0.0.0');
  const waits: number[] = [];
  const endMs = clock.now + 60_000;
  let due = 0;
  while (clock.now < endMs) {
    clock.run(clock.now + 500, { stepsMax: 100_000 });
    const outbox = new Outbox();
    new WorldProjection(world, outbox).flush();
    const part = outbox.take().patch.pods!.puts.find(({ name }) => name === 'lost')!.containers[0]!;
    if (part.backoffUntilMs === due) continue;
    due = part.backoffUntilMs;
    waits.push(10 * Math.round((due - clock.now) / 10_000)); // told a moment after the failure
    expect(part.reason).toMatch(due === 0 ? /^ContainerCreating$/ : /^(?:ErrImagePull|ImagePullBackOff)$/);
  }
  expect(waits).toEqual([10, 20, 40]);
});

test('the row of a pod names the pulls that it waits for, whose bytes come', () => {
  const session = new Session('default', 'pulls');
  const { clock } = session.world;
  const stage = new SessionStage(session);
  for (const [name, image] of Object.entries({ bare: 'nginx', tagged: 'nginx:1.7.9', wrong: 'No/Name' })) stage.typeLine('laptop', `kubectl run ${name} --image=${image}`);
  const seen = new Map<string, Set<number>>();
  for (const endMs = clock.now + 10_000; clock.now < endMs; ) {
    clock.run(clock.now + 250, { stepsMax: 100_000 });
    const outbox = new Outbox();
    new WorldProjection(session.world, outbox).flush();
    const { pods, pulls } = outbox.take().patch;
    for (const pod of pods!.puts) {
      const layers = pulls?.puts.filter(({ host, image }) => pod.pulls.includes(`${host}/${image}`)) ?? [];
      if (layers.length > 0) seen.set(pod.name, (seen.get(pod.name) ?? new Set()).add(layers.reduce((sum, { doneBytes }) => sum + doneBytes, 0)));
    }
  }
  expect([...seen.keys()].sort()).toEqual(['bare', 'tagged']);
  for (const parts of seen.values()) expect(parts.size).toBeGreaterThan(3);
});
