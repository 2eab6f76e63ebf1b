/** The types that the tests' server has, and the columns of its tables. */
import { humanDuration, parseRfc3339, type Json } from '../../../base/index.ts';
import { count, list, text } from '../objects/member.ts';

export interface FakeColumn {
  readonly name: string;
  readonly priority?: number;
  readonly cell: (object: Json, nowMs: number) => Json;
}

export interface FakeKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly columns?: readonly FakeColumn[];
  readonly scalable?: boolean;
}

const at = (name: string, ...path: readonly (string | number)[]): FakeColumn => ({ name, cell: (object) => text(object, ...path) || '<none>' });
const wide = (column: FakeColumn): FakeColumn => ({ ...column, priority: 1 });

export const ageColumn: FakeColumn = {
  name: 'Age',
  cell: (object, nowMs) => humanDuration(nowMs - (parseRfc3339(text(object, 'metadata', 'creationTimestamp')) ?? nowMs)),
};

const podColumns: readonly FakeColumn[] = [
  {
    name: 'Ready',
    cell: (pod) => `${list(pod, 'status', 'containerStatuses').filter((s) => text(s, 'ready') === 'true').length}/${list(pod, 'spec', 'containers').length}`,
  },
  at('Status', 'status', 'phase'),
  { name: 'Restarts', cell: (pod) => list(pod, 'status', 'containerStatuses').reduce((sum: number, s) => sum + count(s, 'restartCount'), 0) },
  ageColumn,
  wide(at('IP', 'status', 'podIP')),
  wide(at('Node', 'spec', 'nodeName')),
];

const deploymentColumns: readonly FakeColumn[] = [
  { name: 'Ready', cell: (d) => `${count(d, 'status', 'readyReplicas')}/${count(d, 'spec', 'replicas')}` },
  { name: 'Up-to-date', cell: (d) => count(d, 'status', 'updatedReplicas') },
  { name: 'Available', cell: (d) => count(d, 'status', 'availableReplicas') },
  ageColumn,
];

const replicaSetColumns: readonly FakeColumn[] = [
  { name: 'Desired', cell: (r) => count(r, 'spec', 'replicas') },
  { name: 'Current', cell: (r) => count(r, 'status', 'replicas') },
  { name: 'Ready', cell: (r) => count(r, 'status', 'readyReplicas') },
  ageColumn,
];

const core = { group: '', version: 'v1' };
const apps = { group: 'apps', version: 'v1', namespaced: true, categories: ['all'], scalable: true };

export const fakeKinds: readonly FakeKind[] = [
  { ...core, kind: 'ConfigMap', plural: 'configmaps', namespaced: true, shortNames: ['cm'] },
  { ...core, kind: 'Endpoints', plural: 'endpoints', namespaced: true, shortNames: ['ep'] },
  { ...core, kind: 'Event', plural: 'events', namespaced: true, shortNames: ['ev'] },
  { ...core, kind: 'LimitRange', plural: 'limitranges', namespaced: true, shortNames: ['limits'] },
  { ...core, kind: 'Namespace', plural: 'namespaces', namespaced: false, shortNames: ['ns'], columns: [at('Status', 'status', 'phase'), ageColumn] },
  { ...core, kind: 'Node', plural: 'nodes', namespaced: false, shortNames: ['no'], columns: [at('Version', 'status', 'nodeInfo', 'kubeletVersion'), ageColumn] },
  { ...core, kind: 'Pod', plural: 'pods', namespaced: true, shortNames: ['po'], categories: ['all'], columns: podColumns },
  { ...core, kind: 'ResourceQuota', plural: 'resourcequotas', namespaced: true, shortNames: ['quota'] },
  { ...core, kind: 'Secret', plural: 'secrets', namespaced: true },
  { ...core, kind: 'Service', plural: 'services', namespaced: true, shortNames: ['svc'], categories: ['all'], columns: [at('Type', 'spec', 'type'), ageColumn] },
  { ...core, kind: 'ServiceAccount', plural: 'serviceaccounts', namespaced: true, shortNames: ['sa'] },
  { ...apps, kind: 'Deployment', plural: 'deployments', shortNames: ['deploy'], columns: deploymentColumns },
  { ...apps, kind: 'ReplicaSet', plural: 'replicasets', shortNames: ['rs'], columns: replicaSetColumns },
  { ...apps, kind: 'StatefulSet', plural: 'statefulsets', shortNames: ['sts'] },
  { ...apps, kind: 'ControllerRevision', plural: 'controllerrevisions' },
  { group: 'autoscaling', version: 'v1', kind: 'HorizontalPodAutoscaler', plural: 'horizontalpodautoscalers', namespaced: true, shortNames: ['hpa'] },
  { group: 'batch', version: 'v1', kind: 'Job', plural: 'jobs', namespaced: true },
  { group: 'coordination.k8s.io', version: 'v1', kind: 'Lease', plural: 'leases', namespaced: true },
  { group: 'discovery.k8s.io', version: 'v1', kind: 'EndpointSlice', plural: 'endpointslices', namespaced: true },
  { group: 'policy', version: 'v1', kind: 'PodDisruptionBudget', plural: 'poddisruptionbudgets', namespaced: true, shortNames: ['pdb'] },
  { group: 'rbac.authorization.k8s.io', version: 'v1', kind: 'Role', plural: 'roles', namespaced: true },
  { group: 'rbac.authorization.k8s.io', version: 'v1', kind: 'RoleBinding', plural: 'rolebindings', namespaced: true },
  { group: 'stable.example.com', version: 'v1', kind: 'CronTab', plural: 'crontabs', namespaced: true, shortNames: ['ct'] },
];
