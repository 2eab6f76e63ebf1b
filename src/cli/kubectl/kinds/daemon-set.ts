/** What the client knows of daemon sets. */
import type { JsonObject } from '../../../base/index.ts';
import { CommandError } from '../command/errors.ts';
import { count, member, members, text } from '../objects/member.ts';
import { mapSelectorText, selectorText } from '../objects/selector-text.ts';
import type { ClientKind, Rollout } from './client-kind.ts';
import { revisionHistory, undoToRevision } from './controller-revisions.ts';
import { describeEvents } from './describe-events.ts';
import { describeTemplate } from './describe-template.ts';
import { DescribeText, orNone } from './describe-text.ts';
import { podsStatus } from './replica-set.ts';

const rollout: Rollout = { canRestart: true, status: statusOf, history: revisionHistory, undo: undoToRevision };

function statusOf(set: JsonObject): { text: string; done: boolean } {
  if (text(set, 'spec', 'updateStrategy', 'type') !== 'RollingUpdate') throw new CommandError('rollout status is only available for RollingUpdate strategy type');
  const name = JSON.stringify(text(set, 'metadata', 'name'));
  if (count(set, 'metadata', 'generation') > count(set, 'status', 'observedGeneration')) return { text: 'Waiting for daemon set spec update to be observed...\n', done: false };
  const wanted = count(set, 'status', 'desiredNumberScheduled');
  const [updated, available] = [count(set, 'status', 'updatedNumberScheduled'), count(set, 'status', 'numberAvailable')];
  if (updated < wanted) return { text: `Waiting for daemon set ${name} rollout to finish: ${updated} out of ${wanted} new pods have been updated...\n`, done: false };
  if (available < wanted) return { text: `Waiting for daemon set ${name} rollout to finish: ${available} of ${wanted} updated pods are available...\n`, done: false };
  return { text: `daemon set ${name} successfully rolled out\n`, done: true };
}

const counts = [
  ['Desired Number of Nodes Scheduled', 'desiredNumberScheduled'],
  ['Current Number of Nodes Scheduled', 'currentNumberScheduled'],
  ['Number of Nodes Scheduled with Up-to-date Pods', 'updatedNumberScheduled'],
  ['Number of Nodes Scheduled with Available Pods', 'numberAvailable'],
  ['Number of Nodes Misscheduled', 'numberMisscheduled'],
] as const;

/** The first release that says in which namespace it is. */
const namespaceSince = 33;

export const daemonSetKind: ClientKind = {
  group: 'apps',
  kind: 'DaemonSet',
  podSpec: ['spec', 'template', 'spec'],
  podSelector: (set) => selectorText(member(set, 'spec', 'selector')),
  rollout,
  *describe(k, info, options) {
    const set = info.object;
    const out = new DescribeText();
    const selector = selectorText(member(set, 'spec', 'selector')) ?? '';
    out.pair('Name', info.name);
    if (k.release.minor >= namespaceSince) out.pair('Namespace', info.namespace);
    out.pair('Selector', selector).pair('Node-Selector', orNone(mapSelectorText(members(set, 'spec', 'template', 'spec', 'nodeSelector'))));
    out.labels('Labels', members(set, 'metadata', 'labels')).annotations('Annotations', members(set, 'metadata', 'annotations'));
    for (const [title, field] of counts) out.line(0, `${title}: ${count(set, 'status', field)}`);
    out.pair('Pods Status', yield* podsStatus(k, info.namespace, selector, text(set, 'metadata', 'uid')));
    describeTemplate(out, member(set, 'spec', 'template'), k.release.minor);
    if (options.showEvents) yield* describeEvents(k, info, out);
    return out.text;
  },
};
