/** Of a CustomResourceDefinition that is being deleted: first its objects go, then it is let go. */
import type { Reconciler } from '../../../sim/index.ts';
import { cleanupFinalizer, definitionsTable, type CustomResourceDefinition } from '../../kinds/custom-resource-definition/custom-resource-definition.ts';
import type { Condition, KubeObject } from '../../meta/object.ts';
import { reading, type ControllerContext } from '../controller-context.ts';

const actor = 'customresource-finalizer';
const againMs = 1000;

export function definitionController({ client, trace }: ControllerContext): Reconciler<KubeObject> {
  return {
    name: actor,
    watches: [{ table: definitionsTable }],
    reconcile(key) {
      const definition = client.view.get(key) as CustomResourceDefinition | undefined;
      const { finalizers = [], deletionTimestamp, name } = definition?.metadata ?? { name: '' };
      if (!definition || deletionTimestamp === undefined || !finalizers.includes(cleanupFinalizer)) return undefined;
      const { conditions = [] } = definition.status;
      if (!conditions.some(({ type }) => type === 'Terminating')) {
        const id = trace.record(actor, 'update', 'definition-terminates', { definition: name }, [reading(client, key, 'metadata')]);
        const terminating: Condition = { lastTransitionTime: client.now(), message: 'CustomResource deletion is in progress', reason: 'InstanceDeletionInProgress', status: 'True', type: 'Terminating' };
        client.updateStatus({ ...definition, status: { ...definition.status, conditions: [...conditions, terminating] } }, { trace: id });
        return { requeueAfterMs: 0 };
      }
      const objects = client.view.list(name).filter((object) => object.metadata.deletionTimestamp === undefined);
      for (const object of objects) {
        const id = trace.record(actor, 'delete', 'definition-ends-object', { definition: name, name: object.metadata.name }, [reading(client, key, 'metadata')]);
        client.delete(object, { trace: id });
      }
      if (client.view.list(name).length > 0) return { requeueAfterMs: againMs };
      const id = trace.record(actor, 'update', 'definition-is-empty', { definition: name }, [reading(client, key, 'metadata')]);
      client.update({ ...definition, metadata: { ...definition.metadata, finalizers: finalizers.filter((finalizer) => finalizer !== cleanupFinalizer) } }, { trace: id });
      return undefined;
    },
  };
}
