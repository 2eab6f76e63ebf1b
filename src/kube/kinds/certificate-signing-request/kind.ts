/** The kind CertificateSigningRequest: a certificate that somebody asks for. */
import type { Kind } from '../kind.ts';
import { signingRequestsTable } from './certificate-signing-request.ts';

export const certificateSigningRequestKind: Kind = {
  kind: 'CertificateSigningRequest',
  plural: 'certificatesigningrequests',
  singular: 'certificatesigningrequest',
  shortNames: ['csr'],
  group: 'certificates.k8s.io',
  storage: 'v1',
  versions: [
    { name: 'v1', since: 19 },
    { name: 'v1beta1', until: 22, deprecation: { since: 19, text: 'certificates.k8s.io/v1beta1 CertificateSigningRequest is deprecated in v1.19+, unavailable in v1.22+; use certificates.k8s.io/v1 CertificateSigningRequest' } },
  ],
  namespaced: false,
  table: signingRequestsTable,
  hasStatus: true,
  hasGeneration: false,
  subresources: [{ name: 'approval', kind: 'CertificateSigningRequest', verbs: ['get', 'patch', 'update'] }],
  columns: [],
  onDemand: true,
};
