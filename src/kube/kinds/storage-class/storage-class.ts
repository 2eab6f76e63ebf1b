/** A StorageClass: how volumes of one sort are made. */
import type { KubeObject, Labels } from '../../meta/object.ts';

export interface StorageClass extends KubeObject {
  readonly provisioner: string;
  readonly parameters?: Labels;
  readonly reclaimPolicy?: string;
  readonly mountOptions?: readonly string[];
  readonly allowVolumeExpansion?: boolean;
  readonly allowedTopologies?: readonly { readonly matchLabelExpressions?: readonly { readonly key: string; readonly values?: readonly string[] }[] }[];
  readonly volumeBindingMode?: 'Immediate' | 'WaitForFirstConsumer';
}
