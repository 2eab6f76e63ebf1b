/** A CertificateSigningRequest: who asks for which certificate, what was decided, and the certificate. */
import type { Condition, KubeObject } from '../../meta/object.ts';

export interface SigningCondition extends Condition {
  readonly lastUpdateTime?: string;
}

export interface CertificateSigningRequest extends KubeObject {
  readonly spec: {
    readonly request?: string; // PEM in base64
    readonly signerName?: string;
    readonly username?: string;
    readonly uid?: string;
    readonly groups?: readonly string[];
    readonly expirationSeconds?: number;
    readonly usages?: readonly string[];
  };
  readonly status: { readonly conditions?: readonly SigningCondition[]; readonly certificate?: string };
}

export const signingRequestsTable = 'certificatesigningrequests.certificates.k8s.io';

export function isCondition({ status }: CertificateSigningRequest, type: 'Approved' | 'Denied' | 'Failed'): boolean {
  return status.conditions?.some((condition) => condition.type === type) === true;
}
