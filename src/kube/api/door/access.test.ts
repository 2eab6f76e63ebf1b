/** Who may do what: by roles, tokens and acting for others. */
import { expect, test } from 'vitest';
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
