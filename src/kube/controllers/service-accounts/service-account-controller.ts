/** The service account controller: every namespace has the account that pods use when they name none. */
import type { Reconciler } from '../../../sim/index.ts';
import type { Namespace } from '../../kinds/namespace/namespace.ts';
import type { ServiceAccount } from '../../kinds/service-account/service-account.ts';
import type { KubeObject } from '../../meta/object.ts';
import { reading, type ControllerContext } from '../controller-context.ts';

const actor = 'service-account-controller';
const accountName = 'default';

export function serviceAccountController(context: ControllerContext): Reconciler<KubeObject> {
  return {
    name: actor,
    watches: [
      { table: 'namespaces' },
      // An account that is deleted comes back.
      { table: 'serviceaccounts', keys: (key, change) => (change?.before && !change.after ? [`namespaces/${key.split('/')[1]}`] : []) },
    ],
    reconcile(key) {
      const { client, trace } = context;
      const namespace = client.view.get(key) as Namespace | undefined;
      if (!namespace || namespace.metadata.deletionTimestamp !== undefined) return;
      const { name } = namespace.metadata;
      if (client.view.get(`serviceaccounts/${name}/${accountName}`)) return;
      const id = trace.record(actor, 'create', 'account-created', { namespace: name, account: accountName }, [reading(client, key, 'metadata')]);
      client.create<ServiceAccount>({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: accountName, namespace: name } }, { trace: id });
    },
  };
}
