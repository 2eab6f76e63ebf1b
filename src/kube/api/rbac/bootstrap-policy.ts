/**
 * Writes the roles and bindings that every cluster begins with, and the priorities of its own pods. Nobody asks for them before somebody
 * is judged, so they come with the first request, with the time at which the server began.
 */
import type { PolicyRule, Subject } from '../../kinds/role/role.ts';
import { preemptionPolicySince, systemPriorities } from '../../kinds/priority-class/details.ts';
import type { KubeObject, Labels } from '../../meta/object.ts';
import type { ApiServer } from '../api-server.ts';
import { aggregateToAdmin, aggregateToEdit, aggregateToView, componentRoles, nodeRole, rolesIn } from './bootstrap-roles.ts';
import { controllerRoles, namespaceRoles } from './controller-roles.ts';

const group = 'rbac.authorization.k8s.io';
const gather = (name: string) => `${group}/aggregate-to-${name}`;

const groupOf = (name: string): Subject => ({ apiGroup: group, kind: 'Group', name });
const userOf = (name: string): Subject => ({ apiGroup: group, kind: 'User', name });
const accountOf = (name: string): Subject => ({ kind: 'ServiceAccount', name, namespace: 'kube-system' });

const scheduler = userOf('system:kube-scheduler');
const manager = userOf('system:kube-controller-manager');

/** Roles that somebody has from the start, and who. */
const bindings: Readonly<Record<string, readonly Subject[]>> = {
  'cluster-admin': [groupOf('system:masters')],
  'system:basic-user': [groupOf('system:authenticated')],
  'system:discovery': [groupOf('system:authenticated')],
  'system:kube-controller-manager': [manager],
  'system:kube-dns': [accountOf('kube-dns')],
  'system:kube-scheduler': [scheduler],
  'system:monitoring': [groupOf('system:monitoring')],
  'system:node': [],
  'system:node-proxier': [userOf('system:kube-proxy')],
  'system:public-info-viewer': [groupOf('system:authenticated'), groupOf('system:unauthenticated')],
  'system:service-account-issuer-discovery': [groupOf('system:serviceaccounts')],
  'system:volume-scheduler': [scheduler],
};
/** Until 1.14 whoever could reach the server could ask these. */
const openOnce: ReadonlySet<string> = new Set(['system:basic-user', 'system:discovery']);

const lockers: Readonly<Record<string, readonly Subject[]>> = {
  'extension-apiserver-authentication-reader': [manager, scheduler],
  'system::leader-locking-kube-controller-manager': [manager, accountOf('kube-controller-manager')],
  'system::leader-locking-kube-scheduler': [scheduler, accountOf('kube-scheduler')],
};

/** Writes what is missing; what somebody has changed stays. */
export function writePolicy(server: ApiServer, sinceText: string): void {
  const { release } = server;
  const put = (table: string, name: string, object: object, { labels = {}, namespace }: { readonly labels?: Labels; readonly namespace?: string } = {}) => {
    const key = namespace === undefined ? `${table}/${name}` : `${table}/${namespace}/${name}`;
    if (server.store.get(key) !== undefined) return;
    const isBoot = Object.keys(labels).length > 0;
    const metadata = { name, ...(namespace !== undefined && { namespace }), uid: server.newUid(table), creationTimestamp: sinceText, ...(isBoot && { labels, annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'true' } }) };
    server.store.create(key, (revision) => ({ ...object, metadata: { ...metadata, resourceVersion: String(revision) } }) as KubeObject, 0);
  };
  const boot = { 'kubernetes.io/bootstrapping': 'rbac-defaults' };
  const apiVersion = `${group}/v1`;
  const role = (name: string, rules: readonly PolicyRule[], labels: Labels = {}, gathers?: string) => {
    const aggregationRule = gathers && { clusterRoleSelectors: [{ matchLabels: { [gather(gathers)]: 'true' } }] };
    put(`clusterroles.${group}`, name, { apiVersion, kind: 'ClusterRole', ...(aggregationRule && { aggregationRule }), rules }, { labels: { ...boot, ...labels } });
  };
  const bind = (name: string, to: string, subjects: readonly Subject[], labels: Labels = boot) =>
    put(`clusterrolebindings.${group}`, name, { apiVersion, kind: 'ClusterRoleBinding', roleRef: { apiGroup: group, kind: 'ClusterRole', name: to }, ...(subjects.length > 0 && { subjects }) }, { labels });

  const [administered, edited, viewed] = [aggregateToAdmin, aggregateToEdit, aggregateToView].map((text) => rolesIn(text, release)[0]!.rules) as [PolicyRule[], PolicyRule[], PolicyRule[]];
  role('admin', [...edited, ...viewed, ...administered], {}, 'admin');
  role('edit', [...edited, ...viewed], { [gather('admin')]: 'true' }, 'edit');
  role('view', viewed, { [gather('edit')]: 'true' }, 'view');
  role('system:aggregate-to-admin', administered, { [gather('admin')]: 'true' });
  role('system:aggregate-to-edit', edited, { [gather('edit')]: 'true' });
  role('system:aggregate-to-view', viewed, { [gather('view')]: 'true' });
  for (const { name, rules } of rolesIn(componentRoles + nodeRole, release)) {
    role(name, name === 'cluster-admin' ? [...rules, { nonResourceURLs: ['*'], verbs: ['*'] }] : rules);
    if (bindings[name]) bind(name, name, openOnce.has(name) && !release.atLeast(14) ? [...bindings[name], groupOf('system:unauthenticated')] : bindings[name]);
  }
  for (const { name, rules } of rolesIn(controllerRoles, release)) {
    role(`system:controller:${name}`, rules);
    bind(`system:controller:${name}`, `system:controller:${name}`, [accountOf(name)]);
  }
  for (const { name: place, rules } of rolesIn(namespaceRoles, release)) {
    const [namespace = '', name = ''] = place.split(' ');
    put(`roles.${group}`, name, { apiVersion, kind: 'Role', rules }, { labels: boot, namespace });
    const bound = name.startsWith('system:') ? name : `system::${name}`;
    put(`rolebindings.${group}`, bound, { apiVersion, kind: 'RoleBinding', roleRef: { apiGroup: group, kind: 'Role', name }, subjects: lockers[name] ?? [accountOf(name.replace('system:controller:', ''))] }, { labels: boot, namespace });
  }
  if (release.atLeast(29)) bind('kubeadm:cluster-admins', 'cluster-admin', [groupOf('kubeadm:cluster-admins')], {});
  writePriorities(server, (name, object) => put('priorityclasses.scheduling.k8s.io', name, object));
}

function writePriorities({ release }: ApiServer, put: (name: string, object: object) => void): void {
  for (const [name, value] of Object.entries(systemPriorities)) {
    const description = `Used for system critical pods that must ${name === 'system-node-critical' ? 'not be moved from their current node' : 'run in the cluster, but can be moved to another node if necessary'}.`;
    put(name, { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', value, description, ...(release.atLeast(preemptionPolicySince) && { preemptionPolicy: 'PreemptLowerPriority' }) });
  }
}
