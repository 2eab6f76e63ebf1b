/** The replica sets of a deployment as its revisions: which is new, which are old, what went before. */
import { deepEqual, parseRfc3339, type Json, type JsonObject } from '../../../base/index.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import { bool, list, member, members, text, withMember } from '../objects/member.ts';
import { selectorText } from '../objects/selector-text.ts';
import type { Info } from '../resources/info.ts';

export const revisionAnnotation = 'deployment.kubernetes.io/revision';
const templateHash = 'pod-template-hash';

/** Those that the deployment controls. */
export function* replicaSetsOf(k: Invocation, info: Info, limit?: number): Task<readonly JsonObject[]> {
  const selector = selectorText(member(info.object, 'spec', 'selector')) ?? '';
  const query: [string, string][] = [['labelSelector', selector], ...(limit ? ([['limit', String(limit)]] as [string, string][]) : [])];
  const found = yield* k.client.get(`/apis/apps/v1/namespaces/${info.namespace}/replicasets`, query);
  const uid = text(info.object, 'metadata', 'uid');
  const sets = list(found, 'items').map((set) => ({ apiVersion: text(found, 'apiVersion'), kind: 'ReplicaSet', ...(set as JsonObject) }));
  return sets.filter((set) => {
    const owner = list(set, 'metadata', 'ownerReferences').find((reference) => bool(reference, 'controller'));
    return owner !== undefined && text(owner, 'uid') === uid;
  });
}

/** The oldest whose template is the deployment's, the hash in its labels left aside. */
export function newReplicaSet(deployment: Json, sets: readonly JsonObject[]): JsonObject | undefined {
  const wanted = member(deployment, 'spec', 'template');
  return byAge(sets).find((set) => deepEqual(withoutHash(member(set, 'spec', 'template')), withoutHash(wanted)));
}

export function oldReplicaSets(deployment: Json, sets: readonly JsonObject[]): readonly JsonObject[] {
  const current = newReplicaSet(deployment, sets);
  return sets.filter((set) => set !== current);
}

export function revisionOf(object: Json): number {
  return Number(text(object, 'metadata', 'annotations', revisionAnnotation) || '0');
}

export function withoutHash(template: Json | undefined): JsonObject {
  const { [templateHash]: _, ...labels } = members(template, 'metadata', 'labels');
  return withMember((template ?? {}) as JsonObject, ['metadata', 'labels'], labels);
}

export function byAge(sets: readonly JsonObject[]): readonly JsonObject[] {
  const born = (set: JsonObject): number => parseRfc3339(text(set, 'metadata', 'creationTimestamp')) ?? 0;
  return [...sets].sort((a, b) => born(a) - born(b) || (text(a, 'metadata', 'name') < text(b, 'metadata', 'name') ? -1 : 1));
}
