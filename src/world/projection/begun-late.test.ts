// A projection that begins late (a reload, a moment of the past) paints pods and revisions as the one that saw it all.
import { expect, test } from 'vitest';
import { Outbox } from '../../client/index.ts';
import { SessionStage } from '../script/session-stage.ts';
import { Session } from '../session.ts';
import { WorldProjection } from './world-projection.ts';

function hues(outbox: Outbox) {
  const { owners, pods } = outbox.take().patch;
  return { owners: owners!.puts.map((owner) => [owner.name, owner.hue]).sort(), pods: pods!.puts.filter((pod) => pod.owner !== '').map((pod) => [pod.name, pod.hue]).sort() };
}

test('hues follow the birth of revisions, whenever one begins to look', () => {
  const session = new Session('default', 'hues');
  const stage = new SessionStage(session);
  const outbox = new Outbox();
  const live = new WorldProjection(session.world, outbox);
  for (const image of ['nginx:1.9.1', 'nginx:1.7.9']) {
    stage.typeLine('laptop', `kubectl create deployment web --image=${image} --replicas=3 || kubectl set image deployment/web nginx=${image}`);
    live.flush();
    session.world.clock.run(session.world.clock.now + 30_000, { stepsMax: 100_000 });
    live.flush();
  }
  const seen = hues(outbox);
  const late = new Outbox();
  new WorldProjection(session.world, late).flush();
  expect(hues(late)).toEqual(seen);
  expect(seen.pods.filter(([name]) => String(name).startsWith('web-')).map(([, hue]) => hue)).toEqual([1, 1, 1]);
});
