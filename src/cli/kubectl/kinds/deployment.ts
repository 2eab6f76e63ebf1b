/** What the client knows of deployments: their description, their rollouts, their revisions. */
import { deepEqual, type Json, type JsonObject } from '../../../base/index.ts';
import { CommandError } from '../command/errors.ts';
import { dryRun, dryRunQuery, dryRunSuffix } from '../command/dry-run.ts';
import type { Invocation } from '../command/invocation.ts';
import { changeCauseAnnotation } from '../command/record.ts';
import type { Task } from '../command/task.ts';
import { bool, count, list, member, members, text } from '../objects/member.ts';
import { selectorText } from '../objects/selector-text.ts';
import { objectPath, type Info } from '../resources/info.ts';
import type { ClientKind, Revision, Rollout } from './client-kind.ts';
import { newReplicaSet, oldReplicaSets, replicaSetsOf, revisionAnnotation, revisionOf, withoutHash } from './deployment-revisions.ts';
import { describeEvents } from './describe-events.ts';
import { describeTemplate } from './describe-template.ts';
import { DescribeText, timeText } from './describe-text.ts';
import { rawTemplateText } from './raw-template.ts';
import { containerPorts } from './pod.ts';
import { plainSelector } from './replica-set.ts';

const rollout: Rollout = {
  canPause: true,
  canRestart: true,
  status(deployment, revision) {
    const name = text(deployment, 'metadata', 'name');
    if (revision > 0 && revision !== revisionOf(deployment)) {
      throw new CommandError(`desired revision (${revision}) is different from the running revision (${revisionOf(deployment)})`);
    }
    return statusOf(deployment, name);
  },
  *history(k, info) {
    const sets = yield* replicaSetsOf(k, info);
    const revisions: Revision[] = sets.filter((set) => revisionOf(set) > 0).map((set) => ({
      number: revisionOf(set),
      cause: text(set, 'metadata', 'annotations', changeCauseAnnotation),
      template: templateWithCause(set),
      object: set,
    }));
    return revisions.sort((a, b) => a.number - b.number);
  },
  undo,
};

function statusOf(deployment: JsonObject, name: string): { text: string; done: boolean } {
  const waiting = (why: string): { text: string; done: boolean } => ({ text: `Waiting for deployment ${JSON.stringify(name)} rollout to finish: ${why}...\n`, done: false });
  if (count(deployment, 'metadata', 'generation') > count(deployment, 'status', 'observedGeneration')) {
    return { text: 'Waiting for deployment spec update to be observed...\n', done: false };
  }
  const progress = list(deployment, 'status', 'conditions').find((condition) => text(condition, 'type') === 'Progressing');
  if (progress !== undefined && text(progress, 'reason') === 'ProgressDeadlineExceeded') {
    throw new CommandError(`deployment ${JSON.stringify(name)} exceeded its progress deadline`);
  }
  const [wanted, all] = [count(deployment, 'spec', 'replicas'), count(deployment, 'status', 'replicas')];
  const [updated, available] = [count(deployment, 'status', 'updatedReplicas'), count(deployment, 'status', 'availableReplicas')];
  if (updated < wanted) return waiting(`${updated} out of ${wanted} new replicas have been updated`);
  if (all > updated) return waiting(`${all - updated} old replicas are pending termination`);
  if (available < updated) return waiting(`${available} of ${updated} updated replicas are available`);
  return { text: `deployment ${JSON.stringify(name)} successfully rolled out\n`, done: true };
}

/** As history shows it: with the cause among the template's annotations. */
function templateWithCause(set: JsonObject): JsonObject {
  const template = member(set, 'spec', 'template') as JsonObject;
  const cause = text(set, 'metadata', 'annotations', changeCauseAnnotation);
  if (cause === '') return template;
  const metadata = { ...members(template, 'metadata'), annotations: { ...members(template, 'metadata', 'annotations'), [changeCauseAnnotation]: cause } };
  return { ...template, metadata };
}

/** The first client that leaves it to the reader which deployment is to be resumed. */
const SHORT_ADVICE_SINCE = 26;

/** 0 is the revision before the present one. */
function* undo(k: Invocation, info: Info, toRevision: number): Task<string> {
  const deployment = info.object;
  if (bool(deployment, 'spec', 'paused')) {
    throw new CommandError(`you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume${k.release.minor < SHORT_ADVICE_SINCE ? ` deployment/${text(deployment, 'metadata', 'name')}` : ''}' and try again`);
  }
  const sets = yield* replicaSetsOf(k, info);
  const target = targetOf(deployment, sets, toRevision);
  if (dryRun(k) === 'client') {
    return `${rawTemplateText(member(target, 'spec', 'template')!, k.release.minor)}${dryRunSuffix('client')}`;
  }
  const template = withoutHash(member(target, 'spec', 'template'));
  if (deepEqual(template, withoutHash(member(deployment, 'spec', 'template')))) {
    return `skipped rollback (current template already matches revision ${toRevision})`;
  }
  const body = [
    { op: 'replace', path: '/spec/template', value: template },
    { op: 'replace', path: '/metadata/annotations', value: annotationsFor(deployment, target) },
  ] as const satisfies Json;
  const path = objectPath(info.resource, info.namespace, info.name);
  yield* k.client.json(path, { method: 'PATCH', query: dryRunQuery(dryRun(k)), body, contentType: 'application/json-patch+json' });
  return `rolled back${dryRunSuffix(dryRun(k))}`;
}

