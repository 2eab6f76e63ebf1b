/** The status of a StatefulSet: what there is of each revision, and which of them has been rolled out. */
import { deepEqual } from '../../../base/index.ts';
import type { Pod } from '../../kinds/pod/pod.ts';
import { isPodReady } from '../../kinds/pod/readiness.ts';
import type { StatefulSet } from '../../kinds/stateful-set/stateful-set.ts';
import { reading } from '../controller-context.ts';
import { revisionLabel } from './identity.ts';
import { actor, isAvailable, type Turn } from './turn.ts';

export function writeStatus(turn: Turn): void {
  const { context, key, set } = turn;
  const { client, trace } = context;
  const status = computeStatus(turn);
  const old = (client.view.get(key) as StatefulSet | undefined) ?? set;
  if (deepEqual(status, old.status) || old.metadata.uid !== set.metadata.uid) return;
  const { replicas, readyReplicas = 0, updatedReplicas = 0 } = status;
  const args = { set: set.metadata.name, desired: turn.wanted, replicas, ready: readyReplicas, updated: updatedReplicas };
  const id = trace.record(actor, 'update-status', 'statefulset-counts', args, [reading(client, key, 'spec')]);
  client.updateStatus({ ...old, status }, { trace: id });
}

function computeStatus(turn: Turn): StatefulSet['status'] {
  const { set, context, history, currentRevision, pods: byOrdinal } = turn;
  const pods = [...byOrdinal.values()];
  const update = history.update.metadata.name;
  const ofRevision = (revision: string) => pods.filter((pod) => pod.metadata.deletionTimestamp === undefined && pod.metadata.labels?.[revisionLabel] === revision).length;
  const ready = pods.filter((pod) => pod.status.phase === 'Running' && isPodReady(pod)).length;
  const updated = ofRevision(update);
  const isDone = set.spec.updateStrategy?.type !== 'OnDelete' && updated === pods.length && ready === pods.length;
  const current = isDone ? updated : ofRevision(currentRevision);
  const { release } = context;
  return {
    ...(release.atLeast(22) && { availableReplicas: pods.filter((pod: Pod) => isAvailable(turn, pod)).length }),
    collisionCount: 0,
    ...(current > 0 && { currentReplicas: current }),
    currentRevision: isDone ? update : currentRevision,
    observedGeneration: set.metadata.generation ?? 1,
    ...(ready > 0 && { readyReplicas: ready }),
    replicas: pods.length,
    updateRevision: update,
    ...(updated > 0 && { updatedReplicas: updated }),
  };
}
