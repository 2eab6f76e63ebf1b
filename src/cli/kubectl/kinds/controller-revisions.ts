/** The revisions of stateful sets and daemon sets: objects that each keep the template of one. */
import { compareBytes, type JsonObject } from '../../../base/index.ts';
import { CommandError } from '../command/errors.ts';
import { dryRun, dryRunQuery, dryRunSuffix } from '../command/dry-run.ts';
import type { Invocation } from '../command/invocation.ts';
import { changeCauseAnnotation } from '../command/record.ts';
import type { Task } from '../command/task.ts';
import { bool, count, list, member, members, text } from '../objects/member.ts';
import { selectorText } from '../objects/selector-text.ts';
import { objectPath, type Info } from '../resources/info.ts';
import type { Revision } from './client-kind.ts';
import { rawTemplateText } from './raw-template.ts';

function* revisionsOf(k: Invocation, info: Info): Task<readonly JsonObject[]> {
  const selector = selectorText(member(info.object, 'spec', 'selector')) ?? '';
  const found = yield* k.client.get(`/apis/apps/v1/namespaces/${info.namespace}/controllerrevisions`, [['labelSelector', selector]]);
  const uid = text(info.object, 'metadata', 'uid');
  const own = list(found, 'items').filter((revision) => text(list(revision, 'metadata', 'ownerReferences').find((owner) => bool(owner, 'controller')), 'uid') === uid);
  return (own as readonly JsonObject[]).toSorted((a, b) => count(a, 'revision') - count(b, 'revision') || compareBytes(text(a, 'metadata', 'name'), text(b, 'metadata', 'name')));
}

/** A revision keeps `{spec: {template}}`, with a directive that says it replaces. */
function templateOf(revision: JsonObject): JsonObject {
  const { $patch: _, ...template } = members(revision, 'data', 'spec', 'template');
  return template;
}

export function* revisionHistory(k: Invocation, info: Info): Task<readonly Revision[]> {
  return (yield* revisionsOf(k, info)).map((revision) => ({
    number: count(revision, 'revision'),
    cause: text(revision, 'metadata', 'annotations', changeCauseAnnotation),
    template: templateOf(revision),
    object: { apiVersion: text(info.object, 'apiVersion'), kind: text(info.object, 'kind'), ...info.object, spec: { ...members(info.object, 'spec'), template: templateOf(revision) } },
  }));
}

export function* undoToRevision(k: Invocation, info: Info, toRevision: number): Task<string> {
  const all = yield* revisionsOf(k, info);
  if (toRevision === 0 && all.length <= 1) throw new CommandError('no last revision to roll back to');
  const target = toRevision === 0 ? all.at(-2) : all.find((revision) => count(revision, 'revision') === toRevision);
  if (!target) throw new CommandError(`unable to find specified revision ${toRevision} in history`);
  if (dryRun(k) === 'client') return `${rawTemplateText(templateOf(target), k.release.minor)}${dryRunSuffix('client')}`;
  if (target === all.at(-1)) return `skipped rollback (current template already matches revision ${toRevision})`;
  yield* k.client.json(objectPath(info.resource, info.namespace, info.name), {
    method: 'PATCH',
    query: dryRunQuery(dryRun(k)),
    body: members(target, 'data'),
    contentType: 'application/strategic-merge-patch+json',
  });
  return `rolled back${dryRunSuffix(dryRun(k))}`;
}
