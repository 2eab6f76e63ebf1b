/** What a kustomization has to know of kinds, since it asks no server: the order of its output, which names refer to which objects, which kinds have no namespace. */

const first = [
  'Namespace', 'ResourceQuota', 'StorageClass', 'CustomResourceDefinition', 'ServiceAccount', 'PodSecurityPolicy', 'Role', 'ClusterRole', 'RoleBinding',
  'ClusterRoleBinding', 'ConfigMap', 'Secret', 'Endpoints', 'Service', 'LimitRange', 'PriorityClass', 'PersistentVolume', 'PersistentVolumeClaim',
  'Deployment', 'StatefulSet', 'CronJob', 'PodDisruptionBudget',
];
const last = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'];

const firstOfOld = [
  'Namespace', 'StorageClass', 'CustomResourceDefinition', 'MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration', 'ServiceAccount', 'Role', 'ClusterRole',
  'RoleBinding', 'ClusterRoleBinding', 'ConfigMap', 'Secret', 'Service', 'Deployment', 'StatefulSet', 'CronJob', 'PodDisruptionBudget',
];

/** As kustomize 2 had them: what is not among these comes after. */
export function oldRankOf(kind: string): number {
  const at = firstOfOld.indexOf(kind);
  return at >= 0 ? at : firstOfOld.length;
}

/** What others stand on comes first, webhooks last, all else between by name. */
export function rankOf(kind: string): number {
  const at = first.indexOf(kind);
  return at >= 0 ? at : first.length + 1 + last.indexOf(kind) * 2;
}

const clusterScoped = new Set([
  'APIService', 'CSIDriver', 'CSINode', 'CertificateSigningRequest', 'ClusterRole', 'ClusterRoleBinding', 'CustomResourceDefinition', 'FlowSchema', 'IngressClass',
  'MutatingWebhookConfiguration', 'Namespace', 'Node', 'PersistentVolume', 'PriorityClass', 'PriorityLevelConfiguration', 'RuntimeClass', 'StorageClass',
  'ValidatingWebhookConfiguration', 'VolumeAttachment',
]);

export function hasNamespace(kind: string): boolean {
  return !clusterScoped.has(kind);
}

/** Kinds that a prefix or suffix leaves alone. */
export const keepsName: ReadonlySet<string> = new Set(['APIService', 'CustomResourceDefinition', 'Namespace']);

/** Where labels go besides metadata.labels when selectors are to follow: maps that choose pods, and the labels of templates. */
export const selectorPaths: readonly (readonly string[])[] = [
  ['spec', 'selector', 'matchLabels'],
  ['spec', 'template', 'metadata', 'labels'],
  ['spec', 'jobTemplate', 'spec', 'template', 'metadata', 'labels'],
];

/** Kinds whose spec.selector is a plain map. */
export const mapSelectorKinds: ReadonlySet<string> = new Set(['ReplicationController', 'Service']);

/** Kinds whose selector and template are made from labels even where the manifest has none. */
export const workloadKinds: ReadonlySet<string> = new Set(['DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet']);

/** Fields that name an object, by the object's kind: `*` stands for every item of a list. */
export const references: Readonly<Record<string, readonly string[]>> = {
  ConfigMap: [
    'volumes/*/configMap/name',
    'volumes/*/projected/sources/*/configMap/name',
    'containers/*/env/*/valueFrom/configMapKeyRef/name',
    'containers/*/envFrom/*/configMapRef/name',
    'initContainers/*/env/*/valueFrom/configMapKeyRef/name',
    'initContainers/*/envFrom/*/configMapRef/name',
  ],
  Secret: [
    'volumes/*/secret/secretName',
    'volumes/*/projected/sources/*/secret/name',
    'containers/*/env/*/valueFrom/secretKeyRef/name',
    'containers/*/envFrom/*/secretRef/name',
    'initContainers/*/env/*/valueFrom/secretKeyRef/name',
    'initContainers/*/envFrom/*/secretRef/name',
    'imagePullSecrets/*/name',
  ],
  PersistentVolumeClaim: ['volumes/*/persistentVolumeClaim/claimName'],
  ServiceAccount: ['serviceAccountName'],
};

/** Such fields outside of pod specs, from the object's root. */
export const rootReferences: Readonly<Record<string, readonly string[]>> = {
  Secret: ['spec/tls/*/secretName', 'secrets/*/name', 'imagePullSecrets/*/name'],
  Service: ['spec/serviceName', 'spec/rules/*/http/paths/*/backend/service/name', 'spec/defaultBackend/service/name'],
  ServiceAccount: ['subjects/*/name'],
  Role: ['roleRef/name'],
  ClusterRole: ['roleRef/name'],
  Deployment: ['spec/scaleTargetRef/name'],
  StatefulSet: ['spec/scaleTargetRef/name'],
  ReplicaSet: ['spec/scaleTargetRef/name'],
};

export const podSpecPaths: readonly (readonly string[])[] = [
  ['spec'],
  ['spec', 'template', 'spec'],
  ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
];

/** Subjects of bindings that live in a namespace move with it. */
export const placedSubjects: ReadonlySet<string> = new Set(['ServiceAccount']);
