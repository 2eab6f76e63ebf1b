/** A ReplicationController: so many pods of one template, found by equal labels alone. */
import type { Condition, KubeObject, Labels, NamespacedMeta } from '../../meta/object.ts';
import type { PodTemplateSpec } from '../pod/pod.ts';

export interface ReplicationController extends KubeObject {
  readonly metadata: NamespacedMeta;
  readonly spec: { readonly replicas?: number; readonly minReadySeconds?: number; readonly selector?: Labels; readonly template?: PodTemplateSpec };
  readonly status: {
    readonly replicas: number;
    readonly fullyLabeledReplicas?: number;
    readonly readyReplicas?: number;
    readonly availableReplicas?: number;
    readonly observedGeneration?: number;
    readonly conditions?: readonly Condition[];
  };
}
