/** The csrsigning controller: gives a certificate of the cluster's authority for each request that somebody has approved. */
import { decodeBase64, decodeUtf8, encodeBase64, encodeUtf8, readCertificateRequest, signRequest, type CertificateRequest, type Signer as Authority } from '../../../base/index.ts';
import type { Reconciler } from '../../../sim/index.ts';
import { isCondition, signingRequestsTable, type CertificateSigningRequest } from '../../kinds/certificate-signing-request/certificate-signing-request.ts';
import type { KubeObject } from '../../meta/object.ts';
import { reading, type ControllerContext } from '../controller-context.ts';

const actor = 'csrsigning-controller';
const yearSeconds = 365 * 86_400;
/** Clocks that go a little behind must find it valid too. */
const backdateMs = 300_000;

interface Signer {
  readonly usages?: readonly string[]; // any when left out
  readonly demands?: string;
  readonly isOfNode?: boolean;
}

const common = ['digital signature', 'key encipherment'];
/** Who signs what does not say who is to. */
const legacySigner = 'kubernetes.io/legacy-unknown';
const signers: Readonly<Record<string, Signer>> = {
  [legacySigner]: {},
  'kubernetes.io/kube-apiserver-client': { usages: [...common, 'client auth'], demands: 'client auth' },
  'kubernetes.io/kube-apiserver-client-kubelet': { usages: [...common, 'client auth'], demands: 'client auth', isOfNode: true },
  'kubernetes.io/kubelet-serving': { usages: [...common, 'server auth'], demands: 'server auth', isOfNode: true },
};

export function signingController({ client, trace }: ControllerContext, authority: Authority | undefined): Reconciler<KubeObject> {
  return {
    name: actor,
    watches: [{ table: signingRequestsTable }],
    reconcile(key) {
      const request = client.view.get(key) as CertificateSigningRequest | undefined;
      const signer = signers[request?.spec.signerName ?? legacySigner];
      if (!request || !signer || request.status.certificate || !isCondition(request, 'Approved') || isCondition(request, 'Failed')) return;
      const { name } = request.metadata;
      const asked = readCertificateRequest(textOf(request.spec.request));
      const wrong = asked ? refusal(asked, request.spec.usages ?? [], signer) : 'unable to parse csr';
      const fromMs = client.server.nowMs - backdateMs;
      const untilMs = client.server.nowMs + Math.min(request.spec.expirationSeconds ?? yearSeconds, yearSeconds) * 1000;
      const certificate = asked && authority && wrong === undefined ? signRequest(asked, authority, fromMs, untilMs) : undefined;
      if (certificate === undefined && wrong === undefined) return; // this cluster's manager has no authority
      const now = client.now();
      const id = trace.record(actor, 'update-status', wrong === undefined ? 'csr-signed' : 'csr-not-signed', { request: name, message: wrong ?? '' }, [reading(client, key, 'status')]);
      const failed = { lastTransitionTime: now, lastUpdateTime: now, message: wrong ?? '', reason: 'SignerValidationFailure', status: 'True' as const, type: 'Failed' };
      const status = certificate === undefined ? { ...request.status, conditions: [...(request.status.conditions ?? []), failed] } : { ...request.status, certificate: encodeBase64(encodeUtf8(certificate)) };
      client.updateStatus({ ...request, status }, { trace: id });
    },
  };
}

function textOf(base64: string | undefined): string {
  const decoded = decodeBase64(base64 ?? '');
  return 'bytes' in decoded ? decodeUtf8(decoded.bytes) : '';
}

function refusal({ commonName, organizations }: CertificateRequest, usages: readonly string[], { usages: allowed, demands, isOfNode }: Signer): string | undefined {
  if (isOfNode && (organizations.length !== 1 || organizations[0] !== 'system:nodes')) return 'subject organization is not system:nodes';
  if (isOfNode && !commonName.startsWith('system:node:')) return 'subject common name does not begin with system:node:';
  if (!demands || !allowed) return undefined;
  if (!usages.includes(demands) || usages.some((usage) => !allowed.includes(usage))) return `usages did not match [${allowed.join(' ')}]`;
  return undefined;
}
