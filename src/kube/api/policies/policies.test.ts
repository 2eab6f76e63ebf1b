/** What is laid down for a namespace holds for what is made in it. */
import { expect, test } from 'vitest';
import { makeCluster, send } from '../test-cluster.ts';

const pods = '/api/v1/namespaces/default/pods';
const pod = (name: string, more: object = {}) => ({ metadata: { name }, spec: { containers: [{ name: 'c', image: 'busybox', ...more }] } });

function cluster(kind: string, spec: object) {
  const { server } = makeCluster();
  send(server, 'POST', '/api/v1/namespaces/default/serviceaccounts', { metadata: { name: 'default' } });
  expect(send(server, 'POST', `/api/v1/namespaces/default/${kind}`, { metadata: { name: 'q' }, spec }).status).toBe(201);
  return server;
}

test('a quota counts what comes, refuses what is too much, and wants to be told what is asked for', () => {
  const server = cluster('resourcequotas', { hard: { pods: '1', 'requests.cpu': '1' } });
  expect(send(server, 'POST', pods, pod('a')).json.message).toBe('pods "a" is forbidden: failed quota: q: must specify requests.cpu for: c');
  const asking = { resources: { requests: { cpu: '200m' } } };
  expect(send(server, 'POST', `${pods}?dryRun=All`, pod('a', asking)).status).toBe(201);
  expect(send(server, 'POST', pods, pod('a', asking)).status).toBe(201);
  expect(send(server, 'GET', '/api/v1/namespaces/default/resourcequotas/q').json.status.used).toEqual({ pods: '1', 'requests.cpu': '200m' });
  expect(send(server, 'POST', pods, pod('b', asking)).json.message).toBe('pods "b" is forbidden: exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1');
});

test('a limit range fills in and bounds', () => {
  const server = cluster('limitranges', { limits: [{ type: 'Container', default: { memory: '32Mi' }, max: { memory: '64Mi' } }] });
  const made = send(server, 'POST', pods, pod('a')).json;
  expect(made.spec.containers[0].resources).toEqual({ limits: { memory: '32Mi' }, requests: { memory: '32Mi' } });
  expect(made.metadata.annotations['kubernetes.io/limit-ranger']).toBe('LimitRanger plugin set: memory request for container c; memory limit for container c');
  const greedy = send(server, 'POST', pods, pod('b', { resources: { limits: { memory: '1Gi' } } }));
  expect(greedy.json.message).toBe('pods "b" is forbidden: maximum memory usage per Container is 64Mi, but limit is 1Gi');
});

test('a restricted namespace names all that a pod lacks', () => {
  const { server } = makeCluster();
  send(server, 'POST', '/api/v1/namespaces', { metadata: { name: 'safe', labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } } });
  const answer = send(server, 'POST', '/api/v1/namespaces/safe/pods', pod('a'));
  expect(answer.status).toBe(403);
  expect(answer.json.message).toMatch(/violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false \(container "c" must set .*runAsNonRoot != true.*seccompProfile/);
});
