/** What the server refuses and prints of a CertificateSigningRequest. */
import { humanDuration } from '../../../base/index.ts';
import { requiredValue } from '../../meta/field-error.ts';
import type { Condition, KubeObject } from '../../meta/object.ts';
import { ageColumn, nameColumn, text } from '../column.ts';
import type { KindDetails } from '../kind.ts';

interface CertificateSigningRequest extends KubeObject {
  readonly spec: { readonly request?: string; readonly signerName?: string; readonly username?: string; readonly expirationSeconds?: number; readonly usages?: readonly string[] };
  readonly status: { readonly conditions?: readonly Condition[]; readonly certificate?: string };
}

export const certificateSigningRequestDetails: KindDetails<CertificateSigningRequest> = {
  newStatus: {},
  validate: ({ spec }) => [
    ...(spec.request ? [] : [requiredValue('spec.request')]),
    ...(spec.signerName ? [] : [requiredValue('spec.signerName')]),
    ...((spec.usages ?? []).length > 0 ? [] : [requiredValue('spec.usages')]),
  ],
  columns: [
    nameColumn,
    ageColumn,
    text('SignerName', ({ spec }) => spec.signerName ?? '<none>'),
    text('Requestor', ({ spec }) => spec.username ?? ''),
    text('RequestedDuration', ({ spec }) => (spec.expirationSeconds === undefined ? '<none>' : humanDuration(spec.expirationSeconds * 1000)), { since: 22 }),
    text('Condition', condition),
  ],
};

function condition({ status }: CertificateSigningRequest): string {
  const has = (type: string) => status.conditions?.some((found) => found.type === type) === true;
  const words = [has('Denied') ? 'Denied' : has('Approved') ? 'Approved' : 'Pending', ...(has('Failed') ? ['Failed'] : []), ...(status.certificate ? ['Issued'] : [])];
  return words.join(',');
}
