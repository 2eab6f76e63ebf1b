import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import type { Pod } from '../../kinds/pod/pod.ts';
import { makeCluster, openStream, send } from '../test-cluster.ts';

const pods = '/api/v1/namespaces/default/pods';
const spec = { containers: [{ name: 'c', image: 'nginx' }] };
const table = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';

function start() {
  const cluster = makeCluster();
  const { client, clock, server } = cluster;
  const get = (name: string) => server.store.get(`pods/default/${name}`) as Pod;
  return {
    ...cluster,
    flush: () => clock.run(clock.now, { stepsMax: 1000 }),
    create: (name: string, labels: Record<string, string> = {}) => client.create<Pod>({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default', labels }, spec }),
    relabel: (name: string, labels: Record<string, string>) => client.update<Pod>({ ...get(name), metadata: { ...get(name).metadata, labels } }),
    remove: (name: string) => client.delete(get(name)),
    get,
  };
}

const told = (events: { type: string; object: { metadata: { name: string } } }[]) => events.map(({ type, object }) => `${type} ${object.metadata.name}`);

describe('watches', () => {
  test('tell what happens from a revision on, each change once', () => {
    const c = start();
    c.create('a');
    const from = c.store.revision;
    c.create('b');
    const stream = openStream(c.server, `${pods}?watch=1&resourceVersion=${from}`);
    c.relabel('b', { x: '1' });
    c.remove('a');
    c.flush();
    expect(told(stream.events())).toEqual(['ADDED b', 'MODIFIED b', 'DELETED a']);
    expect(stream.events()[2]!.object.metadata.resourceVersion).toBe(String(c.store.revision));
    expect(stream.state.writes).toBe(1); // one chunk an instant
  });

  test('without a revision begin with what there is', () => {
    const c = start();
    c.create('a');
    const stream = openStream(c.server, `${pods}?watch=1`);
    c.flush();
    expect(told(stream.events())).toEqual(['ADDED a']);
  });

  test('with initial events end them with a bookmark', () => {
    const c = start();
    c.create('a');
    const stream = openStream(c.server, `${pods}?watch=1&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan`);
    c.flush();
    const [first, mark] = stream.events();
    expect(first!.type).toBe('ADDED');
    expect(mark).toMatchObject({ type: 'BOOKMARK', object: { kind: 'Pod', metadata: { resourceVersion: String(c.store.revision), annotations: { 'k8s.io/initial-events-end': 'true' } } } });
  });

  test('leave and enter a selection', () => {
    const c = start();
    const stream = openStream(c.server, `${pods}?watch=1&labelSelector=x%3D1&resourceVersion=${c.store.revision}`);
    c.create('a');
    c.relabel('a', { x: '1' });
    c.relabel('a', { x: '2' });
    c.flush();
    expect(told(stream.events())).toEqual(['ADDED a', 'DELETED a']);
  });

  test('of one object by name tell of that one', () => {
    const c = start();
    const byField = openStream(c.server, `${pods}?watch=1&fieldSelector=metadata.name%3Da&resourceVersion=${c.store.revision}`);
    const byPath = openStream(c.server, `${pods}/a?watch=1&resourceVersion=${c.store.revision}`);
    c.create('a');
    c.create('b');
    c.flush();
    expect(told(byField.events())).toEqual(['ADDED a']);
    expect(told(byPath.events())).toEqual(['ADDED a']);
  });

  test('too old get an error event, within an answer of 200', () => {
    const c = start();
    c.create('a');
    c.store.compact(c.store.revision);
    const stream = openStream(c.server, `${pods}?watch=1&resourceVersion=1`);
    expect(stream.state).toMatchObject({ status: 200, ended: true });
    expect(stream.events()).toMatchObject([{ type: 'ERROR', object: { kind: 'Status', code: 410, reason: 'Expired' } }]);
    expect(stream.events()[0]!.object.message).toMatch(/^too old resource version: 1 \(\d+\)$/);
  });

  test('send bookmarks, and end with their time', () => {
    const c = start();
    const stream = openStream(c.server, `${pods}?watch=1&allowWatchBookmarks=true&timeoutSeconds=150&resourceVersion=${c.store.revision}`);
    c.clock.run(149_000, { stepsMax: 1000 });
    expect(stream.events().map((event) => event.type)).toEqual(['BOOKMARK', 'BOOKMARK']);
    expect(stream.state.ended).toBe(false);
    c.clock.run(151_000, { stepsMax: 1000 });
    expect(stream.state.ended).toBe(true);
    expect(c.server.streams.size).toBe(0);
  });

  test('of tables define their columns once', () => {
    const c = start();
    const stream = openStream(c.server, `${pods}?watch=1&resourceVersion=${c.store.revision}`, table);
    c.create('a');
    c.relabel('a', { x: '1' });
    c.flush();
    const [first, second] = stream.events();
    expect(first!.object.columnDefinitions[0].name).toBe('Name');
    expect(second!.object.columnDefinitions).toBeNull();
    expect(second!.object.rows[0].cells.slice(0, 5)).toEqual(['a', '0/1', 'Pending', '0', '0s']);
  });

  test('a client that has gone, or a server that ends, leaves nothing behind', () => {
    const c = start();
    const gone = openStream(c.server, `${pods}?watch=1&allowWatchBookmarks=true`);
    const kept = openStream(c.server, `${pods}?watch=1`);
    gone.close();
    expect(c.server.streams.size).toBe(1);
    c.server.streams.endAll();
    expect(kept.state.ended).toBe(true);
    expect(c.clock.pending).toBe(0);
  });

  test('wait for a reader that is behind', () => {
    const c = start();
    const stream = openStream(c.server, `${pods}?watch=1&resourceVersion=${c.store.revision}`);
    stream.state.isBehind = true;
    c.create('a');
    c.flush();
    c.create('b');
    c.flush();
    expect(told(stream.events())).toEqual(['ADDED a']);
    stream.drain();
    expect(told(stream.events())).toEqual(['ADDED a', 'ADDED b']);
  });

  test('many share the bytes of one change', () => {
    const c = start();
    const streams = Array.from({ length: 5 }, () => openStream(c.server, `${pods}?watch=1&resourceVersion=${c.store.revision}`));
    c.create('a');
    c.flush();
    const [first, ...others] = streams.map((stream) => stream.state.bytes[0]!);
    for (const bytes of others) expect(bytes).toBe(first);
  });
});

describe('laws', () => {
  const step = fc.record({ act: fc.constantFrom('create', 'relabel', 'remove', 'wait'), name: fc.constantFrom('a', 'b', 'c'), x: fc.constantFrom('1', '2') });

  test('list and watch together give the state at every moment', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), fc.array(step, { maxLength: 25 }), fc.constantFrom('', 'x=1'), (before, after, selector) => {
        const c = start();
        const run = (steps: typeof before) => {
          for (const { act, name, x } of steps) {
            if (act === 'create' && !c.get(name)) c.create(name, { x });
            else if (act === 'relabel' && c.get(name)) c.relabel(name, { x });
            else if (act === 'remove' && c.get(name)) c.remove(name);
            else if (act === 'wait') c.flush();
          }
        };
        run(before);
        const query = selector === '' ? '' : `&labelSelector=${encodeURIComponent(selector)}`;
        const list = send(c.server, 'GET', `${pods}?${query.slice(1)}`).json;
        const mirror = new Map<string, string>(list.items.map((item: Pod) => [item.metadata.name, item.metadata.resourceVersion]));
        const stream = openStream(c.server, `${pods}?watch=1&resourceVersion=${list.metadata.resourceVersion}${query}`);
        run(after);
        c.flush();
        let last = Number(list.metadata.resourceVersion);
        for (const { type, object } of stream.events()) {
          const { name, resourceVersion } = object.metadata;
          expect(Number(resourceVersion)).toBeGreaterThan(last);
          last = Number(resourceVersion);
          expect(mirror.has(name)).toBe(type !== 'ADDED');
          if (type === 'DELETED') mirror.delete(name);
          else mirror.set(name, resourceVersion);
        }
        const now = send(c.server, 'GET', `${pods}?${query.slice(1)}`).json;
        expect(Object.fromEntries(mirror)).toEqual(Object.fromEntries(now.items.map((item: Pod) => [item.metadata.name, item.metadata.resourceVersion])));
      }),
      { numRuns: 80 },
    );
  });
});
