/**
 * What admission adds to a pod: tolerations of a lost node for five minutes, its priority, and the service account with
 * the volume of its credentials. Pods that share a spec share the outcome too.
 */
import type { NewObject } from '../../meta/object.ts';
import { forbidden } from '../../meta/api-status.ts';
import type { AdmissionContext } from '../kind.ts';
import type { PriorityClass } from '../priority-class/priority-class.ts';
import type { ServiceAccount } from '../service-account/service-account.ts';
import type { Container } from './container.ts';
import type { Pod, PodSpec, Toleration } from './pod.ts';
import type { Volume } from './volume.ts';

interface Admitted {
  readonly account: ServiceAccount | undefined;
  readonly spec: PodSpec;
}

/** Marks what a kubelet shows of a pod that it runs by itself: the pod is already running as it is. */
const mirrorAnnotation = 'kubernetes.io/config.mirror';

const admitted = new WeakMap<PodSpec, Map<string, Admitted>>();

export function admitPod(pod: NewObject<Pod>, context: AdmissionContext): NewObject<Pod> {
  const { spec } = pod;
  const namespace = pod.metadata.namespace!;
  if (!Array.isArray(spec?.containers)) return pod; // validation will say so
  if (pod.metadata.annotations?.[mirrorAnnotation] !== undefined) return { ...pod, spec: { ...spec, ...priorityOf(pod, context) } };
  const accountName = spec.serviceAccountName || 'default';
  const account = context.get(`serviceaccounts/${namespace}/${accountName}`) as ServiceAccount | undefined;
  if (account === undefined && accountName !== 'default') {
    const why = `error looking up service account ${namespace}/${accountName}: serviceaccount "${accountName}" not found`;
    throw forbidden({ group: '', plural: 'pods' }, pod.metadata.name ?? '', why);
  }
  let byNamespace = admitted.get(spec);
  if (byNamespace === undefined) admitted.set(spec, (byNamespace = new Map()));
  let known = byNamespace.get(namespace);
  if (known === undefined || known.account !== account) {
    known = { account, spec: admitSpec(pod, accountName, account, context) };
    byNamespace.set(namespace, known);
  }
  return { ...pod, spec: known.spec };
}

function admitSpec(pod: NewObject<Pod>, accountName: string, account: ServiceAccount | undefined, context: AdmissionContext): PodSpec {
  const { spec } = pod;
  const withAccount: PodSpec = { ...spec, serviceAccountName: accountName, serviceAccount: accountName };
  return withCredentials(
    { ...withAccount, ...priorityOf(pod, context), tolerations: withDefaultTolerations(spec.tolerations ?? []) },
    account,
    context,
  );
}

const systemPriorities: Readonly<Record<string, number>> = { 'system-cluster-critical': 2_000_000_000, 'system-node-critical': 2_000_001_000 };
const classes = 'priorityclasses.scheduling.k8s.io';

function priorityOf(pod: NewObject<Pod>, context: AdmissionContext): Partial<PodSpec> {
  const { priorityClassName, priority } = pod.spec;
  const found = priorityClassName ? classNamed(priorityClassName, context) : defaultClass(context);
  if (priorityClassName && !found) throw forbidden({ group: '', plural: 'pods' }, pod.metadata.name ?? '', `no PriorityClass with name ${priorityClassName} was found`);
  const { name, value = 0, preemptionPolicy = 'PreemptLowerPriority' } = found ?? {};
  if (priority !== undefined && priority !== value) {
    const why = `the integer value of priority (${priority}) must not be provided in pod spec; priority admission controller computed ${value} from the given PriorityClass name`;
    throw forbidden({ group: '', plural: 'pods' }, pod.metadata.name ?? '', why);
  }
  return { priority: value, preemptionPolicy: pod.spec.preemptionPolicy ?? preemptionPolicy, ...(name !== undefined && { priorityClassName: name }) };
}

type Ranked = Pick<PriorityClass, 'value' | 'preemptionPolicy'> & { readonly name: string };

function classNamed(name: string, context: AdmissionContext): Ranked | undefined {
  if (Object.hasOwn(systemPriorities, name)) return { name, value: systemPriorities[name]! };
  const found = context.get(`${classes}/${name}`) as PriorityClass | undefined;
  return found && { name, value: found.value, ...(found.preemptionPolicy !== undefined && { preemptionPolicy: found.preemptionPolicy }) };
}

/** Of several that claim to be the default the least one is. */
function defaultClass(context: AdmissionContext): Ranked | undefined {
  const claiming = (context.list(classes) as readonly PriorityClass[]).filter((found) => found.globalDefault === true);
  const [least] = claiming.toSorted((a, b) => a.value - b.value);
  return least && classNamed(least.metadata.name, context);
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

const credentialsPath = '/var/run/secrets/kubernetes.io/serviceaccount';

function withCredentials(spec: PodSpec, account: ServiceAccount | undefined, context: AdmissionContext): PodSpec {
  const isWanted = spec.automountServiceAccountToken ?? account?.automountServiceAccountToken ?? true;
  const isMissing = (container: Container) => !container.volumeMounts?.some((mount) => mount.mountPath === credentialsPath);
  if (!isWanted || ![...spec.containers, ...(spec.initContainers ?? [])].some(isMissing)) return spec;
  const volume = credentialsVolume(account, context);
  if (volume === undefined) return spec;
  const mount = { name: volume.name, readOnly: true, mountPath: credentialsPath };
  const mounted = (container: Container): Container =>
    isMissing(container) ? { ...container, volumeMounts: [...(container.volumeMounts ?? []), mount] } : container;
  return {
    ...spec,
    containers: spec.containers.map(mounted),
    ...(spec.initContainers && { initContainers: spec.initContainers.map(mounted) }),
    volumes: [...(spec.volumes ?? []), volume],
  };
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