function targetOf(deployment: JsonObject, sets: readonly JsonObject[], toRevision: number): JsonObject {
  if (toRevision !== 0) {
    const found = toRevision < 0 ? undefined : sets.find((set) => revisionOf(set) === toRevision);
    if (!found) throw new CommandError(`unable to find specified revision ${toRevision} in history`);
    return found;
  }
  const numbered = sets.filter((set) => revisionOf(set) > 0).sort((a, b) => revisionOf(b) - revisionOf(a));
  if (numbered.length < 2) throw new CommandError(`no rollout history found for deployment ${JSON.stringify(text(deployment, 'metadata', 'name'))}`);
  return numbered[1]!;
}

/** The deployment keeps its own annotations of these names and takes the rest from the set that it goes back to. */
const ownAnnotations = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  revisionAnnotation,
  'deployment.kubernetes.io/revision-history',
  'deployment.kubernetes.io/desired-replicas',
  'deployment.kubernetes.io/max-replicas',
  'deprecated.deployment.rollback.to',
]);

function annotationsFor(deployment: JsonObject, set: JsonObject): JsonObject {
  const kept = Object.entries(members(deployment, 'metadata', 'annotations')).filter(([name]) => ownAnnotations.has(name));
  const taken = Object.entries(members(set, 'metadata', 'annotations')).filter(([name]) => !ownAnnotations.has(name));
  return Object.fromEntries([...kept, ...taken]);
}

function nameAndCounts(set: JsonObject): string {
  return `${text(set, 'metadata', 'name')} (${count(set, 'status', 'replicas')}/${count(set, 'spec', 'replicas')} replicas created)`;
}

function head(out: DescribeText, info: Info): void {
  const deployment = info.object;
  out.pair('Name', info.name).pair('Namespace', info.namespace).pair('CreationTimestamp', timeText(text(deployment, 'metadata', 'creationTimestamp')));
  out.labels('Labels', members(deployment, 'metadata', 'labels')).annotations('Annotations', members(deployment, 'metadata', 'annotations'));
  out.pair('Selector', selectorText(member(deployment, 'spec', 'selector')) ?? '<none>');
  const status = (field: string): number => count(deployment, 'status', field);
  out.pair(
    'Replicas',
    `${count(deployment, 'spec', 'replicas')} desired | ${status('updatedReplicas')} updated | ${status('replicas')} total | ${status('availableReplicas')} available | ${status('unavailableReplicas')} unavailable`,
  );
  out.pair('StrategyType', text(deployment, 'spec', 'strategy', 'type')).pair('MinReadySeconds', count(deployment, 'spec', 'minReadySeconds'));
  const rolling = member(deployment, 'spec', 'strategy', 'rollingUpdate');
  if (rolling !== undefined && rolling !== null) {
    out.pair('RollingUpdateStrategy', `${text(rolling, 'maxUnavailable')} max unavailable, ${text(rolling, 'maxSurge')} max surge`);
  }
}

export const deploymentKind: ClientKind = {
  group: 'apps',
  kind: 'Deployment',
  podSpec: ['spec', 'template', 'spec'],
  podSelector: (deployment) => selectorText(member(deployment, 'spec', 'selector')),
  rollout,
  *describe(k, info, options) {
    const out = new DescribeText();
    const deployment = info.object;
    head(out, info);
    describeTemplate(out, member(deployment, 'spec', 'template'), k.release.minor);
    const conditions = list(deployment, 'status', 'conditions');
    if (conditions.length > 0) {
      out.line(0, 'Conditions:').line(1, 'Type\tStatus\tReason').line(1, '----\t------\t------');
      for (const condition of conditions) out.line(1, `${text(condition, 'type')} \t${text(condition, 'status')}\t${text(condition, 'reason')}`);
    }
    const sets = yield* replicaSetsOf(k, info, 500);
    const current = newReplicaSet(deployment, sets);
    out.pair('OldReplicaSets', oldReplicaSets(deployment, sets).map(nameAndCounts).join(', ') || '<none>');
    out.pair('NewReplicaSet', current ? nameAndCounts(current) : '<none>');
    if (options.showEvents) yield* describeEvents(k, info, out);
    return out.text;
  },
  expose: {
    selector: (deployment) => plainSelector(deployment),
    ports: (deployment) => containerPorts(list(deployment, 'spec', 'template', 'spec', 'containers')),
  },
};
