/** A ControllerRevision: the template of a StatefulSet or DaemonSet as it was at one time. */
import type { KubeObject, NamespacedMeta } from '../../meta/object.ts';

export interface ControllerRevision extends KubeObject {
  readonly metadata: NamespacedMeta;
  readonly data?: object;
  readonly revision: number;
}
