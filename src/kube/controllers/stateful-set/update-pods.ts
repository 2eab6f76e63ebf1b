/** A rolling update of a StatefulSet: the highest number first, each pod after the one before it is well, down to the partition. */
import { reading } from '../controller-context.ts';
import { scaled } from '../deployment/rolling-bounds.ts';
import { deletePod } from '../owned-pods.ts';
import { revisionLabel } from './identity.ts';
import { isHealthy, message, podKey, type Turn } from './turn.ts';

export function updatePods(turn: Turn): void {
  const { context, set, first, wanted, history } = turn;
  const { type, rollingUpdate } = set.spec.updateStrategy ?? {};
  if (type === 'OnDelete') return;
  const { name: update } = history.update.metadata;
  let unavailable = maxUnavailable(turn);
  for (let ordinal = first + wanted - 1; ordinal >= first + (rollingUpdate?.partition ?? 0); ordinal--) {
    const pod = turn.pods.get(ordinal);
    if (!pod) return;
    if (pod.metadata.labels?.[revisionLabel] !== update && pod.metadata.deletionTimestamp === undefined) {
      const args = { set: set.metadata.name, pod: pod.metadata.name, revision: update };
      deletePod(context, turn.by, pod, { code: 'statefulset-updates-pod', args, reads: [reading(context.client, podKey(pod), 'status')], message: message('delete', pod.metadata.name, set) });
      unavailable--;
    } else if (!isHealthy(pod)) unavailable--;
    if (unavailable <= 0) return;
  }
}

/** Before 1.35 one at a time. */
function maxUnavailable({ context, set, wanted }: Turn): number {
  const amount = set.spec.updateStrategy?.rollingUpdate?.maxUnavailable;
  if (amount === undefined || !context.release.atLeast(35)) return 1;
  return Math.max(1, scaled(amount, wanted, 'down'));
}
