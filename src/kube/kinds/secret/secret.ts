/** A Secret: bytes by key, in base64. */
import type { KubeObject, Labels, NamespacedMeta } from '../../meta/object.ts';

export interface Secret extends KubeObject {
  readonly metadata: NamespacedMeta;
  readonly type?: string;
  readonly data?: Labels; // base64
  readonly stringData?: Labels;
  readonly immutable?: boolean;
}
