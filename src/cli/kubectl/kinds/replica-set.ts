/** What the client knows of replica sets. */
import type { Json, JsonObject } from '../../../base/index.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import { bool, count, list, member, members, text } from '../objects/member.ts';
import { selectorText } from '../objects/selector-text.ts';
import type { Info } from '../resources/info.ts';
import type { ClientKind, DescribeOptions } from './client-kind.ts';
import { describeEvents } from './describe-events.ts';
import { describeTemplate } from './describe-template.ts';
import { DescribeText } from './describe-text.ts';
import { containerPorts } from './pod.ts';

export const replicaSetKind: ClientKind = {
  group: 'apps',
  kind: 'ReplicaSet',
  podSpec: ['spec', 'template', 'spec'],
  podSelector: (set) => selectorText(member(set, 'spec', 'selector')),
  describe: (k, info, options) => describeReplicas(k, info, options, selectorText(member(info.object, 'spec', 'selector'))),
  expose: {
    selector: (set) => plainSelector(set),
    ports: (set) => containerPorts(list(set, 'spec', 'template', 'spec', 'containers')),
  },
};

/** Of a replica set, and of a replication controller, whose selector is written otherwise. */
export function* describeReplicas(k: Invocation, info: Info, options: DescribeOptions, selector: string | undefined): Task<string> {
  const set = info.object;
  const out = new DescribeText();
  out.pair('Name', info.name).pair('Namespace', info.namespace).pair('Selector', selector ?? '<none>');
  out.labels('Labels', members(set, 'metadata', 'labels')).annotations('Annotations', members(set, 'metadata', 'annotations'));
  describeOwner(out, set);
  out.pair('Replicas', `${count(set, 'status', 'replicas')} current / ${count(set, 'spec', 'replicas')} desired`);
  out.pair('Pods Status', yield* podsStatus(k, info.namespace, selector ?? '', text(set, 'metadata', 'uid')));
  describeTemplate(out, member(set, 'spec', 'template'), k.release.minor);
  const conditions = list(set, 'status', 'conditions');
  if (conditions.length > 0) {
    out.line(0, 'Conditions:').line(1, 'Type\tStatus\tReason').line(1, '----\t------\t------');
    for (const condition of conditions) out.line(1, `${text(condition, 'type')} \t${text(condition, 'status')}\t${text(condition, 'reason')}`);
  }
  if (options.showEvents) yield* describeEvents(k, info, out);
  return out.text;
}

/** Labels that a service can select by; one with expressions has none. */
export function plainSelector(object: JsonObject): JsonObject | undefined {
  if (list(object, 'spec', 'selector', 'matchExpressions').length > 0) return undefined;
  return members(object, 'spec', 'selector', 'matchLabels');
}

export function describeOwner(out: DescribeText, object: Json): void {
  const owner = list(object, 'metadata', 'ownerReferences').find((reference) => bool(reference, 'controller'));
  if (owner !== undefined) out.pair('Controlled By', `${text(owner, 'kind')}/${text(owner, 'name')}`);
}

/** "3 Running / 0 Waiting / 0 Succeeded / 0 Failed" of the pods that an object controls. */
export function* podsStatus(k: Invocation, namespace: string, selector: string, uid: string): Task<string> {
  const found = yield* k.client.get(`/api/v1/namespaces/${namespace}/pods`, [['labelSelector', selector], ['limit', '500']]);
  const phases = { Running: 0, Pending: 0, Succeeded: 0, Failed: 0 };
  for (const pod of list(found, 'items')) {
    const owner = list(pod, 'metadata', 'ownerReferences').find((reference) => bool(reference, 'controller'));
    const phase = text(pod, 'status', 'phase');
    if (text(owner, 'uid') === uid && Object.hasOwn(phases, phase)) phases[phase as keyof typeof phases]++;
  }
  return `${phases.Running} Running / ${phases.Pending} Waiting / ${phases.Succeeded} Succeeded / ${phases.Failed} Failed`;
}

