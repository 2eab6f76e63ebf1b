/** The table of ServiceCIDRs. */
import type { KubeObject } from '../../meta/object.ts';
import { ageColumn, nameColumn, text } from '../column.ts';
import type { KindDetails } from '../kind.ts';

interface ServiceCIDR extends KubeObject {
  readonly spec: { readonly cidrs?: readonly string[] };
}

export const serviceCIDRDetails: KindDetails<ServiceCIDR> = {
  newStatus: {},
  columns: [nameColumn, text('CIDRs', ({ spec }) => (spec.cidrs ?? []).join(',')), ageColumn],
};
