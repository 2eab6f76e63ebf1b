/** Keeps the figures of ResourceQuotas true when something goes or changes; what comes is counted by who lets it in. */
import { deepEqual } from '../../../base/index.ts';
import type { Reconciler } from '../../../sim/index.ts';
import { concerns, statusOf, usedBy } from '../../api/policies/quotas.ts';
import type { Kind } from '../../kinds/kind.ts';
import type { ResourceQuota } from '../../kinds/resource-quota/resource-quota.ts';
import type { KubeObject } from '../../meta/object.ts';
import { reading, type ControllerContext } from '../controller-context.ts';

const actor = 'resourcequota-controller';
const table = 'resourcequotas';

export function resourceQuotaController(context: ControllerContext, kinds: readonly Kind[]): Reconciler<KubeObject> {
  const { client, trace } = context;
  const counted = kinds.filter((kind) => kind.namespaced && kind.table !== table && kind.table !== 'events');
  return {
    name: actor,
    watches: [
      { table },
      ...counted.map((kind) => ({
        table: kind.table,
        keys: (_key: string, change: { readonly before?: KubeObject | undefined; readonly after?: KubeObject | undefined } | undefined) => {
          const { namespace } = (change?.before ?? change?.after)?.metadata ?? {};
          if (namespace === undefined || client.view.countBy(table, 'namespace', namespace) === 0) return [];
          const concerned = (key: string) => Object.keys((client.view.get(key) as ResourceQuota).spec.hard ?? {}).some((name) => concerns(kind, name));
          return [...client.view.keysBy(table, 'namespace', namespace)].filter(concerned);
        },
      })),
    ],
    reconcile(key) {
      const quota = client.view.get(key) as ResourceQuota | undefined;
      if (!quota) return;
      const status = statusOf(quota, usedBy(kinds, client.view, quota));
      if (deepEqual(status, quota.status)) return;
      const id = trace.record(actor, 'update-status', 'quota-counts', { quota: quota.metadata.name }, [reading(client, key, 'spec')]);
      client.updateStatus({ ...quota, status }, { trace: id });
    },
  };
}
