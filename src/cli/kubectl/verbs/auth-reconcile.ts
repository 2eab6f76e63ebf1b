/** kubectl auth reconcile: rules and subjects that files name are added to what the server has; nothing is taken away unless asked for. */
import { deepEqual, type Json, type JsonObject } from '../../../base/index.ts';
import { dryRun, dryRunFlag } from '../command/dry-run.ts';
import { CommandError, throwCollected } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import type { Verb } from '../command/verb.ts';
import { asNew, list, members, text, withMember } from '../objects/member.ts';
import { outputFlags } from '../print/object-printer.ts';
import { Report } from '../print/report.ts';
import { fetchSelected, fileFlags, selectionFlags } from '../resources/fetch.ts';
import { collectionPath, getObject, objectPath, type Info } from '../resources/info.ts';
import { StatusError } from '../wire/status-error.ts';
import { rulesMissing, ruleText } from './rbac-rules.ts';

export const reconcileVerb: Verb = {
  name: 'reconcile',
  summary: 'Reconciles rules for RBAC role, role binding, cluster role, and cluster role binding objects',
  usage: 'auth reconcile -f FILENAME',
  completes: 'files',
  flags: [
    ...fileFlags('the roles and bindings'),
    ...outputFlags(),
    dryRunFlag,
    { name: 'remove-extra-permissions', type: 'bool', initial: 'false', usage: 'Take away rules that the files do not name.' },
    { name: 'remove-extra-subjects', type: 'bool', initial: 'false', usage: 'Take away subjects that the files do not name.' },
  ],
  *run(k) {
    if (k.flags.list('filename').length === 0 && k.flags.text('kustomize') === '') throw new CommandError('must specify one of -f and -k');
    if (dryRun(k) === 'server') throw new CommandError('--dry-run=server for command reconcile is not supported yet');
    const isLocal = k.release.minor >= LEAVES_NAMESPACE_SINCE;
    const { infos, errors } = yield* fetchSelected(k, { ...selectionFlags(k), isLocal });
    throwCollected(errors);
    const report = new Report(k, { isStruct: true });
    const failed: Error[] = [];
    for (const info of infos.filter(({ resource }) => resource.group === 'rbac.authorization.k8s.io')) {
      try {
        yield* reconcile(k, isLocal ? { ...info, namespace: text(info.object, 'metadata', 'namespace') } : info, report);
      } catch (error) {
        if (!(error instanceof StatusError || error instanceof CommandError)) throw error;
        failed.push(error);
      }
    }
    throwCollected(failed);
  },
};

/** 1.20 still fills a file's missing namespace in; 1.27 does so no more, whatever --namespace says. */
const LEAVES_NAMESPACE_SINCE = 27;

/** What has to be done for an object, and what that brings and takes. */
interface Plan {
  readonly act: 'none' | 'create' | 'update' | 'recreate';
  readonly object: JsonObject;
  readonly field: 'rules' | 'subjects';
  readonly missing: readonly Json[];
  readonly extra: readonly Json[];
}

function* reconcile(k: Invocation, info: Info, report: Report): Task {
  const plan = planFor(k, info.object, yield* liveObject(k, info));
  const done = plan.act === 'none' || dryRun(k) === 'client' ? plan.object : yield* carryOut(k, info, plan);
  yield* report.say(info, 'reconciled', done);
  if (plan.act === 'none') return;
  const itemText = plan.field === 'rules' ? ruleText : subjectText;
  const lines = (title: string, items: readonly Json[]): string => (items.length === 0 ? '' : `\t${title}:\n${items.map((item) => `\t\t${itemText(item)}\n`).join('')}`);
  yield* k.warn(`\treconciliation required ${plan.act}\n${lines(`missing ${plan.field} added`, plan.missing)}${removes(k, plan.field) ? lines(`extra ${plan.field} removed`, plan.extra) : ''}`);
}

