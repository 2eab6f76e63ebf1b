/** What is laid down for a namespace holds for what is made in it. */
import { expect, test } from 'vitest';
import { makeCluster, send, type Answered } from '../test-cluster.ts';

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

test('a quota may be of pods of some priority alone', () => {
  const server = cluster('resourcequotas', { hard: { pods: '0' }, scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In', values: ['high'] }] } });
  send(server, 'POST', '/apis/scheduling.k8s.io/v1/priorityclasses', { metadata: { name: 'high' }, value: 10 });
  expect(send(server, 'POST', pods, pod('a')).status).toBe(201);
  const high = { metadata: { name: 'b' }, spec: { ...pod('b').spec, priorityClassName: 'high' } };
  expect(send(server, 'POST', pods, high).json.message).toBe('pods "b" is forbidden: exceeded quota: q, requested: pods=1, used: pods=0, limited: pods=0');
});

test('a limit range bounds claims, and how far a limit may lie above what is asked for', () => {
  const server = cluster('limitranges', { limits: [{ type: 'PersistentVolumeClaim', min: { storage: '1Gi' }, max: { storage: '2Gi' } }, { type: 'Container', maxLimitRequestRatio: { cpu: '2' } }] });
  const claim = (storage: string) => send(server, 'POST', '/api/v1/namespaces/default/persistentvolumeclaims', { metadata: { name: 'c' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } } } }).json.message;
  expect(claim('1Mi')).toBe('persistentvolumeclaims "c" is forbidden: minimum storage usage per PersistentVolumeClaim is 1Gi, but request is 1Mi');
  expect(claim('3Gi')).toBe('persistentvolumeclaims "c" is forbidden: maximum storage usage per PersistentVolumeClaim is 2Gi, but request is 3Gi');
  const ratio = (limits: object) => send(server, 'POST', pods, pod('p', { resources: { requests: { cpu: '100m' }, limits } })).json.message;
  expect(ratio({ cpu: '300m' })).toBe('pods "p" is forbidden: cpu max limit to request ratio per Container is 2, but provided ratio is 3.000000');
  expect(ratio({})).toBe('pods "p" is forbidden: cpu max limit to request ratio per Container is 2, but no limit is specified or limit is 0');
});

const namespaces = '/api/v1/namespaces';
const label = (mode: string) => `pod-security.kubernetes.io/${mode}`;
const found = ({ headers }: Answered) => (headers['warning'] ?? '').split(', 299 - ').filter(Boolean);

test('a restricted namespace names all that a pod lacks', () => {
  const { server } = makeCluster();
  send(server, 'POST', namespaces, { metadata: { name: 'safe', labels: { [label('enforce')]: 'restricted' } } });
  const lacks = 'allowPrivilegeEscalation != false (container "c" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container "c" must set securityContext.capabilities.drop=["ALL"])';
  const silent = 'seccompProfile (pod or container "c" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")';
  expect(send(server, 'POST', `${namespaces}/safe/pods`, pod('a')).json.message).toBe(`pods "a" is forbidden: violates PodSecurity "restricted:latest": ${lacks}, runAsNonRoot != true (pod or container "c" must set securityContext.runAsNonRoot=true), ${silent}`);
  const bold = { metadata: { name: 'b' }, spec: { hostNetwork: true, volumes: [{ name: 'v', hostPath: { path: '/' } }], securityContext: { runAsNonRoot: false }, containers: [{ name: 'c', image: 'i', securityContext: { privileged: true, capabilities: { add: ['SYS_ADMIN'] } } }] } };
  expect(send(server, 'POST', `${namespaces}/safe/pods`, bold).json.message).toBe(
    `pods "b" is forbidden: violates PodSecurity "restricted:latest": host namespaces (hostNetwork=true), privileged (container "c" must not set securityContext.privileged=true), ${lacks.slice(0, -1)}; container "c" must not include "SYS_ADMIN" in securityContext.capabilities.add), restricted volume types (volume "v" uses restricted volume type "hostPath"), runAsNonRoot != true (pod must not set securityContext.runAsNonRoot=false), ${silent}`,
  );
  const deployment = { metadata: { name: 'd' }, spec: { selector: { matchLabels: { a: 'b' } }, template: { metadata: { labels: { a: 'b' } }, spec: pod('x').spec } } };
  const made = send(server, 'POST', '/apis/apps/v1/namespaces/safe/deployments', deployment);
  expect([made.status, made.headers['warning']]).toEqual([201, expect.stringMatching(/^299 - "would violate PodSecurity \\"restricted:latest\\": allowPrivilegeEscalation != false \(container/)]);
});

test('who is only warned of is let in, and a namespace that becomes stricter tells what it has', () => {
  const server = cluster('limitranges', {});
  const patch = (labels: object) => send(server, 'PATCH', `${namespaces}/default`, { metadata: { labels } }, { type: 'merge' });
  patch({ [label('warn')]: 'baseline', [`${label('warn')}-version`]: 'v1.30' });
  const loose = { ...pod('a', { securityContext: { privileged: true } }) };
  expect(found(send(server, 'POST', pods, loose))).toEqual(['299 - "would violate PodSecurity \\"baseline:v1.30\\": privileged (container \\"c\\" must not set securityContext.privileged=true)"']);
  send(server, 'POST', pods, { ...loose, metadata: { name: 'b' } });
  const stricter = send(server, 'PATCH', `${namespaces}/default?dryRun=All`, { metadata: { labels: { [label('enforce')]: 'baseline' } } }, { type: 'merge' });
  expect(stricter.headers['warning']).toBe('299 - "existing pods in namespace \\"default\\" violate the new PodSecurity enforce level \\"baseline:latest\\"", 299 - "a (and 1 other pod): privileged"');
  expect(patch({ [label('enforce')]: 'strict' }).json.message).toBe('Namespace "default" is invalid: metadata.labels[pod-security.kubernetes.io/enforce]: Invalid value: "strict": must be one of privileged, baseline, restricted');
});
