/**
 * The roles and bindings that every cluster begins with, and the priorities of its own pods. Nobody asks for them before there
 * is a request, so they are written with the first, with the time at which the server began.
 */
import type { PolicyRule, Subject } from '../../kinds/role/role.ts';
import { preemptionPolicySince, systemPriorities } from '../../kinds/priority-class/details.ts';
import type { KubeObject, Labels } from '../../meta/object.ts';
import type { ApiServer } from '../api-server.ts';

const group = 'rbac.authorization.k8s.io';
const all = ['*'];
const read = ['get', 'list', 'watch'];
const write = ['create', 'delete', 'deletecollection', 'patch', 'update'];

const rule = (groups: string, resources: string, verbs: readonly string[]): PolicyRule => ({ apiGroups: groups.split(','), resources: resources.split(','), verbs });
const paths = (...nonResourceURLs: string[]): PolicyRule => ({ nonResourceURLs, verbs: ['get'] });

const viewed: readonly PolicyRule[] = [
  rule('', 'configmaps,endpoints,persistentvolumeclaims,persistentvolumeclaims/status,pods,replicationcontrollers,replicationcontrollers/scale,serviceaccounts,services,services/status', read),
  rule('', 'bindings,events,limitranges,namespaces/status,pods/log,pods/status,replicationcontrollers/status,resourcequotas,resourcequotas/status', read),
  rule('', 'namespaces', read),
  rule('discovery.k8s.io', 'endpointslices', read),
  rule('apps', 'controllerrevisions,daemonsets,daemonsets/status,deployments,deployments/scale,deployments/status,replicasets,replicasets/scale,replicasets/status,statefulsets,statefulsets/scale,statefulsets/status', read),
  rule('autoscaling', 'horizontalpodautoscalers,horizontalpodautoscalers/status', read),
  rule('batch', 'cronjobs,cronjobs/status,jobs,jobs/status', read),
  rule('extensions', 'daemonsets,daemonsets/status,deployments,deployments/scale,deployments/status,ingresses,ingresses/status,networkpolicies,replicasets,replicasets/scale,replicasets/status,replicationcontrollers/scale', read),
  rule('policy', 'poddisruptionbudgets,poddisruptionbudgets/status', read),
  rule('networking.k8s.io', 'ingresses,ingresses/status,networkpolicies', read),
];
const edited: readonly PolicyRule[] = [
  rule('', 'pods/attach,pods/exec,pods/portforward,pods/proxy,secrets,services/proxy', read),
  rule('', 'serviceaccounts', ['impersonate']),
  rule('', 'pods,pods/attach,pods/exec,pods/portforward,pods/proxy', write),
  rule('', 'pods/eviction', ['create']),
  rule('', 'configmaps,events,persistentvolumeclaims,replicationcontrollers,replicationcontrollers/scale,secrets,serviceaccounts,services,services/proxy', write),
  rule('', 'serviceaccounts/token', ['create']),
  rule('apps', 'daemonsets,deployments,deployments/rollback,deployments/scale,replicasets,replicasets/scale,statefulsets,statefulsets/scale', write),
  rule('autoscaling', 'horizontalpodautoscalers', write),
  rule('batch', 'cronjobs,jobs', write),
  rule('extensions', 'daemonsets,deployments,deployments/rollback,deployments/scale,ingresses,networkpolicies,replicasets,replicasets/scale,replicationcontrollers/scale', write),
  rule('policy', 'poddisruptionbudgets', write),
  rule('networking.k8s.io', 'ingresses,networkpolicies', write),
];
const administered: readonly PolicyRule[] = [
  rule('authorization.k8s.io', 'localsubjectaccessreviews', ['create']),
  rule(group, 'rolebindings,roles', ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch']),
];

interface Given {
  readonly rules: readonly PolicyRule[];
  readonly labels?: Labels;
  readonly gathers?: string; // the label of the roles that it is put together of
}

const gather = (name: string) => `${group}/aggregate-to-${name}`;

/** Since 1.28. */
const whoAmI = rule('authentication.k8s.io', 'selfsubjectreviews', ['create']);

const roles: Readonly<Record<string, Given>> = {
  'cluster-admin': { rules: [rule('*', '*', all), { nonResourceURLs: all, verbs: all }] },
  admin: { rules: [...edited, ...administered, ...viewed], gathers: 'admin' },
  edit: { rules: [...edited, ...viewed], labels: { [gather('admin')]: 'true' }, gathers: 'edit' },
  view: { rules: viewed, labels: { [gather('edit')]: 'true' }, gathers: 'view' },
  'system:aggregate-to-admin': { rules: administered, labels: { [gather('admin')]: 'true' } },
  'system:aggregate-to-edit': { rules: edited, labels: { [gather('edit')]: 'true' } },
  'system:aggregate-to-view': { rules: viewed, labels: { [gather('view')]: 'true' } },
  'system:auth-delegator': { rules: [rule('authentication.k8s.io', 'tokenreviews', ['create']), rule('authorization.k8s.io', 'subjectaccessreviews', ['create'])] },
  'system:basic-user': { rules: [rule('authorization.k8s.io', 'selfsubjectaccessreviews,selfsubjectrulesreviews', ['create']), whoAmI] },
  'system:discovery': { rules: [paths('/api', '/api/*', '/apis', '/apis/*', '/healthz', '/livez', '/openapi', '/openapi/*', '/readyz', '/version', '/version/')] },
  'system:public-info-viewer': { rules: [paths('/healthz', '/livez', '/readyz', '/version', '/version/')] },
  'system:kube-dns': { rules: [rule('', 'endpoints,services', ['list', 'watch'])] },
  'system:kubelet-api-admin': { rules: [rule('', 'nodes', ['get', 'list', 'watch', 'proxy']), rule('', 'nodes/log,nodes/metrics,nodes/proxy,nodes/stats', all)] },
  'system:monitoring': { rules: [paths('/healthz', '/healthz/*', '/livez', '/livez/*', '/metrics', '/readyz', '/readyz/*')] },
  'system:node-bootstrapper': { rules: [rule('certificates.k8s.io', 'certificatesigningrequests', ['create', 'get', 'list', 'watch'])] },
  'system:node-proxier': {
    rules: [rule('', 'endpoints,services', ['list', 'watch']), rule('', 'nodes', read), rule(',events.k8s.io', 'events', ['create', 'patch', 'update']), rule('discovery.k8s.io', 'endpointslices', ['list', 'watch'])],
  },
  'system:persistent-volume-provisioner': {
    rules: [rule('', 'persistentvolumes', ['create', 'delete', 'get', 'list', 'watch']), rule('', 'persistentvolumeclaims', ['get', 'list', 'update', 'watch']), rule('storage.k8s.io', 'storageclasses', read), rule('', 'events', ['create', 'patch', 'update', 'watch'])],
  },
  'system:service-account-issuer-discovery': { rules: [paths('/.well-known/openid-configuration', '/openid/v1/jwks')] },
};

const groupOf = (name: string): Subject => ({ apiGroup: group, kind: 'Group', name });

const bindings: Readonly<Record<string, readonly Subject[]>> = {
  'cluster-admin': [groupOf('system:masters')],
  'system:basic-user': [groupOf('system:authenticated')],
  'system:discovery': [groupOf('system:authenticated')],
  'system:monitoring': [groupOf('system:monitoring')],
  'system:node-proxier': [{ apiGroup: group, kind: 'User', name: 'system:kube-proxy' }],
  'system:public-info-viewer': [groupOf('system:authenticated'), groupOf('system:unauthenticated')],
  'system:service-account-issuer-discovery': [groupOf('system:serviceaccounts')],
};

/** Until 1.14 whoever could reach the server could ask these. */
const openOnce: ReadonlySet<string> = new Set(['system:basic-user', 'system:discovery']);

const defaults = 'rbac-defaults';

/** Writes what is missing; what somebody has changed stays. */
export function writePolicy(server: ApiServer, sinceText: string): void {
  const put = (table: string, name: string, object: object, labels: Labels = {}) => {
    const key = `${table}/${name}`;
    if (server.store.get(key) !== undefined) return;
    const metadata = { name, uid: server.newUid(table), creationTimestamp: sinceText, ...(Object.keys(labels).length > 0 && { labels, annotations: { [`${group}/autoupdate`]: 'true' } }) };
    server.store.create(key, (revision) => ({ ...object, metadata: { ...metadata, resourceVersion: String(revision) } }) as KubeObject, 0);
  };
  const bind = (name: string, role: string, subjects: readonly Subject[], labels?: Labels): void =>
    put(`clusterrolebindings.${group}`, name, { apiVersion: `${group}/v1`, kind: 'ClusterRoleBinding', roleRef: { apiGroup: group, kind: 'ClusterRole', name: role }, subjects }, labels);
  const boot = { 'kubernetes.io/bootstrapping': defaults };
  for (const [name, { rules, labels, gathers }] of Object.entries(roles)) {
    const aggregationRule = gathers && { clusterRoleSelectors: [{ matchLabels: { [gather(gathers)]: 'true' } }] };
    put(`clusterroles.${group}`, name, { apiVersion: `${group}/v1`, kind: 'ClusterRole', ...(aggregationRule && { aggregationRule }), rules: server.release.atLeast(28) ? rules : rules.filter((r) => r !== whoAmI) }, { ...boot, ...labels });
  }
  const toAnybody = server.release.atLeast(14) ? [] : [groupOf('system:unauthenticated')];
  for (const [name, given] of Object.entries(bindings)) {
    const subjects = openOnce.has(name) ? [...given, ...toAnybody] : given;
    bind(name, name, subjects, boot);
  }
  if (server.release.atLeast(29)) bind('kubeadm:cluster-admins', 'cluster-admin', [groupOf('kubeadm:cluster-admins')]);
  for (const [name, value] of Object.entries(systemPriorities)) {
    const description = `Used for system critical pods that must ${name === 'system-node-critical' ? 'not be moved from their current node' : 'run in the cluster, but can be moved to another node if necessary'}.`;
    put('priorityclasses.scheduling.k8s.io', name, { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', value, description, ...(server.release.atLeast(preemptionPolicySince) && { preemptionPolicy: 'PreemptLowerPriority' }) });
  }
}
