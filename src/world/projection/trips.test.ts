// Requests as the diagram has them: from machine or pod, over the Service that was dialled, to the pod that answered.
import { beforeAll, expect, test } from 'vitest';
import { Outbox, type ServiceRow, type Trip } from '../../client/index.ts';
import { loadAllAssets } from '../assets.ts';
import { Session } from '../session.ts';
import { WorldProjection } from './world-projection.ts';

beforeAll(loadAllAssets);

test('a request to a Service goes over its bar to one of its pods; one to nobody fails with its word', () => {
  const session = new Session('default', 'trips');
  const outbox = new Outbox();
  const projection = new WorldProjection(session.world, outbox);
  const services = new Map<string, ServiceRow>();
  const type = (text: string, ms: number): readonly Trip[] => {
    session.feed({ do: 'line', tty: 'a', text });
    session.world.clock.run(session.world.clock.now + ms, { stepsMax: 1e7 });
    projection.flush();
    const { seq, patch, moments } = outbox.take();
    outbox.ack(seq);
    for (const row of patch.services?.puts ?? []) services.set(row.name, row);
    return moments.trips;
  };
  session.feed({ do: 'open-tty', tty: 'a', host: 'node-1', rows: 24, cols: 80 });
  session.feed({ do: 'open-tty', tty: 'b', host: 'laptop', rows: 24, cols: 80 });
  session.feed({ do: 'line', tty: 'b', text: 'kubectl create deployment web --image=nginx:1.23; kubectl expose deployment web --port=80' });
  type('', 30_000);
  const service = services.get('web')!;
  const trip = type(`wget -qO- http://${service.clusterIp}/ > /dev/null`, 200).find((t) => t.purpose === 'request');
  expect(trip).toMatchObject({ from: 'hosts/node-1', via: `services/${service.id}`, to: `pods/${service.endpoints[0]!.pod}`, words: 'GET / 200', ok: true });
  const failed = type('wget -qO- http://192.168.49.11:9/', 200).find((t) => t.purpose === 'request');
  expect(failed).toMatchObject({ via: '', to: '', words: 'ECONNREFUSED', ok: false });
});
