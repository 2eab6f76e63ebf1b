import { describe, expect, test } from 'vitest';
import { makeCluster } from './test-cluster.ts';
import type { Pod } from '../kinds/pod/pod.ts';
import { storeKey } from '../kinds/kind.ts';
import { podKind } from '../kinds/pod/kind.ts';

const pod = (name: string) =>
  ({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default' }, spec: { containers: [{ name: 'c', image: 'nginx' }] } }) as const;

describe('the verbs of a component', () => {
  test('create, bind, update the status, delete with grace, finish', () => {
    const { client, server, clock } = makeCluster();
    const made = client.create<Pod>(pod('web-1'));
    expect(made.status.phase).toBe('Pending');
    expect(made.metadata.creationTimestamp).toBe('2026-11-21T20:00:00Z');
    const bound = client.bind(made, 'node-1');
    expect(bound.spec.nodeName).toBe('node-1');
    expect([...client.view.keysBy('pods', 'node', 'node-1')]).toEqual(['pods/default/web-1']);
    const running = client.updateStatus({ ...bound, status: { ...bound.status, phase: 'Running' } });
    expect(running.spec).toBe(bound.spec);
    clock.run(5_000, { stepsMax: 10 });
    const { object, gone } = client.delete(running);
    expect(gone).toBe(false);
    expect(object.metadata.deletionTimestamp).toBe('2026-11-21T20:00:35Z');
    expect(client.delete(object, { gracePeriodSeconds: 0 }).gone).toBe(true);
    expect(server.store.get(storeKey(podKind, 'default', 'web-1'))).toBeUndefined();
  });
});
