/** A ServiceAccount: the identity that a pod's processes call the API with. */
import type { KubeObject, NamespacedMeta } from '../../meta/object.ts';

export interface ServiceAccount extends KubeObject {
  readonly metadata: NamespacedMeta;
  readonly secrets?: readonly { readonly name?: string }[];
  readonly imagePullSecrets?: readonly { readonly name?: string }[];
  readonly automountServiceAccountToken?: boolean;
}
