/** Who may do what: by roles, tokens and acting for others. */
import { expect, test } from 'vitest';
import type { Headers } from '../../../base/index.ts';
import { makeCluster, send } from '../test-cluster.ts';

const rbac = '/apis/rbac.authorization.k8s.io/v1/namespaces/default';

function cluster() {
  const { server } = makeCluster();
  send(server, 'POST', '/api/v1/namespaces/default/serviceaccounts', { metadata: { name: 'bot' } });
  send(server, 'POST', `${rbac}/roles`, { metadata: { name: 'reader' }, rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] }] });
  send(server, 'POST', `${rbac}/rolebindings`, { metadata: { name: 'rb' }, roleRef: { kind: 'Role', name: 'reader' }, subjects: [{ kind: 'ServiceAccount', name: 'bot', namespace: 'default' }] });
  return server;
}

const bot = { user: 'system:serviceaccount:default:bot' };

test('a role allows what it says and nothing beside', () => {
  const server = cluster();
  expect(send(server, 'GET', '/api/v1/namespaces/default/pods', undefined, bot).status).toBe(200);
  const refused = send(server, 'DELETE', '/api/v1/namespaces/default/pods/x', undefined, bot);
  expect(refused.status).toBe(403);
  expect(refused.json.message).toBe('pods "x" is forbidden: User "system:serviceaccount:default:bot" cannot delete resource "pods" in API group "" in the namespace "default"');
  expect(send(server, 'GET', '/api/v1/pods', undefined, bot).json.message).toContain('at the cluster scope');
});

test('a review answers as the door would', () => {
  const server = cluster();
  const ask = (verb: string) => send(server, 'POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', { spec: { resourceAttributes: { verb, resource: 'pods', namespace: 'default' } } }, bot).json.status;
  expect(ask('list')).toEqual({ allowed: true, reason: 'RBAC: allowed by RoleBinding "rb/default" of Role "reader" to ServiceAccount "bot/default"' });
  expect(ask('delete')).toEqual({ allowed: false });
});

test('a token is its account, and one that was made up is nobody', () => {
  const server = cluster();
  const { token } = send(server, 'POST', '/api/v1/namespaces/default/serviceaccounts/bot/token', { spec: {} }).json.status;
  const review = (text: string) => send(server, 'POST', '/apis/authentication.k8s.io/v1/tokenreviews', { spec: { token: text } }).json.status;
  expect(review(token)).toMatchObject({ authenticated: true, user: { username: 'system:serviceaccount:default:bot' } });
  expect(review(`${token.slice(0, -2)}xx`).authenticated).toBeUndefined();
});

test('who may not edit may not change the roles that say so', () => {
  const server = cluster();
  const answer = send(server, 'POST', `${rbac}/roles`, { metadata: { name: 'all' }, rules: [] }, bot);
  expect(answer.status).toBe(403);
});

test('paths that are no resource: the version for everybody, discovery for whom the server knows, and for all before 1.14', () => {
  const { server } = makeCluster();
  const nobody = { user: 'system:anonymous' };
  expect(send(server, 'GET', '/version', undefined, nobody).status).toBe(200);
  for (const path of ['/', '/api', '/apis/apps/v1', '/openapi/v2', '/nosuch']) {
    expect(send(server, 'GET', path, undefined, nobody).json).toMatchObject({ code: 403, message: `forbidden: User "system:anonymous" cannot get path "${path}"` });
  }
  expect(send(server, 'GET', '/apis', undefined, { user: 'jane' }).status).toBe(200);
  expect(send(server, 'GET', '/metrics', undefined, { user: 'jane' }).status).toBe(403);
  expect(send(makeCluster('1.11').server, 'GET', '/apis', undefined, nobody).status).toBe(200);
});

test('the administrator of a cluster since 1.29 has a role, which can be taken away', () => {
  const { server } = makeCluster('1.36');
  const binding = '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/kubeadm:cluster-admins';
  expect(send(server, 'DELETE', binding).status).toBe(200);
  expect(send(server, 'GET', '/api/v1/pods').status).toBe(403);
  expect(send(server, 'GET', '/api/v1/pods', undefined, { user: 'kubernetes-super-admin' }).status).toBe(200);
});

test('nobody grants what they do not hold', () => {
  const { server } = makeCluster();
  const roles = '/apis/rbac.authorization.k8s.io/v1/namespaces/default/roles';
  const bindings = '/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings';
  const rules = [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] }];
  const subjects = [{ kind: 'User', name: 'jane' }];
  const own = [...rules, { apiGroups: ['rbac.authorization.k8s.io'], resources: ['roles', 'rolebindings'], verbs: ['create', 'update', 'patch', 'get'] }];
  send(server, 'POST', roles, { metadata: { name: 'keeper' }, rules: own });
  send(server, 'POST', bindings, { metadata: { name: 'keeper' }, roleRef: { kind: 'Role', name: 'keeper' }, subjects });
  const asJane = (method: string, path: string, body: object, type?: string) => send(server, method, path, body, { user: 'jane', ...(type && { type }) });
  expect(asJane('POST', roles, { metadata: { name: 'same' }, rules }).status).toBe(201);
  const more = [{ apiGroups: ['', 'apps'], resources: ['pods', 'deployments'], verbs: ['list', 'delete'] }];
  const missing = '{APIGroups:[""], Resources:["deployments"], Verbs:["list" "delete"]}\n{APIGroups:[""], Resources:["pods"], Verbs:["delete"]}\n{APIGroups:["apps"], Resources:["deployments"], Verbs:["list" "delete"]}\n{APIGroups:["apps"], Resources:["pods"], Verbs:["list" "delete"]}';
  const why = (name: string) => `roles.rbac.authorization.k8s.io "${name}" is forbidden: user "jane" (groups=["system:authenticated"]) is attempting to grant RBAC permissions not currently held:\n${missing}`;
  expect(asJane('POST', roles, { metadata: { name: 'more' }, rules: more }).json).toMatchObject({ code: 403, message: why('more') });
  expect(asJane('PATCH', `${roles}/same`, { rules: more }, 'merge').json.message).toBe(why('same'));
  expect(asJane('PATCH', `${roles}/applied?fieldManager=m`, { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name: 'applied' }, rules: more }, 'apply').json.message).toBe(why('applied'));
  const bind = (name: string, kind: string, role: string) => asJane('POST', bindings, { metadata: { name }, roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name: role }, subjects });
  expect(bind('own', 'Role', 'same').status).toBe(201);
  expect(bind('high', 'ClusterRole', 'cluster-admin').json.message).toContain('not currently held:\n{APIGroups:["*"], Resources:["*"], Verbs:["*"]}\n{NonResourceURLs:["*"], Verbs:["*"]}');
  send(server, 'PATCH', `${roles}/keeper`, { rules: [...own, { apiGroups: ['rbac.authorization.k8s.io'], resources: ['clusterroles'], resourceNames: ['cluster-admin'], verbs: ['bind'] }] }, { type: 'merge' });
  expect(bind('high', 'ClusterRole', 'cluster-admin').status).toBe(201);
});

