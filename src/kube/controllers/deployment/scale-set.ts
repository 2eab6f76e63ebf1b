/** The act of sizing a ReplicaSet: the write, its reason and its event. */
import type { ReplicaSet } from '../../kinds/replica-set/replica-set.ts';
import type { Read, TraceArgs } from '../../../sim/index.ts';
import { reading } from '../controller-context.ts';
import { withSize } from './revisions.ts';
import { actor, replaceSet, setKey, sizeOf, type Rollout } from './rollout.ts';

/** Sizes the set, and notes in it the size of the whole. True when its size changed. */
export function scaleSet(rollout: Rollout, set: ReplicaSet, to: number, code: string, args: TraceArgs, alsoRead: readonly Read[] = []): boolean {
  const { context, key } = rollout;
  const from = sizeOf(set);
  const annotations = withSize(set.metadata.annotations, rollout.bounds);
  if (from === to && annotations === set.metadata.annotations) return false;
  const { client, trace } = context;
  const name = set.metadata.name;
  const reads = [reading(client, key, 'spec'), ...alsoRead];
  const id = from === to
    ? trace.record(actor, 'update', 'deployment-notes-size', { set: name, desired: rollout.bounds.desired }, reads)
    : trace.record(actor, 'update', code, { set: name, from, to, desired: rollout.bounds.desired, ...args }, reads);
  const spec = from === to ? set.spec : { ...set.spec, replicas: to };
  replaceSet(rollout, client.update({ ...set, spec, metadata: { ...set.metadata, annotations } }, { trace: id }));
  if (from !== to) tellScaled(rollout, name, from, to, id);
  return from !== to;
}

export function tellScaled({ context, deployment }: Rollout, name: string, from: number, to: number, trace: number): void {
  const direction = to > from ? 'up' : 'down';
  const { release } = context;
  const range = release.atLeast(31) ? `from ${from} to ${to}` : release.atLeast(25) && from > 0 ? `to ${to} from ${from}` : `to ${to}`;
  const message = `Scaled ${direction} replica set ${name} ${range}`;
  context.client.event({ regarding: deployment, type: 'Normal', reason: 'ScalingReplicaSet', message, trace });
}

/** The status of a set, as what an act was decided by. */
export function statusRead({ context }: Rollout, set: ReplicaSet): Read {
  return reading(context.client, setKey(set), 'status');
}
