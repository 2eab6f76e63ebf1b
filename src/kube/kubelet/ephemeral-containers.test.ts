/** Containers that are put into a pod while it runs: by a part of the pod at the API's door, begun once by the kubelet. */
import { expect, test } from 'vitest';
import { send } from '../api/test-cluster.ts';
import { makeNode } from './test-node.ts';

const path = '/api/v1/namespaces/default/pods/web/ephemeralcontainers';
const debuggerOf = (more: object = {}) => ({ spec: { ephemeralContainers: [{ name: 'debugger', image: 'busybox:1.35', ...more }] } });

function node(release: string) {
  const n = makeNode({ release });
  n.runtime.images.add('busybox:1.35');
  n.make('web', [{ name: 'web' }]);
  n.run(5_000);
  return n;
}

test('one is begun beside what runs, and not again when it ends', () => {
  const n = node('1.36');
  n.runtime.lifeOf = () => ({ ms: 1_000, code: 3 });
  const answer = send(n.server, 'PATCH', path, debuggerOf({ targetContainerName: 'web' }), { type: 'strategic' });
  expect([answer.status, answer.json.spec.containers.length]).toEqual([200, 1]);
  n.run(60_000);
  const { status } = n.pod('web')!;
  expect(status.containerStatuses).toMatchObject([{ name: 'web', ready: true, restartCount: 0 }]);
  expect(status.ephemeralContainerStatuses).toMatchObject([{ name: 'debugger', ready: false, restartCount: 0, state: { terminated: { exitCode: 3 } } }]);
  expect(n.runtime.log.filter((line) => line.endsWith('start debugger'))).toHaveLength(1);
});

test('what may not be: changed, taken out, one name twice, at the pod itself, at its creation', () => {
  const n = node('1.36');
  const sent = (body: object, at = path, type = 'merge') => send(n.server, 'PATCH', at, body, { type }).json.message;
  send(n.server, 'PATCH', path, debuggerOf(), { type: 'strategic' });
  expect(sent(debuggerOf({ image: 'busybox:1.36' }))).toContain('existing ephemeral containers "debugger" may not be changed');
  expect(sent({ spec: { ephemeralContainers: [] } })).toContain('existing ephemeral containers "debugger" may not be removed');
  expect(sent({ spec: { ephemeralContainers: [{ name: 'web', image: 'busybox:1.35' }] } }, path, 'strategic')).toContain('spec.ephemeralContainers[0].name: Duplicate value: "web"');
  expect(sent({ spec: { ephemeralContainers: [] } }, path.replace('/ephemeralcontainers', ''))).toContain('pod updates may not change fields other than');
  const body = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'new' }, spec: { containers: [{ name: 'c', image: 'busybox:1.35' }], ...debuggerOf().spec } };
  expect(send(n.server, 'POST', '/api/v1/namespaces/default/pods', body).json.message).toContain('spec.ephemeralContainers: Forbidden: cannot be set on create');
  expect(sent({ metadata: { labels: { a: 'b' } }, spec: { terminationGracePeriodSeconds: 1 } })).toBeUndefined();
  expect(n.pod('web')!.metadata.labels).toBeUndefined();
});

test('a release that has no such part says so', () => {
  const n = node('1.20');
  expect(send(n.server, 'PATCH', path, debuggerOf(), { type: 'strategic' }).json.message).toBe('the server could not find the requested resource');
});
