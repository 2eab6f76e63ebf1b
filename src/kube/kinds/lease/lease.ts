/** A Lease: who leads, or when a node was last heard of. */
import type { KubeObject, NamespacedMeta } from '../../meta/object.ts';

export interface Lease extends KubeObject {
  readonly metadata: NamespacedMeta;
  readonly spec: {
    readonly holderIdentity?: string;
    readonly leaseDurationSeconds?: number;
    readonly acquireTime?: string | null;
    readonly renewTime?: string | null;
    readonly leaseTransitions?: number;
  };
}
