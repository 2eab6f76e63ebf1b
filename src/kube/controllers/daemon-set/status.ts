/** The status of a DaemonSet: on how many nodes there is to be a daemon, is one, and is one that works. */
import { deepEqual } from '../../../base/index.ts';
import type { DaemonSet } from '../../kinds/daemon-set/daemon-set.ts';
import { isPodReady } from '../../kinds/pod/readiness.ts';
import { reading } from '../controller-context.ts';
import { hashLabel } from './daemon-pod.ts';
import { actor, bySeniority, isAvailable, type Turn } from './turn.ts';

export function writeStatus(turn: Turn): void {
  const { context: { client, trace }, key, set } = turn;
  const status = computeStatus(turn);
  const old = (client.view.get(key) as DaemonSet | undefined) ?? set;
  if (deepEqual(status, old.status) || old.metadata.uid !== set.metadata.uid) return;
  const args = { set: set.metadata.name, desired: status.desiredNumberScheduled, current: status.currentNumberScheduled, ready: status.numberReady, updated: status.updatedNumberScheduled ?? 0 };
  const id = trace.record(actor, 'update-status', 'daemonset-counts', args, [reading(client, key, 'spec')]);
  client.updateStatus({ ...old, status }, { trace: id });
}

function computeStatus(turn: Turn): DaemonSet['status'] {
  const { set, nodes, pods, hash } = turn;
  let [desired, current, misscheduled, ready, available, updated] = [0, 0, 0, 0, 0, 0];
  for (const { name, fit } of nodes) {
    const [daemon] = (pods.get(name) ?? []).toSorted(bySeniority);
    if (!fit.shouldRun) misscheduled += daemon ? 1 : 0;
    else {
      desired++;
      if (!daemon) continue;
      current++;
      if (isPodReady(daemon)) ready++;
      if (isAvailable(turn, daemon)) available++;
      if (daemon.metadata.labels?.[hashLabel] === hash) updated++;
    }
  }
  return {
    currentNumberScheduled: current,
    desiredNumberScheduled: desired,
    ...(available > 0 && { numberAvailable: available }),
    numberMisscheduled: misscheduled,
    numberReady: ready,
    ...(desired - available > 0 && { numberUnavailable: desired - available }),
    observedGeneration: set.metadata.generation ?? 1,
    ...(updated > 0 && { updatedNumberScheduled: updated }),
  };
}
