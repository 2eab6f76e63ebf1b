import { describe, expect, test } from 'vitest';
import { makeManager } from '../test-manager.ts';
import { garbageCollector } from './garbage-collector.ts';
import { ownersOf } from './owners.ts';

function running() {
  const m = makeManager();
  m.start('garbage-collector', (context) => garbageCollector(context, ownersOf(() => m.server.kinds)));
  m.apply('web', { replicas: 3, image: 'nginx' });
  m.run(10_000);
  const left = () => [m.client.view.list('deployments.apps').length, m.client.view.list('replicasets.apps').length, m.pods().length];
  return { m, left };
}

describe('the garbage collector', () => {
  test('in the background what an owner made goes after it', () => {
    const { m, left } = running();
    m.client.delete(m.deployment('web'));
    expect(left()).toEqual([0, 1, 3]);
    m.run(10_000);
    expect(left()).toEqual([0, 0, 0]);
  });

  test('in the foreground before it', () => {
    const { m, left } = running();
    const order: string[] = [];
    m.store.watch(m.store.revision, ({ key, after }) => after === undefined && !key.startsWith('events/') && order.push(key.split('/')[0]!));
    m.client.delete(m.deployment('web'), { propagationPolicy: 'Foreground' });
    expect(m.deployment('web').metadata.finalizers).toEqual(['foregroundDeletion']);
    m.run(10_000);
    expect(left()).toEqual([0, 0, 0]);
    expect(order).toEqual(['pods', 'pods', 'pods', 'replicasets.apps', 'deployments.apps']);
  });

  test('or is set free, and found again by an owner whose selector fits', () => {
    const { m, left } = running();
    const pods = m.pods().map((p) => p.metadata.name);
    m.client.delete(m.deployment('web'), { propagationPolicy: 'Orphan' });
    m.run(10_000);
    expect(left()).toEqual([0, 1, 3]);
    expect(m.client.view.list('replicasets.apps')[0]!.metadata.ownerReferences ?? []).toEqual([]);
    m.apply('web', { replicas: 3, image: 'nginx' });
    m.run(10_000);
    expect(left()).toEqual([1, 1, 3]);
    expect(m.pods().map((p) => p.metadata.name)).toEqual(pods);
  });

  test('why a pod ended leads to the deletion of its owner', () => {
    const { m } = running();
    const key = `pods/default/${m.pods()[0]!.metadata.name}`;
    let trace = 0;
    m.store.watch(m.store.revision, (change) => {
      if (change.key === key && change.after?.metadata.deletionTimestamp !== undefined) trace ||= change.trace;
    });
    m.client.delete(m.deployment('web'));
    m.run(1000);
    const codes = m.trace.why(trace, key, 'metadata').map((s) => `${s.key.split('/')[0]} ${s.entry.code}`);
    expect(codes).toEqual(['pods collector-deletes-orphaned', 'replicasets.apps collector-deletes-orphaned', 'deployments.apps request']);
  });

  test('what names an owner that never was goes too', () => {
    const { m } = running();
    const ownerReferences = [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'gone', uid: 'no-such-uid' }];
    m.client.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'child', namespace: 'default', ownerReferences } });
    m.run(1000);
    expect(m.client.view.get('configmaps/default/child')).toBeUndefined();
  });
});
