/** What the server refuses and prints of a CertificateSigningRequest. */
import { decodeBase64, decodeUtf8, humanDuration, readCertificateRequest } from '../../../base/index.ts';
import { invalidValue, requiredValue, type FieldError } from '../../meta/field-error.ts';
import type { Release } from '../../meta/release.ts';
import { ageColumn, nameColumn, text } from '../column.ts';
import type { KindDetails } from '../kind.ts';
import { approvalPart } from './approval-part.ts';
import type { CertificateSigningRequest } from './certificate-signing-request.ts';

const signersSince = 18;

export const certificateSigningRequestDetails: KindDetails<CertificateSigningRequest> = {
  conversions: { 'certificates.k8s.io/v1beta1': { fromServed: (object, release) => signedBefore(object as CertificateSigningRequest, release) } },
  newStatus: {},
  prepareForCreate: (object, _context, { name, uid, groups }) => ({ ...object, spec: { ...object.spec, username: name, ...(uid !== undefined && { uid }), groups } }),
  prepareForUpdate: (object, old) => ({ ...object, spec: old.spec }),
  writableParts: { approval: approvalPart },
  validate: ({ spec }, { release }) => [
    ...requestErrors(spec.request),
    ...(spec.signerName || !release.atLeast(signersSince) ? [] : [requiredValue('spec.signerName')]),
    ...(spec.signerName && !/^[a-z0-9][-a-z0-9.]*\.[-a-z0-9.]*\/./.test(spec.signerName) ? [invalidValue('spec.signerName', spec.signerName, "must be a fully qualified domain and path of the form 'example.com/signer-name'")] : []),
    ...(spec.expirationSeconds !== undefined && spec.expirationSeconds < 600 ? [invalidValue('spec.expirationSeconds', spec.expirationSeconds, 'may not specify a duration less than 600 seconds (10 minutes)')] : []),
    ...((spec.usages ?? []).length > 0 ? [] : [requiredValue('spec.usages')]),
  ],
  columns: [
    nameColumn,
    ageColumn,
    text('SignerName', ({ spec }) => spec.signerName ?? '<none>', { since: signersSince }),
    text('Requestor', ({ spec }) => spec.username ?? ''),
    text('RequestedDuration', ({ spec }) => (spec.expirationSeconds === undefined ? '<none>' : humanDuration(spec.expirationSeconds * 1000)), { since: 22 }),
    text('Condition', condition),
  ],
};

/** Before v1 a request need not say who is to sign it, nor for what. */
function signedBefore({ spec, ...rest }: CertificateSigningRequest, release: Release): CertificateSigningRequest {
  return { ...rest, spec: { usages: ['digital signature', 'key encipherment'], ...spec, ...(release.atLeast(signersSince) && { signerName: spec.signerName ?? 'kubernetes.io/legacy-unknown' }) } };
}

function condition({ status }: CertificateSigningRequest): string {
  const has = (type: string) => status.conditions?.some((found) => found.type === type) === true;
  const words = [has('Denied') ? 'Denied' : has('Approved') ? 'Approved' : 'Pending', ...(has('Failed') ? ['Failed'] : []), ...(status.certificate ? ['Issued'] : [])];
  return words.join(',');
}

function requestErrors(request: string | undefined): readonly FieldError[] {
  const decoded = decodeBase64(request ?? '');
  if ('bytes' in decoded && readCertificateRequest(decodeUtf8(decoded.bytes))) return [];
  return [invalidValue('spec.request', request ?? '', 'PEM block type must be CERTIFICATE REQUEST')];
}
