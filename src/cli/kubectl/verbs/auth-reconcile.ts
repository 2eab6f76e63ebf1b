/** kubectl auth reconcile: rules and subjects that files name are added to what the server has; nothing is taken away unless asked for. */
import type { Json, JsonObject } from '../../../base/index.ts';
import { deepEqual } from '../../../base/index.ts';
import { dryRun, dryRunFlag, dryRunQuery } from '../command/dry-run.ts';
import { CommandError, throwCollected } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import type { Verb } from '../command/verb.ts';
import { list, text } from '../objects/member.ts';
import { outputFlags } from '../print/object-printer.ts';
import { Report } from '../print/report.ts';
import { fetchSelected, fileFlags, selectionFlags } from '../resources/fetch.ts';
import { collectionPath, getObject, objectPath, type Info } from '../resources/info.ts';
import { StatusError } from '../wire/status-error.ts';

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
    const { infos, errors } = yield* fetchSelected(k, selectionFlags(k));
    throwCollected(errors);
    const report = new Report(k);
    for (const info of infos) if (info.resource.group === 'rbac.authorization.k8s.io') yield* reconcile(k, info, report);
  },
};

function* reconcile(k: Invocation, info: Info, report: Report): Task {
  const query = dryRunQuery(dryRun(k));
  let current: JsonObject;
  try {
    current = yield* getObject(k.client, info);
  } catch (error) {
    if (!(error instanceof StatusError && error.isNotFound)) throw error;
    const created = dryRun(k) === 'client' ? info.object : yield* k.client.json(collectionPath(info.resource, info.namespace), { method: 'POST', query, body: info.object });
    return yield* report.say(info, 'reconciled', created as JsonObject);
  }
  const field = current.roleRef === undefined ? 'rules' : 'subjects';
  const removes = k.flags.bool(field === 'rules' ? 'remove-extra-permissions' : 'remove-extra-subjects');
  const [wanted, present] = [list(info.object, field), list(current, field)];
  const missing = wanted.filter((item) => !present.some((known) => covers(known, item, field)));
  const next = removes ? wanted : [...present, ...missing];
  if (deepEqual(next, present) || dryRun(k) === 'client') return yield* report.say(info, 'reconciled', { ...current, [field]: next });
  const changed = yield* k.client.json(objectPath(info.resource, info.namespace, info.name), { method: 'PUT', query, body: { ...current, [field]: next } });
  yield* report.say(info, 'reconciled', changed as JsonObject);
}

/** Does a rule allow all that another does; is a subject the same one? */
function covers(known: Json, item: Json, field: 'rules' | 'subjects'): boolean {
  if (field === 'subjects') return ['kind', 'namespace', 'name'].every((name) => text(known, name) === text(item, name));
  return ['apiGroups', 'resources', 'verbs', 'resourceNames', 'nonResourceURLs'].every((name) => {
    const [has, wants] = [list(known, name), list(item, name)];
    return name === 'resourceNames' && has.length === 0 ? true : has.includes('*') || wants.every((word) => has.includes(word));
  });
}
