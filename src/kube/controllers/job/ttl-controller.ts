/** The ttl-after-finished controller: a Job that is over goes after the time that it was given. */
import { parseRfc3339 } from '../../../base/index.ts';
import type { Reconciler } from '../../../sim/index.ts';
import type { Job } from '../../kinds/job/job.ts';
import type { KubeObject } from '../../meta/object.ts';
import { reading, type ControllerContext } from '../controller-context.ts';
import { isJobFinished, table } from './turn.ts';

const actor = 'ttl-after-finished-controller';

export function ttlController({ client, trace }: ControllerContext): Reconciler<KubeObject> {
  return {
    name: actor,
    watches: [{ table }],
    reconcile(key) {
      const job = client.view.get(key) as Job | undefined;
      const seconds = job?.spec.ttlSecondsAfterFinished;
      if (!job || seconds === undefined || job.metadata.deletionTimestamp !== undefined || !isJobFinished(job)) return undefined;
      const over = job.status.conditions!.find(({ type, status }) => (type === 'Complete' || type === 'Failed') && status === 'True')!;
      const leftMs = parseRfc3339(over.lastTransitionTime ?? '')! + seconds * 1000 - client.server.nowMs;
      if (leftMs > 0) return { requeueAfterMs: leftMs };
      const id = trace.record(actor, 'delete', 'job-outlived', { job: job.metadata.name, seconds }, [reading(client, key, 'status')]);
      client.delete(job, { trace: id, propagationPolicy: 'Foreground', preconditions: { uid: job.metadata.uid } });
      return undefined;
    },
  };
}