function* liveObject(k: Invocation, info: Info): Task<JsonObject | undefined> {
  try {
    return yield* getObject(k.client, info);
  } catch (error) {
    if (error instanceof StatusError && error.isNotFound) return undefined;
    throw error;
  }
}

function removes(k: Invocation, field: Plan['field']): boolean {
  return k.flags.bool(field === 'rules' ? 'remove-extra-permissions' : 'remove-extra-subjects');
}

function planFor(k: Invocation, wanted: JsonObject, live: JsonObject | undefined): Plan {
  const field = wanted.roleRef === undefined ? 'rules' : 'subjects';
  const asked = list(wanted, field);
  if (!live) return { act: 'create', object: wanted, field, missing: asked, extra: [] };
  if (!deepEqual(members(wanted, 'roleRef'), members(live, 'roleRef'))) return { act: 'recreate', object: wanted, field, missing: [], extra: [] };
  const present = list(live, field);
  const lacking = field === 'rules' ? rulesMissing : subjectsMissing;
  const [missing, extra] = [lacking(present, asked), lacking(asked, present)];
  const items = removes(k, field) && extra.length > 0 ? asked : [...present, ...missing];
  const object = ['labels', 'annotations'].reduce((changed, map) => {
    const merged = { ...members(live, 'metadata', map), ...members(wanted, 'metadata', map) };
    return deepEqual(merged, members(live, 'metadata', map)) ? changed : withMember(changed, ['metadata', map], merged);
  }, withMember(live, [field], [...items]));
  return { act: deepEqual(object, withMember(live, [field], [...present])) ? 'none' : 'update', object, field, missing, extra };
}

function subjectsMissing(known: readonly Json[], wanted: readonly Json[]): readonly Json[] {
  return wanted.filter((subject, i) => ![...known, ...wanted.slice(0, i)].some((one) => sameSubject(one, subject)));
}

/** A file's subject without a group is another than the one that the server has filled in. */
function sameSubject(one: Json, other: Json): boolean {
  return ['kind', 'apiGroup', 'namespace', 'name'].every((name) => text(one, name) === text(other, name));
}

function subjectText(subject: Json): string {
  return `{Kind:${text(subject, 'kind')} APIGroup:${text(subject, 'apiGroup')} Name:${text(subject, 'name')} Namespace:${text(subject, 'namespace')}}`;
}

function* carryOut(k: Invocation, info: Info, { act, object }: Plan): Task<JsonObject> {
  const path = objectPath(info.resource, info.namespace, info.name);
  if (act === 'update') return (yield* k.client.json(path, { method: 'PUT', body: object })) as JsonObject;
  if (act === 'recreate') yield* k.client.json(path, { method: 'DELETE', body: {} });
  if (info.resource.namespaced) yield* ensureNamespace(k, info.namespace);
  return (yield* k.client.json(collectionPath(info.resource, info.namespace), { method: 'POST', body: asNew(object) })) as JsonObject;
}

/** Roles bring the namespace they are for. Who may neither see nor make it hears so from what comes next. */
function* ensureNamespace(k: Invocation, name: string): Task {
  // Where it is a binding the real 1.35 dies of this error, before it can say it; later ones say it.
  if (name === '') throw new CommandError('resource name may not be empty');
  try {
    yield* k.client.get(`/api/v1/namespaces/${name}`);
  } catch (error) {
    if (!isOneOf(error, ['NotFound', 'Forbidden'])) throw error;
    yield* createNamespace(k, name);
  }
}

function* createNamespace(k: Invocation, name: string): Task {
  try {
    yield* k.client.json('/api/v1/namespaces', { method: 'POST', body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name } } });
  } catch (error) {
    if (!isOneOf(error, ['AlreadyExists', 'Forbidden'])) throw error;
  }
}

function isOneOf(error: unknown, reasons: readonly string[]): boolean {
  return error instanceof StatusError && reasons.includes(error.reason);
}
