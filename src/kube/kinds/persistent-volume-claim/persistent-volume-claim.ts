/** A PersistentVolumeClaim: so much storage of one class, and which volume it got. */
import type { Condition, KubeObject, LabelSelector, Labels, NamespacedMeta } from '../../meta/object.ts';

export interface PersistentVolumeClaimSpec {
  readonly accessModes?: readonly string[];
  readonly resources?: { readonly requests?: Labels; readonly limits?: Labels };
  readonly selector?: LabelSelector;
  readonly storageClassName?: string;
  readonly volumeName?: string;
  readonly dataSource?: { readonly apiGroup?: string; readonly kind?: string; readonly name?: string };
  readonly volumeMode?: string;
  readonly volumeAttributesClassName?: string;
}

export interface PersistentVolumeClaim extends KubeObject {
  readonly metadata: NamespacedMeta;
  readonly spec: PersistentVolumeClaimSpec;
  readonly status: { readonly phase?: 'Pending' | 'Bound' | 'Lost'; readonly accessModes?: readonly string[]; readonly capacity?: Labels; readonly conditions?: readonly Condition[] };
}
