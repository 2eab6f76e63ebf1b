/** Ends a pod that nobody else will end, when its time is over. */
import type { Pod } from '../../kinds/pod/pod.ts';
import { ApiStatus } from '../../meta/api-status.ts';
import { reading, type ControllerContext } from '../controller-context.ts';
import { isFinished } from '../pod-state.ts';
import { actor } from './pod-gc-controller.ts';

/** How long a node must be away before its pods are given up. */
const quarantineMs = 40_000;

export function collectPod(context: ControllerContext, goneMs: Map<string, number>, key: string, pod: Pod): { requeueAfterMs: number } | undefined {
  const { client, trace, clock } = context;
  const { name, deletionTimestamp } = pod.metadata;
  const { nodeName } = pod.spec;
  if (!nodeName) {
    if (deletionTimestamp === undefined) return undefined;
    end(context, pod, trace.record(actor, 'delete', 'pod-never-placed', { pod: name }, [reading(client, key, 'metadata')]));
    return undefined;
  }
  if (client.view.get(`nodes/${nodeName}`)) return undefined;
  if (!goneMs.has(nodeName)) goneMs.set(nodeName, clock.now);
  const waitMs = goneMs.get(nodeName)! + quarantineMs - clock.now;
  if (waitMs > 0) return { requeueAfterMs: waitMs };
  const id = trace.record(actor, 'delete', 'pod-without-node', { pod: name, node: nodeName }, [reading(client, key, 'spec')]);
  const failed = isFinished(pod) ? pod : client.updateStatus<Pod>({ ...pod, status: { ...pod.status, phase: 'Failed' } }, { trace: id });
  end(context, failed, id);
  return undefined;
}

function end({ client }: ControllerContext, pod: Pod, trace: number): void {
  try {
    client.delete(pod, { trace, gracePeriodSeconds: 0, preconditions: { uid: pod.metadata.uid } });
  } catch (error) {
    if (!(error instanceof ApiStatus) || error.code !== 404) throw error;
  }
}

