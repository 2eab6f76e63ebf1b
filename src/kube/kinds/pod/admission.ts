/**
 * What admission adds to a pod: tolerations of a lost node for five minutes, its priority, and the service account with
 * the volume of its credentials. Pods that share a spec share the outcome too.
 */
import { forbidden } from '../../meta/api-status.ts';
import type { KubeObject, Labels, NewObject } from '../../meta/object.ts';
import type { AdmissionContext } from '../kind.ts';
import type { ServiceAccount } from '../service-account/service-account.ts';
import type { Container } from './container.ts';
import type { Pod, PodSpec, Toleration } from './pod.ts';
import { priorityOf } from './priority.ts';
import type { Volume } from './volume.ts';

interface Admitted {
  readonly account: ServiceAccount | undefined;
  readonly spec: PodSpec;
}

const admitted = new WeakMap<PodSpec, Map<string, Admitted>>();

export function admitUsersPod(pod: NewObject<Pod>, context: AdmissionContext): NewObject<Pod> {
  const { spec } = pod;
  const namespace = pod.metadata.namespace!;
  const accountName = spec.serviceAccountName || 'default';
  const account = context.get(`serviceaccounts/${namespace}/${accountName}`) as ServiceAccount | undefined;
  if (account === undefined && accountName !== 'default') {
    const why = `error looking up service account ${namespace}/${accountName}: serviceaccount "${accountName}" not found`;
    throw forbidden({ group: '', plural: 'pods' }, pod.metadata.name ?? '', why);
  }
  const ofClass = withRuntimeClass(pod, context);
  if (ofClass !== spec) return { ...pod, spec: admitSpec({ ...pod, spec: ofClass }, accountName, account, context) };
  let byNamespace = admitted.get(spec);
  if (byNamespace === undefined) admitted.set(spec, (byNamespace = new Map()));
  let known = byNamespace.get(namespace);
  if (known === undefined || known.account !== account) {
    known = { account, spec: admitSpec(pod, accountName, account, context) };
    byNamespace.set(namespace, known);
  }
  return { ...pod, spec: known.spec };
}

interface RuntimeClass extends KubeObject {
  readonly overhead?: { readonly podFixed?: Labels };
  readonly scheduling?: { readonly nodeSelector?: Labels; readonly tolerations?: readonly Toleration[] };
}

const runtimeClassSince = 16;

/** What a class of runtime adds to its pods, which cannot say themselves what it costs. */
function withRuntimeClass({ metadata, spec }: NewObject<Pod>, context: AdmissionContext): PodSpec {
  if (!context.release.atLeast(runtimeClassSince) || (!spec.runtimeClassName && !spec.overhead)) return spec;
  const reject = (why: string) => forbidden({ group: '', plural: 'pods' }, metadata.name ?? '', `pod rejected: ${why}`);
  const found: RuntimeClass | undefined = spec.runtimeClassName ? context.get(`runtimeclasses.node.k8s.io/${spec.runtimeClassName}`) : undefined;
  if (spec.runtimeClassName && !found) throw reject(`RuntimeClass "${spec.runtimeClassName}" not found`);
  const overhead = found?.overhead?.podFixed;
  if (spec.overhead && !overhead) throw reject('Pod Overhead set without corresponding RuntimeClass defined Overhead');
  const { nodeSelector = {}, tolerations = [] } = found?.scheduling ?? {};
  const conflict = Object.keys(nodeSelector).find((key) => spec.nodeSelector?.[key] !== undefined && spec.nodeSelector[key] !== nodeSelector[key]);
  if (conflict !== undefined) throw reject(`conflict: runtimeClass.scheduling.nodeSelector[${conflict}] = ${nodeSelector[conflict]!}; pod.spec.nodeSelector[${conflict}] = ${spec.nodeSelector![conflict]!}`);
  return {
    ...spec,
    ...(overhead && { overhead }),
    ...(found?.scheduling?.nodeSelector && { nodeSelector: { ...spec.nodeSelector, ...nodeSelector } }),
    ...(tolerations.length > 0 && { tolerations: [...(spec.tolerations ?? []), ...tolerations] }),
  };
}

function admitSpec(pod: NewObject<Pod>, accountName: string, account: ServiceAccount | undefined, context: AdmissionContext): PodSpec {
  const { spec } = pod;
  const secrets = spec.imagePullSecrets?.length ? undefined : account?.imagePullSecrets;
  const withAccount: PodSpec = { ...spec, ...(secrets?.length && { imagePullSecrets: secrets }), serviceAccountName: accountName, serviceAccount: accountName };
  return withCredentials(
    { ...withAccount, ...priorityOf(pod, context), tolerations: withDefaultTolerations(spec.tolerations ?? []) },
    account,
    context,
  );
}

const lostNodeSeconds = 300;

function withDefaultTolerations(given: readonly Toleration[]): readonly Toleration[] {
  const tolerates = (key: string) =>
    given.some((t) => (t.key === key || ((t.key ?? '') === '' && t.operator === 'Exists')) && (t.effect === 'NoExecute' || (t.effect ?? '') === ''));
  const added = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable']
    .filter((key) => !tolerates(key))
    .map((key): Toleration => ({ effect: 'NoExecute', key, operator: 'Exists', tolerationSeconds: lostNodeSeconds }));
  return added.length === 0 ? given : [...given, ...added];
}

/** Where a container finds its account's token. */
export const credentialsPath = '/var/run/secrets/kubernetes.io/serviceaccount';

function withCredentials(spec: PodSpec, account: ServiceAccount | undefined, context: AdmissionContext): PodSpec {
  const isWanted = spec.automountServiceAccountToken ?? account?.automountServiceAccountToken ?? true;
  const isMissing = (container: Container) => !container.volumeMounts?.some((mount) => mount.mountPath === credentialsPath);
  if (!isWanted || ![...spec.containers, ...(spec.initContainers ?? [])].some(isMissing)) return spec;
  const own = spec.volumes?.find((volume) => isCredentials(volume, account)); // a copied pod brings it
  const volume = own ?? credentialsVolume(account, context);
  if (volume === undefined) return spec;
  const mount = { name: volume.name, readOnly: true, mountPath: credentialsPath };
  const mounted = (container: Container): Container =>
    isMissing(container) ? { ...container, volumeMounts: [...(container.volumeMounts ?? []), mount] } : container;
  return {
    ...spec,
    containers: spec.containers.map(mounted),
    ...(spec.initContainers && { initContainers: spec.initContainers.map(mounted) }),
    volumes: own ? spec.volumes! : [...(spec.volumes ?? []), volume],
  };
}

function isCredentials({ name, secret }: Volume, account: ServiceAccount | undefined): boolean {
  return name.startsWith('kube-api-access-') || (secret?.secretName !== undefined && secret.secretName === account?.secrets?.[0]?.name);
}

/** A token that the kubelet asks for and renews; before 1.21 the secret that was made with the account. */
function credentialsVolume(account: ServiceAccount | undefined, context: AdmissionContext): Volume | undefined {
  if (!context.release.atLeast(21)) {
    const secretName = account?.secrets?.[0]?.name;
    return secretName === undefined ? undefined : { name: secretName, secret: { defaultMode: 0o644, secretName } };
  }
  const sources = [
    { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
    { configMap: { items: [{ key: 'ca.crt', path: 'ca.crt' }], name: 'kube-root-ca.crt' } },
    { downwardAPI: { items: [{ fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' }, path: 'namespace' }] } },
  ];
  return { name: `kube-api-access-${context.suffix()}`, projected: { defaultMode: 0o644, sources } };
}
