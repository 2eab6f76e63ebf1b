/** What makes each pod of a StatefulSet itself: its number, its names, and the claims to volumes that stay its own. */
import type { PersistentVolumeClaim } from '../../kinds/persistent-volume-claim/persistent-volume-claim.ts';
import type { Pod, PodTemplateSpec } from '../../kinds/pod/pod.ts';
import type { Volume } from '../../kinds/pod/volume.ts';
import type { StatefulSet } from '../../kinds/stateful-set/stateful-set.ts';
import { controllerReference, type NewObject } from '../../meta/object.ts';
import type { Release } from '../../meta/release.ts';

export const revisionLabel = 'controller-revision-hash';
const podNameLabel = 'statefulset.kubernetes.io/pod-name';
const indexLabel = 'apps.kubernetes.io/pod-index';

/** The number that a pod's name ends in; undefined when it is not of this set. */
export function ordinalOf({ metadata }: StatefulSet, podName: string): number | undefined {
  const prefix = `${metadata.name}-`;
  const digits = podName.startsWith(prefix) ? podName.slice(prefix.length) : '';
  return /^\d{1,9}$/.test(digits) ? Number(digits) : undefined;
}

export function newStatefulPod(set: StatefulSet, template: PodTemplateSpec, revision: string, ordinal: number, release: Release): NewObject<Pod> {
  const { name: setName, namespace } = set.metadata;
  const name = `${setName}-${ordinal}`;
  const { labels, annotations, finalizers } = template.metadata ?? {};
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      generateName: `${setName}-`,
      namespace,
      labels: { ...labels, ...(release.atLeast(28) && { [indexLabel]: String(ordinal) }), [revisionLabel]: revision, [podNameLabel]: name },
      ...(annotations && { annotations }),
      ...(finalizers && { finalizers }),
      ownerReferences: [controllerReference(set)],
    },
    spec: { ...template.spec, hostname: name, ...(set.spec.serviceName && { subdomain: set.spec.serviceName }), ...volumesOf(set, template, ordinal) },
  };
}

/** Volumes of the claims first; one of the template by the same name gives way. */
function volumesOf({ spec, metadata }: StatefulSet, template: PodTemplateSpec, ordinal: number): { volumes?: readonly Volume[] } {
  const claims = spec.volumeClaimTemplates ?? [];
  if (claims.length === 0) return {};
  const names = new Set(claims.map((claim) => claim.metadata.name));
  const claimed = claims.map(({ metadata: { name } }): Volume => ({ name, persistentVolumeClaim: { claimName: `${name}-${metadata.name}-${ordinal}` } }));
  return { volumes: [...claimed, ...(template.spec.volumes ?? []).filter((volume) => !names.has(volume.name))] };
}

export function claimsOf(set: StatefulSet, ordinal: number): readonly NewObject<PersistentVolumeClaim>[] {
  const { metadata, spec } = set;
  const goesWithSet = spec.persistentVolumeClaimRetentionPolicy?.whenDeleted === 'Delete';
  return (spec.volumeClaimTemplates ?? []).map((claim) => ({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: {
      name: `${claim.metadata.name}-${metadata.name}-${ordinal}`,
      namespace: metadata.namespace,
      labels: { ...claim.metadata.labels, ...spec.selector.matchLabels },
      ...(claim.metadata.annotations && { annotations: claim.metadata.annotations }),
      ...(goesWithSet && { ownerReferences: [ownerOfClaim(set)] }),
    },
    spec: claim.spec,
  }));
}

/** The claim goes with its owner, who does not control it. */
export function ownerOfClaim({ apiVersion, kind, metadata: { name, uid } }: StatefulSet | Pod) {
  return { apiVersion, kind, name, uid };
}
