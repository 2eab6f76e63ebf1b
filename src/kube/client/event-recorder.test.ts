import { describe, expect, test } from 'vitest';
import { makeCluster } from '../api/test-cluster.ts';
import { expireEvents } from '../api/event-expiry.ts';
import type { Event } from '../kinds/event/event.ts';
import type { Pod } from '../kinds/pod/pod.ts';

const spec = { containers: [{ name: 'c', image: 'nginx' }] };

function start() {
  const cluster = makeCluster('1.20');
  const { client, clock, store } = cluster;
  const pod = (name: string) => client.create<Pod>({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default' }, spec });
  const tell = (regarding: Pod, message: string, reason = 'Killing') => client.event({ regarding, type: 'Normal', reason, message, fieldPath: 'spec.containers{c}' });
  const wait = (ms: number) => clock.run(clock.now + ms, { stepsMax: 100_000 });
  return { ...cluster, pod, tell, wait, events: () => store.list('events') as readonly Event[] };
}

describe('events', () => {
  test('point at what they are about', () => {
    const { pod, tell, events } = start();
    const a = pod('a');
    tell(a, 'Stopping container c');
    expect(events()).toMatchObject([
      {
        metadata: { namespace: 'default', name: expect.stringMatching(/^a\.[0-9a-f]{16}$/) },
        involvedObject: { kind: 'Pod', namespace: 'default', name: 'a', uid: a.metadata.uid, apiVersion: 'v1', fieldPath: 'spec.containers{c}' },
        reason: 'Killing',
        message: 'Stopping container c',
        source: { component: 'test' },
        firstTimestamp: '2026-11-21T20:00:00Z',
        lastTimestamp: '2026-11-21T20:00:00Z',
        count: 1,
        type: 'Normal',
      },
    ]);
  });

  test('that say the same are one, counted', () => {
    const { pod, tell, wait, events } = start();
    const a = pod('a');
    for (let i = 0; i < 3; i++) {
      tell(a, 'again');
      wait(10_000);
    }
    tell(a, 'other');
    tell(pod('b'), 'again');
    expect(events().map((event) => [event.message, event.count])).toEqual([['again', 3], ['other', 1], ['again', 1]]);
    expect(events()[0]).toMatchObject({ firstTimestamp: '2026-11-21T20:00:00Z', lastTimestamp: '2026-11-21T20:00:20Z' });
  });

  test('that differ in their message alone are put together from the tenth on', () => {
    const { pod, tell, events } = start();
    const a = pod('a');
    for (let i = 1; i <= 12; i++) tell(a, `number ${i}`);
    expect(events()).toHaveLength(10);
    expect(events().at(-1)).toMatchObject({ message: '(combined from similar events): number 12', count: 3 });
  });

  test('about one object without end become few', () => {
    const { pod, tell, wait, events } = start();
    const a = pod('a');
    for (let i = 0; i < 100; i++) tell(a, 'x', `Reason${i}`);
    expect(events()).toHaveLength(25);
    wait(600_000);
    for (let i = 0; i < 100; i++) tell(a, 'x', `Later${i}`);
    expect(events()).toHaveLength(27);
  });

  test('are gone an hour after they were last told', () => {
    const { server, pod, tell, wait, events, clock } = start();
    const cancel = expireEvents(server);
    const [a, b] = [pod('a'), pod('b')];
    tell(a, 'x');
    wait(1_800_000);
    tell(b, 'y');
    tell(a, 'x');
    wait(1_800_001);
    expect(events()).toHaveLength(2);
    wait(1_800_000);
    expect(events()).toHaveLength(0);
    tell(a, 'x');
    expect(events()).toHaveLength(1); // the recorder begins anew
    cancel();
    expect(clock.pending).toBe(0);
  });
});
