import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import type { JsonObject } from '../../../base/index.ts';
import { Release } from '../../meta/release.ts';
import { Structure } from '../../schema/structure-reader.ts';
import { applyStrategicMerge } from './strategic-merge.ts';

const structure = new Structure(new Release('1.36'));
const patched = (original: JsonObject, patch: JsonObject, definition = 'core.v1.PodSpec') => applyStrategicMerge(original, patch, definition, structure);

const spec: JsonObject = {
  restartPolicy: 'Always',
  containers: [
    { name: 'a', image: 'a:1', env: [{ name: 'X', value: '1' }], ports: [{ containerPort: 80, protocol: 'TCP' }] },
    { name: 'b', image: 'b:1', args: ['one', 'two'] },
  ],
  volumes: [{ name: 'v', emptyDir: {} }],
  tolerations: [{ key: 'k', operator: 'Exists' }],
};

const names = (value: JsonObject) => (value['containers'] as JsonObject[]).map((container) => container['name']);

describe('lists with a key', () => {
  test('items are merged by it; a new one comes before those that are not named, as far as the patch\'s order lets it', () => {
    const after = patched(spec, { containers: [{ name: 'c', image: 'c:1' }, { name: 'b', image: 'b:2' }] });
    expect(names(after)).toEqual(['c', 'a', 'b']);
    expect((after['containers'] as JsonObject[])[2]).toEqual({ name: 'b', image: 'b:2', args: ['one', 'two'] });
    expect((after['containers'] as JsonObject[])[1]).toBe((spec['containers'] as JsonObject[])[0]);
  });

  test('an item is deleted by a directive', () => {
    expect(names(patched(spec, { containers: [{ $patch: 'delete', name: 'a' }] }))).toEqual(['b']);
  });

  test('a list is replaced by a directive', () => {
    expect(patched(spec, { containers: [{ $patch: 'replace' }, { name: 'z', image: 'z' }] })['containers']).toEqual([{ name: 'z', image: 'z' }]);
  });

  test('the order is set by a directive', () => {
    const order = { '$setElementOrder/containers': [{ name: 'b' }, { name: 'a' }] };
    expect(names(patched(spec, order))).toEqual(['b', 'a']);
    expect(names(patched(spec, { ...order, containers: [{ name: 'b', image: 'b:9' }] }))).toEqual(['b', 'a']);
  });

  test('an item without its key is refused', () => {
    expect(() => patched(spec, { containers: [{ image: 'x' }] })).toThrow('map: map[image:x] does not contain declared merge key: name');
  });
});

describe('other lists and maps', () => {
  test('a list without a key is replaced', () => {
    expect(patched(spec, { tolerations: [{ key: 'n' }] })['tolerations']).toEqual([{ key: 'n' }]);
  });

  test('a list of texts that merges is a set, from which a directive deletes', () => {
    const meta = { finalizers: ['a', 'b'] };
    expect(patched(meta, { finalizers: ['c', 'b'] }, 'meta.v1.ObjectMeta')['finalizers']).toEqual(['c', 'a', 'b']);
    expect(patched(meta, { '$deleteFromPrimitiveList/finalizers': ['a'] }, 'meta.v1.ObjectMeta')['finalizers']).toEqual(['b']);
  });

  test('null removes, objects merge', () => {
    const after = patched({ labels: { a: '1', b: '2' } }, { labels: { a: null, c: '3' } }, 'meta.v1.ObjectMeta');
    expect(after).toEqual({ labels: { b: '2', c: '3' } });
  });

  test('a map is replaced by a directive', () => {
    expect(patched({ labels: { a: '1' } }, { labels: { $patch: 'replace', z: '9' } }, 'meta.v1.ObjectMeta')).toEqual({ labels: { z: '9' } });
  });

  test('only retained keys stay', () => {
    const strategy = { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } };
    const after = patched({ strategy }, { strategy: { $retainKeys: ['type'], type: 'Recreate' } }, 'apps.v1.DeploymentSpec');
    expect(after).toEqual({ strategy: { type: 'Recreate' } });
  });

  test('an unknown directive is refused', () => {
    expect(() => patched(spec, { securityContext: { $patch: 'sideways' } })).toThrow('unknown patch type: sideways in map: map[$patch:sideways]');
  });
});

const containerArbitrary = fc.record({ name: fc.constantFrom('a', 'b', 'c', 'd'), image: fc.constantFrom('x', 'y') }, { requiredKeys: ['name'] });
const containersArbitrary = fc.uniqueArray(containerArbitrary, { selector: (container) => container.name, maxLength: 4 });
const specArbitrary = fc.record(
  { containers: containersArbitrary, nodeSelector: fc.dictionary(fc.constantFrom('p', 'q', '__proto__'), fc.constantFrom('1', '2')), restartPolicy: fc.constantFrom('Always', 'Never') },
  { requiredKeys: [] },
);

describe('laws', () => {
  test('an empty patch changes nothing', () => {
    fc.assert(
      fc.property(specArbitrary, (original) => {
        expect(patched(original as JsonObject, {})).toEqual(original);
      }),
    );
  });

  test('a patch applied twice is a patch applied once', () => {
    fc.assert(
      fc.property(specArbitrary, specArbitrary, (original, patch) => {
        const once = patched(original, patch);
        expect(patched(once, patch as JsonObject)).toEqual(once);
      }),
    );
  });

  test('no item is lost or doubled, and the originals stay as they were', () => {
    fc.assert(
      fc.property(containersArbitrary, containersArbitrary, (before, change) => {
        const original = { containers: before } as JsonObject;
        const copy = structuredClone(original);
        const after = names(patched(original, { containers: change }));
        expect(new Set(after)).toEqual(new Set([...before, ...change].map((container) => container.name)));
        expect(after.length).toBe(new Set(after).size);
        expect(original).toEqual(copy);
      }),
    );
  });
});
