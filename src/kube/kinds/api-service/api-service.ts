/** An APIService: a group and version of the API, and the service that answers for it; none where the server does so itself. */
import type { Condition, KubeObject } from '../../meta/object.ts';

export interface APIService extends KubeObject {
  readonly spec: { readonly group?: string; readonly version?: string; readonly groupPriorityMinimum?: number; readonly versionPriority?: number; readonly service?: { readonly namespace?: string; readonly name?: string; readonly port?: number } | null };
  readonly status: { readonly conditions?: readonly Condition[] };
}
