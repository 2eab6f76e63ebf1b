/** An Event: what a component did or saw of an object, counted when it repeats. Kept in the form of core v1. */
import type { KubeObject, NamespacedMeta, ObjectReference } from '../../meta/object.ts';

export interface Event extends KubeObject {
  readonly metadata: NamespacedMeta;
  readonly involvedObject: ObjectReference;
  readonly reason?: string;
  readonly message?: string;
  readonly source?: { readonly component?: string; readonly host?: string };
  readonly firstTimestamp?: string | null;
  readonly lastTimestamp?: string | null;
  readonly count?: number;
  readonly type?: string;
  readonly eventTime?: string | null;
  readonly series?: { readonly count: number; readonly lastObservedTime: string };
  readonly action?: string;
  readonly related?: ObjectReference;
  readonly reportingComponent?: string;
  readonly reportingInstance?: string;
}
