/** What the client knows of replication controllers: what replica sets were before there were deployments. */
import { count, list, member, members, text } from '../objects/member.ts';
import { mapSelectorText } from '../objects/selector-text.ts';
import type { ClientKind } from './client-kind.ts';
import { describeEvents } from './describe-events.ts';
import { describeTemplate } from './describe-template.ts';
import { DescribeText } from './describe-text.ts';
import { containerPorts } from './pod.ts';
import { podsStatus } from './replica-set.ts';

export const replicationControllerKind: ClientKind = {
  group: '',
  kind: 'ReplicationController',
  podSpec: ['spec', 'template', 'spec'],
  podSelector: (controller) => mapSelectorText(members(controller, 'spec', 'selector')),
  *describe(k, info, options) {
    const controller = info.object;
    const out = new DescribeText();
    const selector = mapSelectorText(members(controller, 'spec', 'selector'));
    out.pair('Name', info.name).pair('Namespace', info.namespace).pair('Selector', selector);
    out.labels('Labels', members(controller, 'metadata', 'labels')).annotations('Annotations', members(controller, 'metadata', 'annotations'));
    out.pair('Replicas', `${count(controller, 'status', 'replicas')} current / ${count(controller, 'spec', 'replicas')} desired`);
    out.pair('Pods Status', yield* podsStatus(k, info.namespace, selector, text(controller, 'metadata', 'uid')));
    describeTemplate(out, member(controller, 'spec', 'template'));
    const conditions = list(controller, 'status', 'conditions');
    if (conditions.length > 0) {
      out.line(0, 'Conditions:').line(1, 'Type\tStatus\tReason').line(1, '----\t------\t------');
      for (const condition of conditions) out.line(1, `${text(condition, 'type')} \t${text(condition, 'status')}\t${text(condition, 'reason')}`);
    }
    if (options.showEvents) yield* describeEvents(k, info, out);
    return out.text;
  },
  expose: {
    selector: (controller) => members(controller, 'spec', 'selector'),
    ports: (controller) => containerPorts(list(controller, 'spec', 'template', 'spec', 'containers')),
  },
};
