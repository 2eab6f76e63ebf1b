/** Which Scale a kind's part `scale` is, by the version that is asked. */
import type { ServedKind } from './registry.ts';

const beforeAutoscaling: ReadonlySet<string> = new Set(['extensions/v1beta1', 'apps/v1beta1', 'apps/v1beta2']);

/** The first versions of the workloads had one each; since then all share that of autoscaling/v1. */
export function scaleVersionOf({ apiVersion, group, version }: Pick<ServedKind, 'apiVersion' | 'group' | 'version'>): { readonly group: string; readonly version: string } {
  return beforeAutoscaling.has(apiVersion) ? { group, version: version.name } : { group: 'autoscaling', version: 'v1' };
}
