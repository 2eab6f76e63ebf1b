import { expect, test } from 'vitest';
import { Mirror, type ContainerRow, type Patch } from '../../client/index.ts';
import { makeNode, makePod } from '../diagram/row-samples.ts';
import { crumbsOf, exists, intoRow, outOf } from './place.ts';

const container = (id: string, pod: string, host: string) => ({ id, name: id.split('/')[1]!, pod, host }) as ContainerRow;

function world(): Mirror {
  const mirror = new Mirror();
  const put = <R>(...puts: R[]) => ({ puts, drops: [] });
  const patch: Patch = {
    clusters: put({ id: 'demo', release: '1.36', host: 'cp', namespaces: [] }),
    nodes: put(makeNode('n1')),
    pods: put(makePod('p1', { name: 'web-1', node: 'demo/n1' }), makePod('p2', { name: 'web-2' })),
    containers: put(container('n1/c1', 'p1', 'n1'), container('laptop/c2', '', 'laptop')),
  };
  mirror.apply(patch);
  return mirror;
}

const labels = (...args: Parameters<typeof crumbsOf>) => crumbsOf(...args).map((crumb) => crumb.label);

test('the way in leads from cluster over node, pod and container to folder and file', () => {
  const mirror = world();
  expect(labels({ lens: 'file', of: 'n1/c1', sheet: 0, path: '/etc/nginx/nginx.conf' }, mirror)).toEqual(['demo', 'n1', 'web-1', 'c1', 'etc', 'nginx', 'nginx.conf']);
  expect(labels({ lens: 'host', host: 'n1' }, mirror)).toEqual(['demo', 'n1']);
  expect(labels({ lens: 'pod', pod: 'p2' }, mirror)).toEqual(['demo', 'web-2']);
  expect(labels({ lens: 'stack', of: 'laptop/c2', folder: '/' }, mirror)).toEqual(['laptop', 'c2']);
});

test('one step out of anywhere is the crumb before, and out of a cluster there is no way', () => {
  const mirror = world();
  expect(outOf({ lens: 'stack', of: 'n1/c1', folder: '/etc' }, mirror)).toEqual({ lens: 'stack', of: 'n1/c1', folder: '/' });
  expect(outOf({ lens: 'stack', of: 'n1/c1', folder: '/' }, mirror)).toEqual({ lens: 'pod', pod: 'p1' });
  expect(outOf({ lens: 'cluster', cluster: 'demo' }, mirror)).toBeUndefined();
});

test('a double click leads into what has an inside', () => {
  const mirror = world();
  expect(intoRow('nodes/demo/n1', mirror)).toEqual({ lens: 'host', host: 'n1' });
  expect(intoRow('containers/n1/c1', mirror)).toEqual({ lens: 'stack', of: 'n1/c1', folder: '/' });
  expect(intoRow('services/s', mirror)).toBeUndefined();
});

test('a place is there as long as its row is', () => {
  const mirror = world();
  expect(exists({ lens: 'pod', pod: 'p1' }, mirror)).toBe(true);
  mirror.apply({ pods: { puts: [], drops: ['p1'] } });
  expect(exists({ lens: 'pod', pod: 'p1' }, mirror)).toBe(false);
});
