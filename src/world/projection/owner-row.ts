/** Whatever makes pods, or makes what makes pods, as the page draws it: `wanted / have / ready` as the API has them. */
import { parseRfc3339 } from '../../base/index.ts';
import type { OwnerRow } from '../../client/index.ts';
import { controllerOf, resolveBounds, type Condition, type KubeObject, type Labels, type PodTemplateSpec } from '../../kube/index.ts';

/** The fields by which owners of any kind are alike; each kind has some of them. */
interface OwnerLike extends KubeObject {
  readonly spec: {
    readonly replicas?: number;
    readonly selector?: { readonly matchLabels?: Labels };
    readonly template?: PodTemplateSpec;
    readonly strategy?: { readonly type?: string; readonly rollingUpdate?: { readonly maxSurge?: number | string; readonly maxUnavailable?: number | string } };
    readonly paused?: boolean;
  };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly updatedReplicas?: number;
    readonly readyReplicas?: number;
    readonly availableReplicas?: number;
    readonly conditions?: readonly Condition[];
  };
}

const REVISION = 'deployment.kubernetes.io/revision';

export function ownerRow(object: KubeObject, cluster: string, epochMs: number, hue: number): OwnerRow {
  const { metadata, spec, status } = object as OwnerLike;
  const wanted = spec.replicas ?? 1;
  const rolling = resolveBounds(wanted, spec.strategy?.rollingUpdate?.maxSurge ?? 0, spec.strategy?.rollingUpdate?.maxUnavailable ?? 0);
  return {
    id: metadata.uid,
    cluster,
    kind: object.kind,
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    owner: controllerOf(object)?.uid ?? '',
    revision: Number(metadata.annotations?.[REVISION] ?? 0),
    hue,
    wanted,
    have: status?.replicas ?? 0,
    updated: status?.updatedReplicas ?? 0,
    ready: status?.readyReplicas ?? 0,
    available: status?.availableReplicas ?? 0,
    image: spec.template?.spec.containers[0]?.image ?? '',
    selector: Object.entries(spec.selector?.matchLabels ?? {}).map(([k, v]) => `${k}=${v}`).join(','),
    strategy: spec.strategy?.type ?? '',
    maxSurge: rolling.maxSurge,
    maxUnavailable: rolling.maxUnavailable,
    paused: spec.paused ?? false,
    observed: (status?.observedGeneration ?? 0) >= (metadata.generation ?? 0),
    deleting: metadata.deletionTimestamp !== undefined,
    conditions: (status?.conditions ?? []).map((c) => ({ type: c.type, status: c.status, reason: c.reason ?? '' })),
    createdMs: parseRfc3339(metadata.creationTimestamp)! - epochMs,
  };
}
