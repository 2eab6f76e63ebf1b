/** The root CA publisher: every namespace has the config map by which pods know the cluster's certificate. */
import type { Reconciler } from '../../../sim/index.ts';
import type { ConfigMap } from '../../kinds/config-map/config-map.ts';
import type { Namespace } from '../../kinds/namespace/namespace.ts';
import type { KubeObject } from '../../meta/object.ts';
import { reading, type ControllerContext } from '../controller-context.ts';

const actor = 'root-ca-cert-publisher';
const mapName = 'kube-root-ca.crt';
const description = 'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.';

export function rootCaPublisher(context: ControllerContext, certificate: string): Reconciler<KubeObject> {
  return {
    name: actor,
    watches: [
      { table: 'namespaces' },
      { table: 'configmaps', keys: (key) => (key.endsWith(`/${mapName}`) ? [`namespaces/${key.split('/')[1]}`] : []) },
    ],
    reconcile(key) {
      const { client, trace, release } = context;
      const namespace = client.view.get(key) as Namespace | undefined;
      if (!namespace || namespace.metadata.deletionTimestamp !== undefined) return;
      const { name } = namespace.metadata;
      const old = client.view.get(`configmaps/${name}/${mapName}`) as ConfigMap | undefined;
      if (old?.data?.['ca.crt'] === certificate) return;
      const id = trace.record(actor, old ? 'update' : 'create', 'root-certificate-published', { namespace: name }, [reading(client, key, 'metadata')]);
      const data = { 'ca.crt': certificate };
      if (old) client.update<ConfigMap>({ ...old, data }, { trace: id });
      else {
        const annotations = release.atLeast(21) ? { annotations: { 'kubernetes.io/description': description } } : {};
        client.create<ConfigMap>({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: mapName, namespace: name, ...annotations }, data }, { trace: id });
      }
    },
  };
}
