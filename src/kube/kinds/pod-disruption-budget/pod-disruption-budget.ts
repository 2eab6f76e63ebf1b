/** A PodDisruptionBudget: how many of the pods of a selector an eviction must leave. */
import type { Condition, KubeObject, LabelSelector, NamespacedMeta } from '../../meta/object.ts';
import type { IntOrString } from '../pod/container.ts';

export interface PodDisruptionBudget extends KubeObject {
  readonly metadata: NamespacedMeta;
  readonly spec: { readonly minAvailable?: IntOrString; readonly maxUnavailable?: IntOrString; readonly selector?: LabelSelector; readonly unhealthyPodEvictionPolicy?: string };
  readonly status: {
    readonly observedGeneration?: number;
    readonly disruptedPods?: Readonly<Record<string, string>>;
    readonly disruptionsAllowed: number;
    readonly currentHealthy: number;
    readonly desiredHealthy: number;
    readonly expectedPods: number;
    readonly conditions?: readonly Condition[];
  };
}
