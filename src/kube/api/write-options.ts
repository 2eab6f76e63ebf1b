/** What a writer may say besides the object. */
import type { TraceId } from '../../sim/index.ts';
import type { Maker, Propagation } from '../kinds/kind.ts';
import type { ManagedFieldsEntry } from '../meta/object.ts';
import type { FieldManager } from './managed/managers.ts';

export interface WriteOptions {
  /** The act that the write belongs to; without one the server records the request itself. */
  readonly trace?: TraceId | undefined;
  /** What the record calls the write, when not by its verb: "patch", "scale". */
  readonly act?: string;
  /** The part of the object that is written, all else staying as it is. */
  readonly part?: string;
  readonly dryRun?: boolean;
  /** The object that is created was made for this alone and is let go of: it is completed in place, which is much less than a copy. */
  readonly isHandedOver?: boolean;
  /** Who asks for it, where more than a name is known. */
  readonly maker?: Maker;
  /** Tells the client of what is let pass but warned of. */
  readonly warn?: (text: string) => void;
  /** Who will own the fields that the write changes. */
  readonly fieldManager?: FieldManager;
  /** Who the writer says owned what before it. */
  readonly givenManagers?: readonly ManagedFieldsEntry[];
  /** Who owns what after the write, when that is known already. */
  readonly managedFields?: { readonly entries: readonly ManagedFieldsEntry[] | undefined };
}

export interface DeleteOptions extends WriteOptions {
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: Propagation;
  /** What holds when neither the request nor the object says. */
  readonly defaultPropagation?: Propagation;
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
}
