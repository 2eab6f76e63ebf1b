/** A ConfigMap: texts by key, for environment variables and files. */
import type { KubeObject, Labels, NamespacedMeta } from '../../meta/object.ts';

export interface ConfigMap extends KubeObject {
  readonly metadata: NamespacedMeta;
  readonly data?: Labels;
  readonly binaryData?: Labels; // base64
  readonly immutable?: boolean;
}
