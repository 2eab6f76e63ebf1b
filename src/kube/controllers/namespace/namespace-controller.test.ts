import { describe, expect, test } from 'vitest';
import type { Namespace } from '../../kinds/namespace/namespace.ts';
import type { Pod } from '../../kinds/pod/pod.ts';
import { podGcController } from '../pod-gc/pod-gc-controller.ts';
import { rootCaPublisher } from '../service-accounts/root-ca-publisher.ts';
import { serviceAccountController } from '../service-accounts/service-account-controller.ts';
import { tokenController } from '../service-accounts/token-controller.ts';
import { makeManager } from '../test-manager.ts';
import { namespaceController } from './namespace-controller.ts';

describe('a namespace', () => {
  test('that is deleted is emptied before it goes, pods with their grace', () => {
    const m = makeManager();
    m.start('namespace-controller', (context) => namespaceController(context, m.server.kinds.kinds));
    const made = m.client.create<Namespace>({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'gold' }, spec: {} });
    m.client.create<Pod>({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', namespace: 'gold' }, spec: { containers: [{ name: 'c', image: 'nginx' }] } });
    m.client.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'b', namespace: 'gold' } });
    m.run(5000);
    m.client.delete(made);
    const after = m.client.view.get('namespaces/gold') as Namespace;
    expect(after.status.phase).toBe('Terminating');
    m.run(5000);
    expect(m.client.view.get('namespaces/gold')).toBeUndefined();
    expect(m.client.view.get('pods/gold/a')).toBeUndefined();
    expect(m.client.view.get('configmaps/gold/b')).toBeUndefined();
  });

  test('waits for what has a finalizer', () => {
    const m = makeManager();
    m.start('namespace-controller', (context) => namespaceController(context, m.server.kinds.kinds));
    const made = m.client.create<Namespace>({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'gold' }, spec: {} });
    const held = m.client.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'b', namespace: 'gold', finalizers: ['example.com/hold'] } });
    m.client.delete(made);
    m.run(60_000);
    expect(m.client.view.get('namespaces/gold')).toBeDefined();
    const current = m.client.view.get('configmaps/gold/b')!;
    m.client.update({ ...current, metadata: { ...current.metadata, finalizers: [] } });
    m.run(1000);
    expect(held.metadata.name).toBe('b');
    expect(m.client.view.get('namespaces/gold')).toBeUndefined();
  });

  test('gets its account and its certificate; in early releases the account gets a token', () => {
    const m = makeManager({ release: '1.20' });
    m.start('service-account-controller', serviceAccountController);
    m.start('root-ca', (context) => rootCaPublisher(context, 'PEM\n'));
    m.start('tokens', (context) => tokenController(context, 'PEM\n'));
    m.run(100);
    expect(m.client.view.get('configmaps/default/kube-root-ca.crt')).toMatchObject({ data: { 'ca.crt': 'PEM\n' } });
    const account = m.client.view.get('serviceaccounts/default/default') as unknown as { secrets: { name: string }[] };
    expect(account.secrets[0]!.name).toMatch(/^default-token-[a-z0-9]{5}$/);
    const pod = m.client.create<Pod>({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', namespace: 'default' }, spec: { containers: [{ name: 'c', image: 'nginx' }] } });
    expect(pod.spec.volumes).toEqual([{ name: account.secrets[0]!.name, secret: { defaultMode: 0o644, secretName: account.secrets[0]!.name } }]);
  });
});

describe('the pod garbage collector', () => {
  test('gives up the pods of a node that has gone, after a while', () => {
    const m = makeManager({ nodes: 2 });
    m.start('pod-garbage-collector', podGcController);
    m.apply('web', { replicas: 2, image: 'nginx' });
    m.run(5000);
    m.kubelet.dead = 'node-1';
    m.client.delete(m.client.view.get('nodes/node-1')!);
    m.run(35_000);
    expect(m.pods().some((p) => p.spec.nodeName === 'node-1')).toBe(true);
    m.run(10_000);
    expect(m.pods().map((p) => p.spec.nodeName)).toEqual(['node-2', 'node-2']);
  });
});
