/** What a writer may say besides the object. */
import type { TraceId } from '../../sim/index.ts';
import type { Propagation } from '../kinds/kind.ts';

export interface WriteOptions {
  /** The act that the write belongs to; without one the server records the request itself. */
  readonly trace?: TraceId;
  readonly dryRun?: boolean;
  readonly fieldManager?: string;
}

export interface DeleteOptions extends WriteOptions {
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: Propagation;
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
}
