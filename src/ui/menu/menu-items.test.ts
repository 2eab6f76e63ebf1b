import { expect, test } from 'vitest';
import { Mirror } from '../../client/index.ts';
import { makeNode, makeOwner, makePod } from '../diagram/row-samples.ts';
import { en } from '../words/en.ts';
import { zh } from '../words/zh.ts';
import { menuItems } from './menu-items.ts';

function world() {
  const mirror = new Mirror();
  const put = <R>(...puts: R[]) => ({ puts, drops: [] });
  mirror.apply({
    hosts: put({ id: 'n1', role: 'node', address: '', up: true, cut: true, cutFrom: [], cores: 2, memoryBytes: 1, docker: false, kernel: 'Linux', inside: '', bootMs: 0 }),
    nodes: put(makeNode('n1', { cordoned: true })),
    pods: put(makePod('p', { name: 'web-1', namespace: 'shop' })),
    owners: put(makeOwner('d', { kind: 'Deployment', name: 'web', wanted: 3, paused: true })),
  });
  return { mirror, words: en.menu, home: 'laptop', faults: [] };
}

const commands = (...args: Parameters<typeof menuItems>) => menuItems(...args).map((item) => item.command).filter((command) => command !== '');

test('what one can do to a pod is typed with its namespace', () => {
  expect(commands('pods/p', world())).toContain('kubectl delete pod web-1 -n shop');
});

test('what is offered follows the state: a cordoned node can be uncordoned, a cut one mended', () => {
  const items = menuItems('nodes/demo/n1', world());
  expect(items.map((item) => item.command)).toContain('kubectl uncordon n1');
  const labels = items.map((item) => item.label);
  expect(labels).toContain(en.menu.mend);
  expect(labels).not.toContain(en.menu.cut);
});

test('a deployment can be scaled from where it stands, and goes on when it is paused', () => {
  const typed = commands('owners/d', world());
  expect(typed).toContain('kubectl scale deployment/web --replicas=4');
  expect(typed).toContain('kubectl rollout resume deployment/web');
});

test('an image that was broken by hand can be mended, and only then', () => {
  const { mirror, words, home } = world();
  const labels = (faults: Parameters<typeof menuItems>[1]['faults']) => menuItems('owners/d', { mirror, words, home, faults }).map((item) => item.label);
  expect(labels([])).toContain(en.menu.breakImage);
  expect(labels([{ kind: 'break-image', reference: 'nginx:1.23' }])).toContain(en.menu.mendImage);
  expect(labels([{ kind: 'break-image', reference: 'docker.io/library/nginx:1.23' }])).toContain(en.menu.mendImage);
  expect(labels([{ kind: 'break-image', reference: 'nginx' }])).toContain(en.menu.breakImage);
  expect(labels([{ kind: 'break-image', reference: 'nginx:1.23' }, { kind: 'mend-image', reference: 'nginx:1.23' }])).toContain(en.menu.breakImage);
});

test('no two things in a menu have one name, in either language', () => {
  for (const words of [en.menu, zh.menu]) {
    for (const about of ['pods/p', 'nodes/demo/n1', 'owners/d'] as const) {
      const labels = menuItems(about, { ...world(), words }).map((item) => item.label);
      expect(new Set(labels).size).toBe(labels.length);
    }
  }
});

test('an image that was built here is in no registry: it cannot be taken from one', () => {
  const { mirror, words, home } = world();
  const image = { host: 'laptop', image: 'sha256:a', layers: [], history: [], sizeBytes: 1, command: '', createdMs: 0, broken: false };
  mirror.apply({
    images: {
      puts: [
        { ...image, id: 'built', tags: ['site:latest'], digest: '' },
        { ...image, id: 'pulled', tags: ['nginx:1.23'], digest: 'nginx@sha256:b' },
      ],
      drops: [],
    },
  });
  const labels = (id: string) => menuItems(`images/${id}`, { mirror, words, home, faults: [] }).map((item) => item.label);
  expect(labels('built')).not.toContain(words.breakImage);
  expect(labels('pulled')).toContain(words.breakImage);
});

test('what a menu does to a Service it does by commands', () => {
  const { mirror, words, home } = world();
  const service = { cluster: 'c', type: 'ClusterIP', clusterIp: '10.96.0.9', selector: 'app=web', ports: [], endpoints: [], createdMs: 0 };
  mirror.apply({ services: { puts: [{ ...service, id: 's', name: 'web', namespace: 'shop' }], drops: [] } });
  expect(commands('services/s', { mirror, words, home, faults: [] })).toEqual(['kubectl describe service web -n shop', 'kubectl get endpointslices -l kubernetes.io/service-name=web -n shop', 'kubectl delete service web -n shop']);
});

test('a process is sent its signal where it runs, by the command that does it', () => {
  const { mirror, words, home } = world();
  const process = { ppid: 1, command: 'nginx', user: 'root', state: 'S', container: '', cpuPermille: 0, memoryBytes: 1, startedMs: 0, ownPid: 1, cgroup: '/', namespaces: {} as never };
  mirror.apply({ processes: { puts: [{ ...process, id: 'n1/7', host: 'n1', pid: 7 }, { ...process, id: 'laptop/9', host: 'laptop', pid: 9 }], drops: [] } });
  const typed = (id: string) => commands(`processes/${id}`, { mirror, words, home, faults: [] });
  expect(typed('n1/7')).toContain('ssh n1 sudo kill 7');
  expect(typed('laptop/9')).toContain('sudo kill -KILL 9');
});
