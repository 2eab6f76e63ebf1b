import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import type { Pod } from '../../kinds/pod/pod.ts';
import { makeCluster, send } from '../test-cluster.ts';

const pods = '/api/v1/namespaces/default/pods';
const spec = { containers: [{ name: 'c', image: 'nginx' }] };

function withPods(count: number) {
  const cluster = makeCluster();
  for (let i = 0; i < count; i++) {
    cluster.client.create<Pod>({ apiVersion: 'v1', kind: 'Pod', metadata: { name: `p-${i}`, namespace: i % 4 === 3 ? 'kube-public' : 'default', labels: { n: String(i % 3), ...(i % 2 === 0 && { even: '' }) } }, spec });
  }
  return cluster;
}

const namesIn = (list: { items: { metadata: { name: string } }[] }) => list.items.map((item) => item.metadata.name);

describe('lists', () => {
  test('in pages are the list', () => {
    const { server } = withPods(23);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.constantFrom('/api/v1/pods', pods), fc.constantFrom('', 'n=1', 'even,n!=2'), (limit, path, labels) => {
        const whole = namesIn(send(server, 'GET', `${path}?labelSelector=${encodeURIComponent(labels)}`).json);
        const paged: string[] = [];
        let next = '';
        do {
          const page = send(server, 'GET', `${path}?limit=${limit}&continue=${next}&labelSelector=${encodeURIComponent(labels)}`).json;
          expect(page.items.length).toBeLessThanOrEqual(limit);
          paged.push(...namesIn(page));
          next = page.metadata.continue ?? '';
        } while (next !== '');
        expect(paged).toEqual(whole);
      }),
      { numRuns: 60 },
    );
  });

  test('a page later on shows the list as it was at the first', () => {
    const { server, client } = withPods(8);
    const first = send(server, 'GET', `${pods}?limit=3`).json;
    expect(first.metadata.remainingItemCount).toBe(3);
    client.delete(server.store.get('pods/default/p-6') as Pod);
    const rest = send(server, 'GET', `${pods}?limit=30&continue=${first.metadata.continue}`).json;
    expect(namesIn(rest)).toEqual(['p-4', 'p-5', 'p-6']);
    expect(rest.metadata.resourceVersion).toBe(first.metadata.resourceVersion);
    server.store.compact(server.store.revision);
    client.create<Pod>({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'q', namespace: 'default' }, spec });
    const late = send(server, 'GET', `${pods}?limit=3&continue=${first.metadata.continue}`).json;
    expect(late).toMatchObject({ code: 410, reason: 'Expired' });
    expect(late.message).toContain('or use the continue token in this response');
    const now = send(server, 'GET', `${pods}?continue=${late.metadata.continue}`).json;
    expect(namesIn(now)).toEqual(['p-4', 'p-5', 'p-7', 'q'].filter((name) => server.store.get(`pods/default/${name}`)));
    expect(send(server, 'GET', `${pods}?resourceVersion=${first.metadata.resourceVersion}&resourceVersionMatch=Exact`).json.message).toBe('The resourceVersion for the provided list is too old.');
  });

  test('say how new they must be', () => {
    const { server, client } = withPods(2);
    const { revision } = server.store;
    client.delete(server.store.get('pods/default/p-1') as Pod);
    const ask = (query: string) => send(server, 'GET', `${pods}?${query}`).json;
    expect(namesIn(ask(`resourceVersion=${revision}&resourceVersionMatch=Exact`))).toEqual(['p-0', 'p-1']);
    expect(ask(`resourceVersion=${revision}&resourceVersionMatch=NotOlderThan`).metadata.resourceVersion).toBe(String(server.store.revision));
    expect(ask('resourceVersion=99999')).toMatchObject({ code: 504, reason: 'Timeout', message: `Timeout: Too large resource version: 99999, current: ${server.store.revision}` });
    const refused = (query: string) => ask(query).message.replace('ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: ', '');
    expect(refused('resourceVersionMatch=Exact')).toBe('Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided');
    expect(refused('resourceVersion=0&resourceVersionMatch=Exact')).toBe('Forbidden: resourceVersionMatch "exact" is forbidden for resourceVersion "0"');
    expect(refused('resourceVersion=1&resourceVersionMatch=Same')).toBe('Unsupported value: "Same": supported values: "Exact", "NotOlderThan", ""');
    expect(refused('watch=true&sendInitialEvents=true')).toBe('Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan');
    expect(ask(`continue=${ask('limit=1').metadata.continue ?? ''}x&resourceVersion=1`).code).toBe(400);
    expect(namesIn(ask('limit=-1'))).toEqual(['p-0']);
  });

  test('choose by labels', () => {
    const { server } = withPods(6);
    const chosen = (selector: string) => namesIn(send(server, 'GET', `/api/v1/pods?labelSelector=${encodeURIComponent(selector)}`).json);
    expect(chosen('n=1')).toEqual(['p-1', 'p-4']);
    expect(chosen('n in (0, 2),even')).toEqual(['p-0', 'p-2']);
    expect(chosen('n notin (0),!even')).toEqual(['p-1', 'p-5']);
    expect(chosen('nosuch!=x')).toHaveLength(6);
    expect(chosen('n>1')).toEqual(['p-2', 'p-5']);
    const refused = send(server, 'GET', '/api/v1/pods?labelSelector=a%3Db%3Dc');
    expect(refused.json).toMatchObject({ code: 400, reason: 'BadRequest', message: "unable to parse requirement: found '=', expected: ',' or 'end of string'" });
  });

  test('choose by fields that the kind has', () => {
    const { server, client } = withPods(4);
    client.bind(server.store.get('pods/default/p-1') as Pod, 'orc');
    const chosen = (selector: string) => send(server, 'GET', `/api/v1/pods?fieldSelector=${encodeURIComponent(selector)}`);
    expect(namesIn(chosen('spec.nodeName=orc').json)).toEqual(['p-1']);
    expect(namesIn(chosen('spec.nodeName!=orc,status.phase=Pending,metadata.namespace=default').json)).toEqual(['p-0', 'p-2']);
    expect(namesIn(chosen('metadata.name=p-3').json)).toEqual(['p-3']);
    expect(chosen('spec.nosuch=x').json).toMatchObject({ code: 400, message: 'field label not supported: spec.nosuch' });
  });

  test('a namespace that begins like another is another', () => {
    const { server, client } = makeCluster();
    for (const name of ['a', 'a-b', 'ab']) {
      client.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name }, spec: {} });
      client.create<Pod>({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x', namespace: name }, spec });
    }
    for (const name of ['a', 'a-b', 'ab']) expect(send(server, 'GET', `/api/v1/namespaces/${name}/pods`).json.items).toHaveLength(1);
    expect(send(server, 'GET', '/api/v1/namespaces/nosuch/pods').json).toMatchObject({ kind: 'PodList', items: [] });
  });

  test('members of a list repeat neither kind nor version, the list names both', () => {
    const { server } = withPods(1);
    const list = send(server, 'GET', pods).json;
    expect(list).toMatchObject({ kind: 'PodList', apiVersion: 'v1', metadata: { resourceVersion: String(server.store.revision) } });
    expect(list.items[0].kind).toBeUndefined();
  });

  test('a client may want nothing but metadata', () => {
    const { server } = withPods(1);
    const list = send(server, 'GET', pods, undefined, { accept: 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json' }).json;
    expect(list.kind).toBe('PartialObjectMetadataList');
    expect(Object.keys(list.items[0])).toEqual(['kind', 'apiVersion', 'metadata']);
  });
});
