/** Deletes what is left in a namespace that ends, and lets it go when nothing is. */
import type { Namespace } from '../../kinds/namespace/namespace.ts';
import { definitionsTable, type CustomResourceDefinition } from '../../kinds/custom-resource-definition/custom-resource-definition.ts';
import { ApiStatus } from '../../meta/api-status.ts';
import type { KubeObject } from '../../meta/object.ts';
import { reading, type ControllerContext } from '../controller-context.ts';
import { actor } from './namespace-controller.ts';

/** Nobody watches the tables that definitions add, so an emptying namespace is looked at again. */
const againMs = 1000;

export function emptyNamespace(context: ControllerContext, tables: readonly string[], key: string, namespace: Namespace): { requeueAfterMs: number } | undefined {
  const added = context.client.view.list(definitionsTable).map((definition) => definition.metadata.name);
  empty(context, [...tables, ...added.filter((table) => !tables.includes(table) && isNamespaced(context, table))], key, namespace);
  return added.length > 0 && context.client.view.get(key) ? { requeueAfterMs: againMs } : undefined;
}

function isNamespaced({ client }: ControllerContext, table: string): boolean {
  return (client.view.get(`${definitionsTable}/${table}`) as CustomResourceDefinition).spec.scope === 'Namespaced';
}

function empty(context: ControllerContext, tables: readonly string[], key: string, namespace: Namespace): void {
  const { client, trace } = context;
  const { name } = namespace.metadata;
  let left = 0;
  for (const table of tables) {
    for (const objectKey of [...client.view.keysBy(table, 'namespace', name)]) {
      left++;
      const object = client.view.get(objectKey);
      if (!object || object.metadata.deletionTimestamp !== undefined) continue;
      const id = trace.record(actor, 'delete', 'namespace-empties', { namespace: name, key: objectKey }, [reading(client, key, 'metadata')]);
      if (remove(context, object, id)) left--;
    }
  }
  if (left > 0 || !namespace.spec.finalizers?.includes('kubernetes')) return;
  const id = trace.record(actor, 'update', 'namespace-is-empty', { namespace: name }, [reading(client, key, 'metadata')]);
  finish(context, namespace, id);
}

/** True when it is gone at once. */
function remove({ client }: ControllerContext, object: KubeObject, trace: number): boolean {
  try {
    return client.delete(object, { trace, propagationPolicy: 'Background', preconditions: { uid: object.metadata.uid } }).gone;
  } catch (error) {
    if (error instanceof ApiStatus && error.code === 404) return true;
    throw error;
  }
}

function finish({ client }: ControllerContext, namespace: Namespace, trace: number): void {
  client.finalize({ ...namespace, spec: { ...namespace.spec, finalizers: namespace.spec.finalizers!.filter((f) => f !== 'kubernetes') } }, { trace });
}
