/** The token controller of releases before 1.24: each service account has a secret with a token that does not end. */
import { encodeBase64, randomSuffix } from '../../../base/index.ts';
import type { Reconciler } from '../../../sim/index.ts';
import type { Secret } from '../../kinds/secret/secret.ts';
import type { ServiceAccount } from '../../kinds/service-account/service-account.ts';
import type { KubeObject } from '../../meta/object.ts';
import { reading, type ControllerContext } from '../controller-context.ts';
import { serviceAccountToken } from './token.ts';

const actor = 'tokens-controller';

export function tokenController(context: ControllerContext, certificate: string): Reconciler<KubeObject> {
  return {
    name: actor,
    watches: [{ table: 'serviceaccounts' }],
    reconcile(key) {
      const account = context.client.view.get(key) as ServiceAccount | undefined;
      if (account && account.metadata.deletionTimestamp === undefined && !account.secrets?.length) giveSecret(context, certificate, key, account);
    },
  };
}

function giveSecret({ client, trace, random }: ControllerContext, certificate: string, key: string, account: ServiceAccount): void {
  const { name, namespace, uid } = account.metadata;
  const secretName = `${name}-token-${randomSuffix(() => random.next())}`;
  const id = trace.record(actor, 'create', 'account-gets-token', { namespace, account: name, secret: secretName }, [reading(client, key, 'metadata')]);
  const token = serviceAccountToken({ namespace, name, uid, issuedMs: client.server.nowMs, secret: secretName });
  client.create<Secret>(
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        name: secretName,
        namespace,
        annotations: { 'kubernetes.io/service-account.name': name, 'kubernetes.io/service-account.uid': uid },
        ownerReferences: [{ apiVersion: 'v1', kind: 'ServiceAccount', name, uid }],
      },
      type: 'kubernetes.io/service-account-token',
      data: { 'ca.crt': encodeBase64(certificate), namespace: encodeBase64(namespace), token: encodeBase64(token) },
    },
    { trace: id },
  );
  client.update<ServiceAccount>({ ...account, secrets: [{ name: secretName }] }, { trace: id });
}
