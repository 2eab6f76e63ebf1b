/** A LimitRange: bounds and defaults of what containers, pods and claims of a namespace ask for. */
import type { KubeObject, Labels, NamespacedMeta } from '../../meta/object.ts';

export interface LimitRangeItem {
  readonly type: string; // Container, Pod, PersistentVolumeClaim
  readonly max?: Labels;
  readonly min?: Labels;
  readonly default?: Labels;
  readonly defaultRequest?: Labels;
  readonly maxLimitRequestRatio?: Labels;
}

export interface LimitRange extends KubeObject {
  readonly metadata: NamespacedMeta;
  readonly spec: { readonly limits?: readonly LimitRangeItem[] };
}
