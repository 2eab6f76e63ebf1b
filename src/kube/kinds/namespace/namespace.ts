/** A Namespace: a scope of names that is emptied before it goes. */
import type { Condition, KubeObject, ObjectMeta } from '../../meta/object.ts';

export interface Namespace extends KubeObject {
  readonly metadata: ObjectMeta;
  readonly spec: { readonly finalizers?: readonly string[] };
  readonly status: { readonly phase: 'Active' | 'Terminating'; readonly conditions?: readonly Condition[] };
}
