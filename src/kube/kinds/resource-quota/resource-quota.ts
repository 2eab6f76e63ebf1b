/** A ResourceQuota: how much a namespace may ask for in all, and how much it does. */
import type { KubeObject, Labels, NamespacedMeta } from '../../meta/object.ts';

export interface ResourceQuota extends KubeObject {
  readonly metadata: NamespacedMeta;
  readonly spec: {
    readonly hard?: Labels;
    readonly scopes?: readonly string[];
    readonly scopeSelector?: { readonly matchExpressions?: readonly { readonly scopeName: string; readonly operator: string; readonly values?: readonly string[] }[] };
  };
  readonly status: { readonly hard?: Labels; readonly used?: Labels };
}
