// A pod whose image cannot be had says when its kubelet may try again: ten seconds after the first failure, later and later from then on.
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
