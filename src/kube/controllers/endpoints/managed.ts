/** For which services the cluster itself keeps endpoints, and the labels of those that it keeps. */
import type { Service } from '../../kinds/service/service.ts';

export const endpointsManagedBy = 'endpoints.kubernetes.io/managed-by';
export const slicesManagedBy = 'endpointslice.kubernetes.io/managed-by';

/** One without a selector has its endpoints written by others. */
export function hasSelector({ spec }: Service): boolean {
  return spec.type !== 'ExternalName' && spec.selector !== undefined && Object.keys(spec.selector).length > 0;
}