test('who acts for somebody must be allowed to for each group too', () => {
  const { server } = makeCluster();
  const rule = { apiGroups: [''], resources: ['users', 'groups'], resourceNames: ['jane', 'dev'], verbs: ['impersonate'] };
  send(server, 'POST', '/apis/rbac.authorization.k8s.io/v1/clusterroles', { metadata: { name: 'actor' }, rules: [rule] });
  send(server, 'POST', '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings', { metadata: { name: 'actor' }, roleRef: { kind: 'ClusterRole', name: 'actor' }, subjects: [{ kind: 'User', name: 'joe' }] });
  const whoAmI = (headers: Headers) => send(server, 'POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews', {}, { user: 'joe', headers }).json;
  expect(whoAmI({ 'impersonate-user': 'jane', 'impersonate-group': 'dev' }).status.userInfo).toEqual({ username: 'jane', groups: ['dev', 'system:authenticated'] });
  expect(whoAmI({ 'impersonate-user': 'jane', 'impersonate-group': 'dev, ops' }).message).toBe('groups "ops" is forbidden: User "joe" cannot impersonate resource "groups" in API group "" at the cluster scope');
  expect(whoAmI({ 'impersonate-user': 'jane', 'impersonate-uid': '7' }).message).toBe('uids.authentication.k8s.io "7" is forbidden: User "joe" cannot impersonate resource "uids" in API group "authentication.k8s.io" at the cluster scope');
  expect(whoAmI({ 'impersonate-user': 'jane', 'impersonate-extra-team': 'a' }).message).toBe('userextras.authentication.k8s.io "a" is forbidden: User "joe" cannot impersonate resource "userextras/team" in API group "authentication.k8s.io" at the cluster scope');
  expect(send(server, 'GET', '/api', undefined, { headers: { 'impersonate-user': 'system:anonymous' } }).json.message).toBe('forbidden: User "system:anonymous" cannot get path "/api"');
  expect(send(server, 'GET', '/version', undefined, { headers: { 'impersonate-user': 'system:anonymous' } }).status).toBe(200);
});

test('components are judged by their own names, and a release has its own words for it', () => {
  for (const [release, words] of [['1.36', 'cannot delete resource "deployments" in API group "apps" in the namespace "default"'], ['1.11', 'cannot delete deployments.apps in the namespace "default"']] as const) {
    const { server } = makeCluster(release);
    const asScheduler = (method: string, path: string) => send(server, method, path, undefined, { user: 'system:kube-scheduler' });
    expect(asScheduler('GET', '/api/v1/nodes').status).toBe(200);
    expect(asScheduler('DELETE', '/apis/apps/v1/namespaces/default/deployments/x').json.message).toBe(`deployments.apps "x" is forbidden: User "system:kube-scheduler" ${words}`);
    expect(send(server, 'GET', '/api/v1/secrets', undefined, { user: 'system:nobody' }).status).toBe(403);
    expect(send(server, 'GET', '/api/v1/secrets', undefined, { user: 'system:apiserver' }).status).toBe(200);
  }
});

test('a token of a machine that joins is good while its secret is, for what it says', () => {
  const { server, clock } = makeCluster();
  const encoded = (data: Record<string, string>) => Object.fromEntries(Object.entries(data).map(([key, value]) => [key, btoa(value)]));
  const data = encoded({ 'token-id': 'abcdef', 'token-secret': '0123456789abcdef', 'usage-bootstrap-authentication': 'true', 'auth-extra-groups': 'system:bootstrappers:x', expiration: '2026-11-21T21:00:00Z' });
  send(server, 'POST', '/api/v1/namespaces/kube-system/secrets', { metadata: { name: 'bootstrap-token-abcdef' }, type: 'bootstrap.kubernetes.io/token', data });
  const whoAmI = (token: string) => send(server, 'POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews', {}, { headers: { authorization: `Bearer ${token}` } });
  expect(whoAmI('abcdef.0123456789abcdef').json.status.userInfo).toEqual({ username: 'system:bootstrap:abcdef', groups: ['system:bootstrappers', 'system:bootstrappers:x', 'system:authenticated'] });
  expect(whoAmI('abcdef.0123456789abcdee').status).toBe(401);
  clock.run(3_600_000, { stepsMax: 1000 });
  expect(whoAmI('abcdef.0123456789abcdef').status).toBe(401);
});
