import { describe, expect, test } from 'vitest';
import type { Deployment } from '../kinds/deployment/deployment.ts';
import type { EndpointSlice } from '../kinds/endpoint-slice/endpoint-slice.ts';
import { makeCluster, send } from './test-cluster.ts';

const path = '/apis/apps/v1/namespaces/default/deployments';
const body = { metadata: { name: 'web' }, spec: { replicas: 1, selector: { matchLabels: { a: 'b' } }, template: { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'i' }] } } } };

function start() {
  const cluster = makeCluster('1.36');
  send(cluster.server, 'POST', `${path}?fieldManager=kubectl-create`, body);
  return { ...cluster, get: () => cluster.store.get('deployments.apps/default/web') as Deployment };
}

describe('a component that writes', () => {
  test('shares what it did not change', () => {
    const { client, get } = start();
    const before = get();
    const after = client.update<Deployment>({ ...before, spec: { ...before.spec, replicas: 2 } });
    expect(after.spec.template).toBe(before.spec.template);
    const reported = client.updateStatus<Deployment>({ ...after, status: { replicas: 2 } });
    expect(reported.spec).toBe(after.spec);
    expect(reported.metadata.labels).toBe(after.metadata.labels);
  });

  test('by an old revision is refused, without one overwrites', () => {
    const { client, get } = start();
    const stale = get();
    client.update<Deployment>({ ...stale, spec: { ...stale.spec, replicas: 2 } });
    expect(() => client.updateStatus<Deployment>({ ...stale, status: { replicas: 1 } })).toThrow('the object has been modified');
    const anyRevision = { ...stale, metadata: { ...stale.metadata, resourceVersion: '' } };
    expect(client.updateStatus<Deployment>({ ...anyRevision, status: { replicas: 1 } }).spec.replicas).toBe(2);
  });

  test('writes neither status with the spec nor spec with the status', () => {
    const { client, get } = start();
    const before = get();
    expect(client.update<Deployment>({ ...before, spec: { ...before.spec, replicas: 9 }, status: { replicas: 9 } }).status).toEqual({});
    expect(client.updateStatus<Deployment>({ ...get(), spec: { ...before.spec, replicas: 5 }, status: { replicas: 9 } }).spec.replicas).toBe(9);
  });

  test('owns the fields that it changes of an object whose owners are noted', () => {
    const { server, get } = start();
    const before = get();
    server.update('system:serviceaccount:kube-system:deployment-controller', server.kinds.kindOf(before) as never, { ...before, metadata: { ...before.metadata, annotations: { 'deployment.kubernetes.io/revision': '1' } } } as never);
    expect(get().metadata.managedFields!.map((entry) => [entry.manager, JSON.stringify(entry.fieldsV1)])).toContainEqual([
      'kube-controller-manager',
      '{"f:metadata":{"f:annotations":{".":{},"f:deployment.kubernetes.io/revision":{}}}}',
    ]);
  });

  test('is recorded with what caused it', () => {
    const { server, trace, get, store } = start();
    const typed = trace.record('laptop', 'typed', 'typed', { line: 'kubectl scale' });
    send(server, 'PATCH', `${path}/web/scale`, { spec: { replicas: 4 } }, { type: 'merge', cause: typed });
    const act = trace.get(store.origin('deployments.apps/default/web', 'spec'))!;
    expect(act).toMatchObject({ actor: 'kubernetes-admin', act: 'scale', code: 'request', args: { kind: 'Deployment', key: 'deployments.apps/default/web' }, cause: typed });
    expect(get().spec.replicas).toBe(4);
  });
});

