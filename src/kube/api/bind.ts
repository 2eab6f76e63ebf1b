/** The binding subresource: a pod gets its node. Pods of one template on one node share one spec. */
import type { ApiServer } from './api-server.ts';
import { stamped } from './create.ts';
import type { WriteOptions } from './write-options.ts';
import { storeKey } from '../kinds/kind.ts';
import { podKind } from '../kinds/pod/kind.ts';
import type { Pod, PodCondition, PodSpec } from '../kinds/pod/pod.ts';
import { conflict } from '../meta/api-status.ts';

/** Before this release a pod went on saying which node was once kept for it. */
const forgetsNominationSince = 34;

export function bindPod(server: ApiServer, user: string, given: Pod, nodeName: string, options: WriteOptions): Pod {
  const { namespace, name, uid } = given.metadata;
  const pod = server.get(podKind, namespace, name);
  if (uid && uid !== pod.metadata.uid) {
    throw conflict(podKind, name, `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${pod.metadata.uid}`);
  }
  if (pod.metadata.deletionTimestamp !== undefined) throw bindRefused(name, `pod ${name} is being deleted, cannot be assigned to a host`);
  if (pod.spec.nodeName) throw bindRefused(name, `pod ${name} is already assigned to node "${pod.spec.nodeName}"`);
  const conditions = (pod.status.conditions ?? []).filter((condition) => condition.type !== 'PodScheduled');
  const { nominatedNodeName, ...status } = pod.status;
  const kept = nominatedNodeName === undefined || server.release.atLeast(forgetsNominationSince) ? {} : { nominatedNodeName };
  const bound: Pod = { ...pod, spec: specOn(pod.spec, nodeName), status: { ...status, ...kept, conditions: conditions.concat(scheduledAt(server.now())) } };
  if (options.dryRun === true) return bound;
  const key = storeKey(podKind, namespace, name);
  const trace = server.traceOf(user, 'bind', podKind, key, options);
  return server.store.update(key, (revision) => stamped(bound, revision), trace) as Pod;
}

let scheduled: PodCondition | undefined; // the last that was made: pods that are bound in one second have it in common

function scheduledAt(time: string): PodCondition {
  if (scheduled?.lastTransitionTime !== time) scheduled = { type: 'PodScheduled', status: 'True', lastProbeTime: null, lastTransitionTime: time };
  return scheduled;
}

function bindRefused(name: string, why: string) {
  return conflict({ group: '', plural: 'pods/binding' }, name, why);
}

const placed = new WeakMap<PodSpec, Map<string, PodSpec>>();

function specOn(spec: PodSpec, nodeName: string): PodSpec {
  let byNode = placed.get(spec);
  if (byNode === undefined) placed.set(spec, (byNode = new Map()));
  let onNode = byNode.get(nodeName);
  if (onNode === undefined) byNode.set(nodeName, (onNode = { ...spec, nodeName }));
  return onNode;
}
