/** What the client knows of stateful sets. */
import { CommandError } from '../command/errors.ts';
import { count, has, list, member, members, text } from '../objects/member.ts';
import { selectorText } from '../objects/selector-text.ts';
import type { Json, JsonObject } from '../../../base/index.ts';
import type { ClientKind, Rollout } from './client-kind.ts';
import { revisionHistory, undoToRevision } from './controller-revisions.ts';
import { quantityText } from './describe-containers.ts';
import { describeEvents } from './describe-events.ts';
import { describeTemplate } from './describe-template.ts';
import { DescribeText, timeText } from './describe-text.ts';
import { containerPorts } from './pod.ts';
import { plainSelector, podsStatus } from './replica-set.ts';

const rollout: Rollout = { canRestart: true, status: statusOf, history: revisionHistory, undo: undoToRevision };

function statusOf(set: JsonObject): { text: string; done: boolean } {
  if (text(set, 'spec', 'updateStrategy', 'type') !== 'RollingUpdate') throw new CommandError('rollout status is only available for RollingUpdate strategy type');
  const observed = count(set, 'status', 'observedGeneration');
  if (observed === 0 || count(set, 'metadata', 'generation') > observed) return { text: 'Waiting for statefulset spec update to be observed...\n', done: false };
  const [wanted, ready, updated] = [count(set, 'spec', 'replicas'), count(set, 'status', 'readyReplicas'), count(set, 'status', 'updatedReplicas')];
  if (ready < wanted) return { text: `Waiting for ${wanted - ready} pods to be ready...\n`, done: false };
  if (has(set, 'spec', 'updateStrategy', 'rollingUpdate')) {
    const due = wanted - count(set, 'spec', 'updateStrategy', 'rollingUpdate', 'partition');
    if (updated < due) return { text: `Waiting for partitioned roll out to finish: ${updated} out of ${due} new pods have been updated...\n`, done: false };
    return { text: `partitioned roll out complete: ${updated} new pods have been updated...\n`, done: true };
  }
  const [current, update] = [text(set, 'status', 'currentRevision'), text(set, 'status', 'updateRevision')];
  if (update !== current) return { text: `waiting for statefulset rolling update to complete ${updated} pods at revision ${update}...\n`, done: false };
  return { text: `statefulset rolling update complete ${count(set, 'status', 'currentReplicas')} pods at revision ${current}...\n`, done: true };
}

function describeClaims(out: DescribeText, templates: readonly Json[]): void {
  if (templates.length === 0) {
    out.pair('Volume Claims', '<none>');
    return;
  }
  out.line(0, 'Volume Claims:');
  for (const claim of templates) {
    out.line(0, `  Name:\t${text(claim, 'metadata', 'name')}`).line(0, `  StorageClass:\t${text(claim, 'spec', 'storageClassName')}`);
    out.labels('  Labels', members(claim, 'metadata', 'labels')).annotations('  Annotations', members(claim, 'metadata', 'annotations'));
    const capacity = text(claim, 'spec', 'resources', 'requests', 'storage');
    out.line(0, capacity === '' ? '  Capacity:\t<default>' : `  Capacity:\t${quantityText(capacity)}`);
    out.line(0, `  Access Modes:\t[${list(claim, 'spec', 'accessModes').map(String).join(' ')}]`);
  }
}

export const statefulSetKind: ClientKind = {
  group: 'apps',
  kind: 'StatefulSet',
  podSpec: ['spec', 'template', 'spec'],
  podSelector: (set) => selectorText(member(set, 'spec', 'selector')),
  rollout,
  *describe(k, info, options) {
    const set = info.object;
    const out = new DescribeText();
    out.pair('Name', info.name).pair('Namespace', info.namespace).pair('CreationTimestamp', timeText(text(set, 'metadata', 'creationTimestamp')));
    out.pair('Selector', selectorText(member(set, 'spec', 'selector')) ?? '<none>');
    out.labels('Labels', members(set, 'metadata', 'labels')).annotations('Annotations', members(set, 'metadata', 'annotations'));
    out.pair('Replicas', `${count(set, 'spec', 'replicas')} desired | ${count(set, 'status', 'replicas')} total`);
    out.pair('Update Strategy', text(set, 'spec', 'updateStrategy', 'type'));
    if (has(set, 'spec', 'updateStrategy', 'rollingUpdate')) {
      out.pair('Partition', count(set, 'spec', 'updateStrategy', 'rollingUpdate', 'partition'), 1);
      if (has(set, 'spec', 'updateStrategy', 'rollingUpdate', 'maxUnavailable')) out.pair('MaxUnavailable', member(set, 'spec', 'updateStrategy', 'rollingUpdate', 'maxUnavailable'), 1);
    }
    out.pair('Pods Status', yield* podsStatus(k, info.namespace, selectorText(member(set, 'spec', 'selector')) ?? '', text(set, 'metadata', 'uid')));
    describeTemplate(out, member(set, 'spec', 'template'), k.release.minor);
    describeClaims(out, list(set, 'spec', 'volumeClaimTemplates'));
    if (options.showEvents) yield* describeEvents(k, info, out);
    return out.text;
  },
  expose: {
    selector: (set) => plainSelector(set),
    ports: (set) => containerPorts(list(set, 'spec', 'template', 'spec', 'containers')),
  },
};