describe('through the door', () => {
  test('plain texts of a Secret become bytes, at a change too', () => {
    const { server } = makeCluster();
    const secrets = '/api/v1/namespaces/default/secrets';
    expect(send(server, 'POST', secrets, { metadata: { name: 's' }, stringData: { a: 'x' } }).json).toMatchObject({ type: 'Opaque', data: { a: 'eA==' } });
    const changed = send(server, 'PATCH', `${secrets}/s`, { stringData: { b: 'y' } }, { type: 'merge' }).json;
    expect([changed.data, changed.stringData]).toEqual([{ a: 'eA==', b: 'eQ==' }, undefined]);
    expect(send(server, 'PATCH', `${secrets}/s`, { data: { c: '?' } }, { type: 'merge' }).json.message).toContain('illegal base64 data at input byte 0');
  });

  test('the generation of a kind without a spec counts changes of what it holds', () => {
    const { server, store } = makeCluster();
    const slices = '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices';
    send(server, 'POST', slices, { metadata: { name: 's' }, addressType: 'IPv4', endpoints: [{ addresses: ['10.0.0.1'] }], ports: [{ port: 80 }] });
    send(server, 'PATCH', `${slices}/s`, { metadata: { labels: { a: 'b' } } }, { type: 'merge' });
    expect(store.get('endpointslices.discovery.k8s.io/default/s')!.metadata.generation).toBe(1);
    send(server, 'PATCH', `${slices}/s`, { endpoints: [] }, { type: 'merge' });
    expect(store.get('endpointslices.discovery.k8s.io/default/s')).toMatchObject({ metadata: { generation: 2 }, endpoints: [] });
  });

  test('an old version is what the new one was, and back', () => {
    const { server, client } = makeCluster('1.20');
    const slice = { addressType: 'IPv4', endpoints: [{ addresses: ['10.0.0.1'], nodeName: 'n', zone: 'z' }], ports: null } as const;
    client.create<EndpointSlice>({ apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata: { name: 's', namespace: 'default' }, ...slice });
    const shown = send(server, 'GET', '/apis/discovery.k8s.io/v1beta1/namespaces/default/endpointslices/s').json;
    expect(shown).toMatchObject({ apiVersion: 'discovery.k8s.io/v1beta1', endpoints: [{ addresses: ['10.0.0.1'], topology: { 'kubernetes.io/hostname': 'n', 'topology.kubernetes.io/zone': 'z' } }] });
    send(server, 'PUT', '/apis/discovery.k8s.io/v1beta1/namespaces/default/endpointslices/s', { ...shown, ports: [{ port: 80 }] });
    expect(server.store.get('endpointslices.discovery.k8s.io/default/s')).toMatchObject({ apiVersion: 'discovery.k8s.io/v1', endpoints: [{ nodeName: 'n', zone: 'z' }], ports: [{ name: '', port: 80, protocol: 'TCP' }] });
  });

  test('events have other names in their own group', () => {
    const { server, client } = makeCluster('1.36');
    client.event({ regarding: server.store.get('namespaces/default')!, type: 'Normal', reason: 'R', message: 'said' });
    const [event] = send(server, 'GET', '/apis/events.k8s.io/v1/events').json.items;
    expect(event).toMatchObject({ note: 'said', regarding: { kind: 'Namespace' }, deprecatedCount: 1 });
    expect(event.message).toBeUndefined();
  });

  test('what is deprecated says so', () => {
    const warned = (release: string) => send(makeCluster(release).server, 'GET', '/api/v1/endpoints').headers['warning'];
    expect(warned('1.20')).toBeUndefined();
    expect(warned('1.36')).toBe('299 - "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice"');
  });

  test('numbers past 2⁵³ come out as they went in', () => {
    const { server } = makeCluster();
    const pods = '/api/v1/namespaces/default/pods';
    send(server, 'POST', pods, '{"metadata":{"name":"a"},"spec":{"activeDeadlineSeconds":1,"containers":[{"name":"a","image":"i"}],"tolerations":[{"operator":"Exists","effect":"NoExecute","tolerationSeconds":9007199254740993}]}}');
    expect(send(server, 'GET', `${pods}/a`).text).toContain('"tolerationSeconds":9007199254740993');
  });

  test('a name is made up behind what the client gives', () => {
    const { server } = makeCluster();
    const made = send(server, 'POST', '/api/v1/namespaces/default/configmaps', { metadata: { generateName: 'x-' } }).json;
    expect(made.metadata.name).toMatch(/^x-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
  });
});
