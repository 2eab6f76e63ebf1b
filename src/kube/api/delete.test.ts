import { describe, expect, test } from 'vitest';
import type { Namespace } from '../kinds/namespace/namespace.ts';
import type { Pod } from '../kinds/pod/pod.ts';
import { makeCluster, send } from './test-cluster.ts';

const pods = '/api/v1/namespaces/default/pods';
const spec = { containers: [{ name: 'c', image: 'nginx' }] };

function withPod(grace?: number) {
  const cluster = makeCluster();
  const pod = cluster.client.create<Pod>({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', namespace: 'default' }, spec: { ...spec, ...(grace !== undefined && { terminationGracePeriodSeconds: grace }) } });
  const get = () => cluster.store.get('pods/default/a') as Pod | undefined;
  return { ...cluster, pod, get };
}

describe('a pod', () => {
  test('that has no node goes at once', () => {
    const { server, get } = withPod();
    expect(send(server, 'DELETE', `${pods}/a`).json).toMatchObject({ kind: 'Pod', metadata: { name: 'a' } });
    expect(get()).toBeUndefined();
  });

  test('on a node keeps its grace period, which can only be shortened', () => {
    const { server, client, pod, get, clock } = withPod(20);
    client.bind(pod, 'node-1');
    const marked = send(server, 'DELETE', `${pods}/a`).json.metadata;
    expect(marked).toMatchObject({ deletionGracePeriodSeconds: 20, deletionTimestamp: '2026-11-21T20:00:20Z', generation: 2 });
    clock.run(5_000, { stepsMax: 1 });
    send(server, 'DELETE', `${pods}/a`, { gracePeriodSeconds: 60 });
    expect(get()!.metadata.deletionTimestamp).toBe('2026-11-21T20:00:20Z');
    send(server, 'DELETE', `${pods}/a?gracePeriodSeconds=5`);
    expect(get()!.metadata).toMatchObject({ deletionGracePeriodSeconds: 5, deletionTimestamp: '2026-11-21T20:00:10Z', generation: 2 });
    send(server, 'DELETE', `${pods}/a`, { gracePeriodSeconds: 0 });
    expect(get()).toBeUndefined();
  });

  test('that has ended goes at once', () => {
    const { client, pod, get } = withPod();
    const bound = client.bind(pod, 'node-1');
    client.updateStatus({ ...bound, status: { ...bound.status, phase: 'Succeeded' } });
    client.delete(get()!);
    expect(get()).toBeUndefined();
  });

  test('is bound once, and not while it is being deleted', () => {
    const { server, client, pod, get } = withPod();
    expect(send(server, 'POST', `${pods}/a/binding`, { target: { kind: 'Node', name: 'node-1' } }).json).toMatchObject({ status: 'Success', code: 201 });
    expect(get()!.status.conditions).toMatchObject([{ type: 'PodScheduled', status: 'True' }]);
    expect(() => client.bind(pod, 'node-2')).toThrow('Operation cannot be fulfilled on pods/binding "a": pod a is already assigned to node "node-1"');
  });
});

describe('an object', () => {
  test('stays until its finalizers are gone, and takes no new ones', () => {
    const { server } = makeCluster();
    const maps = '/api/v1/namespaces/default/configmaps';
    send(server, 'POST', maps, { metadata: { name: 'fin', finalizers: ['x.com/f'] }, data: { a: '1' } });
    expect(send(server, 'DELETE', `${maps}/fin`).json).toMatchObject({ kind: 'ConfigMap', metadata: { deletionGracePeriodSeconds: 0, deletionTimestamp: '2026-11-21T20:00:00Z' } });
    expect(send(server, 'PATCH', `${maps}/fin`, { metadata: { finalizers: ['x.com/f', 'y.com/g'] } }, { type: 'merge' }).json.message).toBe(
      'ConfigMap "fin" is invalid: metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"y.com/g"}',
    );
    expect(send(server, 'PATCH', `${maps}/fin`, [{ op: 'remove', path: '/metadata/finalizers' }], { type: 'json' }).status).toBe(200);
    expect(send(server, 'GET', `${maps}/fin`).status).toBe(404);
  });

  test('is answered with a Status when it goes at once', () => {
    const { server } = makeCluster();
    send(server, 'POST', '/api/v1/namespaces/default/configmaps', { metadata: { name: 'a' } });
    const answer = send(server, 'DELETE', '/api/v1/namespaces/default/configmaps/a').json;
    expect(answer).toMatchObject({ kind: 'Status', status: 'Success', details: { name: 'a', kind: 'configmaps', uid: expect.stringMatching(/^[0-9a-f-]{36}$/) } });
  });

  test('with owners that wait gets the finalizer of the policy', () => {
    const { server } = makeCluster();
    const at = '/apis/apps/v1/namespaces/default/deployments';
    const body = (name: string) => ({ metadata: { name }, spec: { selector: { matchLabels: { a: 'b' } }, template: { metadata: { labels: { a: 'b' } }, spec } } });
    for (const [name, policy, finalizer] of [['f', 'Foreground', 'foregroundDeletion'], ['o', 'Orphan', 'orphan']] as const) {
      send(server, 'POST', at, body(name));
      expect(send(server, 'DELETE', `${at}/${name}`, { propagationPolicy: policy }).json.metadata.finalizers).toEqual([finalizer]);
    }
    expect(send(server, 'DELETE', `${at}/f?propagationPolicy=Sideways`).json).toMatchObject({ code: 422, message: 'DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Unsupported value: "Sideways": supported values: "Foreground", "Background", "Orphan", "nil"' });
  });

  test('of another identity is left alone', () => {
    const { server, get } = withPod();
    const answer = send(server, 'DELETE', `${pods}/a`, { preconditions: { uid: 'other' } });
    expect(answer.json).toMatchObject({ code: 409, message: `Operation cannot be fulfilled on pods "a": Precondition failed: UID in precondition: other, UID in object meta: ${get()!.metadata.uid}` });
  });

  test('is only looked at in a dry run', () => {
    const { server, store } = withPod();
    const { revision } = store;
    expect(send(server, 'DELETE', `${pods}/a?dryRun=All`).status).toBe(200);
    expect(send(server, 'POST', `${pods}?dryRun=All`, { metadata: { name: 'b' }, spec }).json.metadata.uid).toBeDefined();
    expect(send(server, 'PATCH', `${pods}/a?dryRun=All`, { metadata: { labels: { x: 'y' } } }, { type: 'merge' }).json.metadata.labels).toEqual({ x: 'y' });
    expect(store.revision).toBe(revision);
  });
});

test('a collection goes as its selector says', () => {
  const { server, client } = makeCluster();
  for (const name of ['a', 'b', 'c']) client.create<Pod>({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default', labels: { x: name === 'c' ? '2' : '1' } }, spec });
  expect(send(server, 'DELETE', `${pods}?labelSelector=x%3D1`).json.items).toHaveLength(2);
  expect(server.store.keys('pods')).toEqual(['pods/default/c']);
});

test('a namespace takes nothing new while it is emptied, and goes when it is finalized', () => {
  const { server, client, store } = makeCluster();
  send(server, 'POST', '/api/v1/namespaces', { metadata: { name: 'x' } });
  expect(send(server, 'DELETE', '/api/v1/namespaces/x').json).toMatchObject({ kind: 'Namespace', status: { phase: 'Terminating' } });
  expect(send(server, 'POST', '/api/v1/namespaces/x/pods', { metadata: { name: 'a' }, spec }).json).toMatchObject({
    code: 403,
    message: 'pods "a" is forbidden: unable to create new content in namespace x because it is being terminated',
  });
  const namespace = store.get('namespaces/x') as Namespace;
  client.finalize({ ...namespace, spec: {} });
  expect(store.get('namespaces/x')).toBeUndefined();
});
