/** The namespace controller: empties a namespace that is being deleted, and lets it go when nothing is left in it. */
import type { Reconciler } from '../../../sim/index.ts';
import { clusterCode } from '../../cluster-code.ts';
import type { Namespace } from '../../kinds/namespace/namespace.ts';
import type { Kind } from '../../kinds/kind.ts';
import type { KubeObject } from '../../meta/object.ts';
import type { ControllerContext } from '../controller-context.ts';

export const actor = 'namespace-controller';

export function namespaceController(context: ControllerContext, kinds: readonly Kind[]): Reconciler<KubeObject> {
  const tables = kinds.filter((kind) => kind.namespaced).map((kind) => kind.table);
  return {
    name: actor,
    watches: [
      { table: 'namespaces' },
      ...tables.map((table) => ({
        table,
        // The last object that goes may be what the namespace waited for.
        keys: (_key: string, change: { readonly before?: KubeObject | undefined; readonly after?: KubeObject | undefined } | undefined) =>
          change?.before && !change.after ? emptying(context, change.before.metadata.namespace!) : [],
      })),
    ],
    reconcile(key) {
      const namespace = context.client.view.get(key) as Namespace | undefined;
      if (namespace?.metadata.deletionTimestamp === undefined) return undefined;
      return clusterCode.get().emptyNamespace(context, tables, key, namespace);
    },
  };
}

function emptying({ client }: ControllerContext, name: string): string[] {
  const key = `namespaces/${name}`;
  return client.view.get(key)?.metadata.deletionTimestamp === undefined ? [] : [key];
}
