/** What the claims of a pod have to say about where it may run: they must be there, be bound or wait for just this, and lie where it goes. */
import type { View } from '../../sim/index.ts';
import { reading, type ControllerContext } from '../controllers/controller-context.ts';
import { bindCompleted, claims, reserve as reserveVolume, volumes } from '../controllers/persistent-volume/bind.ts';
import { bySize, classOf, matchVolume } from '../controllers/persistent-volume/match.ts';
import { fitsNode } from '../controllers/persistent-volume/node-of-volume.ts';
import { selectedNode } from '../controllers/persistent-volume/provision.ts';
import type { Node } from '../kinds/node/node.ts';
import type { PersistentVolumeClaim } from '../kinds/persistent-volume-claim/persistent-volume-claim.ts';
import type { PersistentVolume } from '../kinds/persistent-volume/persistent-volume.ts';
import { claimNameOf } from '../kinds/pod/claimed.ts';
import type { Pod } from '../kinds/pod/pod.ts';
import type { StorageClass } from '../kinds/storage-class/storage-class.ts';
import type { KubeObject } from '../meta/object.ts';

export interface PodVolumes {
  /** Why the pod can run nowhere; '' when it may. */
  readonly refusal: string;
  /** Claims that are bound when the pod has a node. */
  readonly delayed: readonly PersistentVolumeClaim[];
  objectionOf(node: Node): string | undefined;
  /** Which of the volumes that are there each of the delayed claims gets on the node; none for one that is to be made. */
  reserve(node: Node): ReadonlyMap<PersistentVolumeClaim, PersistentVolume | undefined> | undefined;
}

/** Undefined where the pod claims nothing. */
export function podVolumes(view: View<KubeObject>, pod: Pod): PodVolumes | undefined {
  const { spec, metadata } = pod;
  const claimed = (spec.volumes ?? []).flatMap((volume) => ({ name: claimNameOf(pod, volume), isOwn: volume.ephemeral !== undefined })).filter(({ name }) => name !== undefined);
  if (claimed.length === 0) return undefined;
  const bound: (PersistentVolume | undefined)[] = [];
  const delayed: PersistentVolumeClaim[] = [];
  let refusal = '';
  for (const { name, isOwn } of claimed) {
    const claim = view.get(`${claims}/${metadata.namespace}/${name}`) as PersistentVolumeClaim | undefined;
    if (!claim) refusal ||= isOwn ? `waiting for ephemeral volume controller to create the persistentvolumeclaim "${name}"` : `persistentvolumeclaim "${name}" not found`;
    else if (isOwn && claim.metadata.ownerReferences?.every(({ uid }) => uid !== metadata.uid) !== false) refusal ||= `PVC ${metadata.namespace}/${name} was not created for pod ${metadata.namespace}/${metadata.name} (pod is not owner)`;
    else if (claim.metadata.deletionTimestamp !== undefined) refusal ||= `persistentvolumeclaim "${name}" is being deleted`;
    else if (claim.status.phase === 'Lost') refusal ||= `persistentvolumeclaim "${name}" bound to non-existent persistentvolume "${claim.spec.volumeName}"`;
    else if (claim.metadata.annotations?.[bindCompleted] !== undefined) bound.push(view.get(`${volumes}/${claim.spec.volumeName}`) as PersistentVolume | undefined);
    else if (modeOf(view, claim) === 'WaitForFirstConsumer') delayed.push(claim);
    else refusal ||= 'pod has unbound immediate PersistentVolumeClaims';
  }
  delayed.sort(bySize);
  return { refusal, delayed, objectionOf: (node) => objection(view, bound, delayed, node), reserve: (node) => reserve(view, delayed, node) };
}

function modeOf(view: View<KubeObject>, claim: PersistentVolumeClaim): string | undefined {
  return (view.get(`storageclasses.storage.k8s.io/${classOf(claim)}`) as StorageClass | undefined)?.volumeBindingMode;
}

function objection(view: View<KubeObject>, bound: readonly (PersistentVolume | undefined)[], delayed: readonly PersistentVolumeClaim[], node: Node): string | undefined {
  if (bound.includes(undefined)) return 'node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)';
  if (bound.some((volume) => !fitsNode(volume!, node))) return "node(s) didn't match PersistentVolume's node affinity";
  return reserve(view, delayed, node) ? undefined : "node(s) didn't find available persistent volumes to bind";
}

/** Each volume goes to one claim only. Undefined where one of the claims would get nothing. */
function reserve(view: View<KubeObject>, delayed: readonly PersistentVolumeClaim[], node: Node): ReadonlyMap<PersistentVolumeClaim, PersistentVolume | undefined> | undefined {
  const found = new Map<PersistentVolumeClaim, PersistentVolume | undefined>();
  let free = view.list(volumes) as readonly PersistentVolume[];
  for (const claim of delayed) {
    const volume = matchVolume(claim, free, node);
    const { provisioner } = view.get(`storageclasses.storage.k8s.io/${classOf(claim)}`) as StorageClass;
    if (!volume && provisioner === 'kubernetes.io/no-provisioner') return undefined;
    found.set(claim, volume);
    free = free.filter((other) => other !== volume);
  }
  return found;
}

/** Of the claims that waited for a node each gets its volume there, or is told where to be made one. */
export function claimOn(context: ControllerContext, podKey: string, node: Node, wanted: PodVolumes): void {
  const { client, trace } = context;
  const { name } = node.metadata;
  for (const [claim, volume] of wanted.reserve(node) ?? []) {
    const id = trace.record('default-scheduler', 'update', 'scheduler-chooses-for-claim', { claim: claim.metadata.name, node: name }, [reading(client, podKey, 'spec')]);
    if (volume) reserveVolume(context, claim, volume, id);
    else client.update({ ...claim, metadata: { ...claim.metadata, annotations: { ...claim.metadata.annotations, [selectedNode]: name } } }, { trace: id });
  }
}
