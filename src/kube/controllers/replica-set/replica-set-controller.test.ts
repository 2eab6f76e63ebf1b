import { describe, expect, test } from 'vitest';
import type { Pod } from '../../kinds/pod/pod.ts';
import { makeManager } from '../test-manager.ts';
import { podsToEnd } from './deletion-rank.ts';
import { slowStart } from './slow-start.ts';

type Manager = ReturnType<typeof makeManager>;
const setNamed = (m: Manager) => m.client.view.list('replicasets.apps')[0]!;

function running(replicas = 3) {
  const m = makeManager();
  m.apply('web', { replicas, image: 'nginx:1.22' });
  m.run(10_000);
  return m;
}

describe('the replicaset controller', () => {
  test('a pod that is deleted is replaced, and the new one knows why', () => {
    const m = running();
    const [victim] = m.pods();
    m.client.delete(victim!);
    m.run(5000);
    expect(m.pods().length).toBe(3);
    const made = m.pods().find((p) => p.metadata.creationTimestamp > victim!.metadata.creationTimestamp)!;
    const key = `pods/default/${made.metadata.name}`;
    const steps = m.trace.why(m.store.origin(key, 'spec'), key, 'spec').map((s) => `${s.key.split('/')[0]} ${s.entry.code}`);
    expect(steps).toEqual([
      'pods scheduler-assigns',
      'pods replicaset-creates-pod',
      'replicasets.apps deployment-creates-set',
      'deployments.apps request',
    ]);
  });

  test('a pod taken out of the selector is let go and replaced; put back, it is adopted and one goes', () => {
    const m = running();
    const [pod] = m.pods();
    m.client.update<Pod>({ ...pod!, metadata: { ...pod!.metadata, labels: { app: 'other' } } });
    m.run(5000);
    expect(m.pods().length).toBe(4);
    const free = m.client.view.get(`pods/default/${pod!.metadata.name}`) as Pod;
    expect(free.metadata.ownerReferences ?? []).toEqual([]);
    m.client.update<Pod>({ ...free, metadata: { ...free.metadata, labels: pod!.metadata.labels! } });
    m.run(5000);
    expect(m.pods().length).toBe(3);
    expect(m.pods().every((p) => p.metadata.ownerReferences?.[0]?.uid === setNamed(m).metadata.uid)).toBe(true);
  });

  test('a failed pod does not count and is replaced', () => {
    const m = running(2);
    const [pod] = m.pods();
    m.client.updateStatus<Pod>({ ...pod!, status: { ...pod!.status, phase: 'Failed' } });
    m.run(5000);
    expect(m.pods().length).toBe(3);
    expect(setNamed(m).status).toMatchObject({ replicas: 2, readyReplicas: 2 });
  });

  test('availability waits for minReadySeconds', () => {
    const m = makeManager();
    m.apply('web', { replicas: 2, image: 'nginx:1.22', minReadySeconds: 5 });
    m.run(4000);
    expect(setNamed(m).status).toMatchObject({ readyReplicas: 2 });
    expect((setNamed(m).status as { availableReplicas?: number }).availableReplicas).toBeUndefined();
    m.run(4000);
    expect(setNamed(m).status).toMatchObject({ readyReplicas: 2, availableReplicas: 2 });
  });

  test('a refusal to create pods is told, and tried again later and later', () => {
    const m = makeManager();
    m.apply('web', { replicas: 2, image: 'nginx:1.22', serviceAccountName: 'robot' });
    m.run(2000);
    const [failed] = m.events().filter((e) => e.startsWith('FailedCreate'));
    expect(failed).toContain('Error creating: pods "web-');
    expect(failed).toContain('serviceaccount "robot" not found');
    expect(setNamed(m).status).toMatchObject({ conditions: [{ type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate' }] });
    expect(m.deployment('web').status.conditions!.map((c) => c.type)).toContain('ReplicaFailure');
    m.client.create({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'robot', namespace: 'default' } });
    m.run(60_000);
    expect(setNamed(m).status).toMatchObject({ readyReplicas: 2 });
    expect((setNamed(m).status as { conditions?: unknown }).conditions).toBeUndefined();
    expect(m.deployment('web').status.conditions!.map((c) => c.type)).not.toContain('ReplicaFailure');
  });
});

describe('slow start', () => {
  test('doubles its batches, and stops after one in which something failed', () => {
    const called: number[] = [];
    expect(slowStart(10, 1, (i) => called.push(i))).toEqual({ done: 10, failed: false });
    expect(called).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const boom = new Error('full');
    let tries = 0;
    const result = slowStart(100, 1, (i) => {
      tries++;
      if (i >= 5) throw boom;
    });
    expect(result).toEqual({ done: 5, failed: true, error: boom });
    expect(tries).toBe(7); // batches of 1, 2 and 4
  });
});

describe('which pods go first', () => {
  const pod = (name: string, change: { node?: string; ready?: string; phase?: Pod['status']['phase']; restarts?: number; cost?: string; created?: string }): Pod => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'default',
      uid: name,
      resourceVersion: '1',
      creationTimestamp: change.created ?? '2026-11-21T20:00:00Z',
      ...(change.cost !== undefined && { annotations: { 'controller.kubernetes.io/pod-deletion-cost': change.cost } }),
    },
    spec: { containers: [], ...(change.node !== undefined && { nodeName: change.node }) },
    status: {
      phase: change.phase ?? 'Running',
      conditions: change.ready === undefined ? [] : [{ type: 'Ready', status: 'True', lastTransitionTime: change.ready }],
      containerStatuses: [{ name: 'c', ready: true, restartCount: change.restarts ?? 0, image: '', imageID: '' }],
    },
  });
  const t = (minutes: number) => `2026-11-21T20:${String(minutes).padStart(2, '0')}:00Z`;
  const nowMs = Date.UTC(2026, 10, 21, 21);

  test('in the order of the documentation', () => {
    const old = t(0);
    const all = [
      pod('oldest', { node: 'a', ready: old }),
      pod('restarted', { node: 'a', ready: old, restarts: 5 }),
      pod('young', { node: 'b', ready: t(59), created: t(58) }),
      pod('crowded', { node: 'c', ready: old }),
      pod('crowded-too', { node: 'c', ready: old }),
      pod('crowded-three', { node: 'c', ready: old }),
      pod('cheap', { node: 'a', ready: old, cost: '-5' }),
      pod('unready', { node: 'a' }),
      pod('pending', { node: 'a', phase: 'Pending' }),
      pod('unplaced', { phase: 'Pending' }),
    ];
    const order = podsToEnd(all, all, all.length - 1, nowMs).map((p) => p.metadata.name);
    expect(order.slice(0, 4)).toEqual(['unplaced', 'pending', 'unready', 'cheap']);
    // Three on node c against five on node a: the crowd of a goes before that of c, the restarted before the rest.
    expect(order.slice(4, 6)).toEqual(['restarted', 'oldest']);
    expect(order.slice(6)).toEqual(['crowded', 'crowded-three', 'crowded-too']);
  });

  test('all of them when all must go', () => {
    const all = [pod('a', {}), pod('b', {})];
    expect(podsToEnd(all, all, 5, nowMs)).toEqual(all);
  });
});
