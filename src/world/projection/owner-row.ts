/** Whatever makes pods, or makes what makes pods, as the page draws it: `wanted / have / ready` as the API has them. */
import { parseRfc3339 } from '../../base/index.ts';
import type { OwnerRow } from '../../client/index.ts';
import { controllerOf, resolveBounds, type Condition, type KubeObject, type Labels, type PodTemplateSpec } from '../../kube/index.ts';

/** The fields by which owners of any kind are alike; each kind has some of them. */
interface OwnerLike extends KubeObject {
  readonly spec: {
    readonly replicas?: number;
    readonly completions?: number;
    readonly parallelism?: number;
    readonly selector?: { readonly matchLabels?: Labels };
    readonly template?: PodTemplateSpec;
    readonly jobTemplate?: { readonly spec: { readonly template: PodTemplateSpec } };
    readonly updateStrategy?: { readonly type?: string };
    readonly strategy?: { readonly type?: string; readonly rollingUpdate?: { readonly maxSurge?: number | string; readonly maxUnavailable?: number | string } };
    readonly schedule?: string;
    readonly suspend?: boolean;
    readonly paused?: boolean;
  };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly updatedReplicas?: number;
    readonly readyReplicas?: number;
    readonly availableReplicas?: number;
    readonly desiredNumberScheduled?: number;
    readonly currentNumberScheduled?: number;
    readonly updatedNumberScheduled?: number;
    readonly numberReady?: number;
    readonly numberAvailable?: number;
    readonly active?: number | readonly object[];
    readonly succeeded?: number;
    readonly conditions?: readonly Condition[];
  };
}

const REVISION = 'deployment.kubernetes.io/revision';

type Figures = Pick<OwnerRow, 'wanted' | 'have' | 'updated' | 'ready' | 'available'>;

/** What is wanted and what there is of it: pods, or of a Job those that have run, or of a CronJob its Jobs. */
function figuresOf({ spec, status = {} }: OwnerLike): Figures {
  if (status.desiredNumberScheduled !== undefined) {
    const { desiredNumberScheduled = 0, currentNumberScheduled = 0, updatedNumberScheduled = 0, numberReady = 0, numberAvailable = 0 } = status;
    return { wanted: desiredNumberScheduled, have: currentNumberScheduled, updated: updatedNumberScheduled, ready: numberReady, available: numberAvailable };
  }
  if (spec.jobTemplate) {
    const jobs = Array.isArray(status.active) ? status.active.length : 0;
    return { wanted: jobs, have: jobs, updated: jobs, ready: 0, available: 0 };
  }
  if (spec.parallelism !== undefined) {
    const { active = 0, succeeded = 0 } = status;
    const have = Number(active) + succeeded;
    return { wanted: spec.completions ?? spec.parallelism, have, updated: have, ready: succeeded, available: succeeded };
  }
  const { replicas = 0, updatedReplicas = 0, readyReplicas = 0, availableReplicas = 0 } = status;
  return { wanted: spec.replicas ?? 1, have: replicas, updated: updatedReplicas, ready: readyReplicas, available: availableReplicas };
}

/** A ReplicationController's selector is the labels alone. */
function selectorLabels(selector: { readonly matchLabels?: Labels } | Labels = {}): Labels {
  if (typeof selector.matchLabels === 'object') return selector.matchLabels;
  return 'matchExpressions' in selector ? {} : (selector as Labels);
}

export function ownerRow(object: KubeObject, cluster: string, epochMs: number, hue: number): OwnerRow {
  const { metadata, spec, status } = object as OwnerLike;
  const figures = figuresOf(object as OwnerLike);
  const { wanted } = figures;
  const template = spec.template ?? spec.jobTemplate?.spec.template;
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
    ...figures,
    image: template?.spec.containers[0]?.image ?? '',
    selector: Object.entries(selectorLabels(spec.selector)).map(([k, v]) => `${k}=${v}`).join(','),
    schedule: spec.schedule ?? '',
    strategy: spec.strategy?.type ?? spec.updateStrategy?.type ?? '',
    maxSurge: rolling.maxSurge,
    maxUnavailable: rolling.maxUnavailable,
    paused: spec.paused ?? spec.suspend ?? false,
    observed: (status?.observedGeneration ?? 0) >= (metadata.generation ?? 0),
    deleting: metadata.deletionTimestamp !== undefined,
    conditions: (status?.conditions ?? []).map((c) => ({ type: c.type, status: c.status, reason: c.reason ?? '' })),
    createdMs: parseRfc3339(metadata.creationTimestamp)! - epochMs,
  };
}
