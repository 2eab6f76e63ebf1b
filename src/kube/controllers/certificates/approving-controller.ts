/** The csrapproving controller: a machine that joins gets its certificate without being asked twice, and so does a node that renews its own. */
import { decodeBase64, decodeUtf8, readCertificateRequest } from '../../../base/index.ts';
import type { Reconciler } from '../../../sim/index.ts';
import { judge } from '../../api/rbac/authorizer.ts';
import { isCondition, signingRequestsTable, type CertificateSigningRequest } from '../../kinds/certificate-signing-request/certificate-signing-request.ts';
import type { KubeObject } from '../../meta/object.ts';
import { reading, type ControllerContext } from '../controller-context.ts';

const actor = 'csrapproving-controller';
const group = 'certificates.k8s.io';

export function approvingController({ client, trace }: ControllerContext): Reconciler<KubeObject> {
  return {
    name: actor,
    watches: [{ table: signingRequestsTable }],
    reconcile(key) {
      const request = client.view.get(key) as CertificateSigningRequest | undefined;
      if (!request || request.status.certificate || isCondition(request, 'Approved') || isCondition(request, 'Denied')) return;
      const part = partOf(request);
      const { username = '', groups = [] } = request.spec;
      if (part === undefined || !judge(client.server, { name: username, groups }, { verb: 'create', group, resource: `certificatesigningrequests/${part}` }).isAllowed) return;
      const now = client.now();
      const message = `Auto approving ${part === 'nodeclient' ? 'kubelet client certificate' : 'self kubelet client certificate'} after SubjectAccessReview.`;
      const approved = { type: 'Approved', status: 'True' as const, reason: 'AutoApproved', message, lastUpdateTime: now, lastTransitionTime: now };
      const id = trace.record(actor, 'update', 'csr-approved', { request: request.metadata.name, user: username }, [reading(client, key, 'spec')]);
      client.update({ ...request, status: { ...request.status, conditions: [...(request.status.conditions ?? []), approved] } }, { trace: id, part: 'approval' });
    },
  };
}

/** What one needs the right to, to have a request of a kubelet approved; undefined for requests of other kinds. */
function partOf({ spec }: CertificateSigningRequest): 'nodeclient' | 'selfnodeclient' | undefined {
  const decoded = decodeBase64(spec.request ?? '');
  const asked = 'bytes' in decoded ? readCertificateRequest(decodeUtf8(decoded.bytes)) : undefined;
  const isOfKubelet = spec.signerName === undefined || spec.signerName === 'kubernetes.io/kube-apiserver-client-kubelet';
  if (!asked || !isOfKubelet || String(asked.organizations) !== 'system:nodes' || !asked.commonName.startsWith('system:node:') || !(spec.usages ?? []).includes('client auth')) return undefined;
  return spec.username === asked.commonName ? 'selfnodeclient' : 'nodeclient';
}
