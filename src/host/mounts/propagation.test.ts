import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dirNode, metaOf, TreeFs } from '../../files/index.ts';
import { MountNamespace } from './mount-namespace.ts';
import type { Propagation } from './peer-group.ts';

const tree = () => new TreeFs(dirNode(metaOf(0o755, 0)));

function hostSpace(): MountNamespace {
  return new MountNamespace(1, [{ point: '/', fs: tree(), source: 'disk', propagation: 'shared' }]);
}

const points = (space: MountNamespace) => space.mounts.map((m) => m.spec.point).toSorted();

it('a copy of a namespace gets what the original mounts, and gives what it mounts, as its propagation says', () => {
  const kinds: readonly Propagation[] = ['shared', 'slave', 'private'];
  fc.assert(
    fc.property(fc.constantFrom(...kinds), fc.array(fc.record({ inCopy: fc.boolean(), name: fc.constantFrom('a', 'b', 'c'), undo: fc.boolean() }), { maxLength: 20 }), (kind, acts) => {
      const host = hostSpace();
      const copy = host.copy(2);
      if (kind !== 'shared') copy.setPropagation(copy.mounts, kind);
      const expected = { host: ['/'], copy: ['/'] };
      const put = (list: string[], point: string, undo: boolean) => {
        const at = list.lastIndexOf(point);
        if (!undo) list.push(point);
        else if (at >= 0) list.splice(at, 1);
      };
      for (const { inCopy, name, undo } of acts) {
        const point = `/${name}`;
        const [space, own, other] = inCopy ? ([copy, expected.copy, expected.host] as const) : ([host, expected.host, expected.copy] as const);
        if (own.includes(point) !== undo) continue; // one at each point, so that twins are plain
        const passes = kind === 'shared' || (kind === 'slave' && !inCopy);
        if (passes && other.includes(point) !== undo) continue;
        if (undo) space.unmount(point);
        else space.mount({ point, fs: tree(), source: 'tmpfs' });
        put(own, point, undo);
        if (passes) put(other, point, undo);
      }
      if (kind !== 'slave') {
        expect(points(host)).toEqual(expected.host.toSorted());
        expect(points(copy)).toEqual(expected.copy.toSorted());
      } else expect(points(host)).toEqual(expected.host.toSorted());
    }),
  );
});
