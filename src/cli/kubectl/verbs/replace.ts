/** kubectl replace. */
import { type JsonObject } from '../../../base/index.ts';
import { sleep } from '../../../host/index.ts';
import { dryRun, dryRunFlag, dryRunQuery } from '../command/dry-run.ts';
import { CommandError, throwCollected } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import { recorded } from '../command/record.ts';
import type { Task } from '../command/task.ts';
import type { Verb } from '../command/verb.ts';
import { asNew, text, withMember } from '../objects/member.ts';
import { outputFlags } from '../print/object-printer.ts';
import { Report } from '../print/report.ts';
import { fetchAll, fileFlags, selectionFlags } from '../resources/fetch.ts';
import { collectionPath, getObject, kindName, objectPath, type Info } from '../resources/info.ts';
import { withLastApplied, hasLastApplied } from '../resources/last-applied.ts';
import { validationQuery, validateFlags, validator } from '../resources/validation.ts';
import { StatusError } from '../wire/status-error.ts';
import { checkCascade, fromWhere, propagation } from './delete.ts';
import { sendRaw } from './raw.ts';

const AGAIN_MS = 1_000;

export const replaceVerb: Verb = {
  name: 'replace',
  summary: 'Replace a resource by file name or stdin',
  details: 'The manifest has to be whole: what it does not name is gone afterwards. --force deletes the object and makes it anew.',
  usage: 'replace -f FILENAME',
  group: 'Advanced Commands',
  completes: 'files',
  flags: [
    ...fileFlags('the manifests'),
    ...outputFlags(),
    dryRunFlag,
    ...validateFlags,
    { name: 'cascade', type: 'optional', initial: 'background', bare: 'background', usage: 'With --force: what becomes of owned objects.' },
    { name: 'field-manager', type: 'string', initial: 'kubectl-replace', usage: 'The name under which fields are set.' },
    { name: 'force', type: 'bool', initial: 'false', usage: 'Delete the object and make it anew.' },
    { name: 'grace-period', type: 'int', initial: '-1', usage: 'With --force: seconds given to end in order.' },
    { name: 'raw', type: 'string', usage: 'Put the file to this path of the server.' },
    { name: 'save-config', type: 'bool', initial: 'false', usage: 'Keep the manifest in the annotation that apply looks at.' },
    { name: 'subresource', type: 'string', usage: 'Replace this subresource of the object.', since: 24 },
    { name: 'timeout', type: 'duration', initial: '0s', usage: 'With --force: how long to wait for the end.' },
    { name: 'wait', type: 'bool', initial: 'false', usage: 'Wait until what is deleted is gone, which --force does anyway.' },
  ],
  examples: [{ does: 'Replace by what is piped in', command: "kubectl get pod web -o yaml | sed 's/1.22/1.23/' | kubectl replace -f -" }],
  *run(k) {
    if (k.flags.list('filename').length === 0 && k.flags.text('kustomize') === '') throw new CommandError('must specify one of -f and -k');
    if (k.flags.text('raw') !== '') return yield* sendRaw(k, 'PUT');
    if (k.args.length > 0) throw k.usageError(`Unexpected args: [${k.args.join(' ')}]`);
    if (!k.flags.bool('force') && k.flags.int('grace-period') >= 0) throw new CommandError('--grace-period must have --force specified');
    if (!k.flags.bool('force') && k.flags.has('timeout') && k.flags.text('timeout') !== '0s') throw new CommandError('--timeout must have --force specified');
    yield* checkCascade(k); // before anything is deleted
    const validate = validator(k);
    const infos = yield* fetchAll(k, { ...selectionFlags(k), ...(validate && { validate }) });
    if (infos.length === 0) throw new CommandError('no objects passed to replace');
    const report = new Report(k);
    const failures: Error[] = [];
    if (k.flags.bool('force')) for (const info of infos) yield* deleted(k, info);
    for (const info of infos) {
      try {
        yield* k.flags.bool('force') ? made(k, info, report) : replaceOne(k, info, report);
      } catch (error) {
        if (!(error instanceof StatusError)) throw error;
        failures.push(error.during(`error when replacing ${JSON.stringify(info.source)}`));
      }
    }
    throwCollected(failures);
  },
};

function queryOf(k: Invocation): [string, string][] {
  return [...dryRunQuery(dryRun(k)), ['fieldManager', k.flags.text('field-manager')], ...validationQuery(k)];
}

function* replaceOne(k: Invocation, info: Info, report: Report): Task {
  const own = recorded(k, info.object);
  if (dryRun(k) === 'client') return yield* report.say(info, 'replaced', own);
  let object = own;
  if (k.flags.bool('save-config') || hasLastApplied(own)) object = withLastApplied(own);
  if (text(object, 'metadata', 'resourceVersion') === '') {
    const version = yield* currentVersion(k, info);
    if (version !== '') object = withMember(object, ['metadata', 'resourceVersion'], version);
  }
  const path = objectPath(info.resource, info.namespace, info.name, k.flags.text('subresource'));
  const answer = yield* k.client.json(path, { method: 'PUT', query: queryOf(k), body: object });
  yield* report.say(info, 'replaced', answer as JsonObject);
}

/** '' when it is not there, which the server will say. */
function* currentVersion(k: Invocation, info: Info): Task<string> {
  try {
    return text(yield* getObject(k.client, info), 'metadata', 'resourceVersion');
  } catch (error) {
    if (error instanceof StatusError && error.isNotFound) return '';
    throw error;
  }
}

/** --force: all are deleted and waited for before the first is created again; one that is not there is only created. */
function* deleted(k: Invocation, info: Info): Task {
  const path = objectPath(info.resource, info.namespace, info.name);
  try {
    const grace = k.flags.int('grace-period');
    yield* k.client.json(path, { method: 'DELETE', body: { ...(grace >= 0 && { gracePeriodSeconds: grace }), propagationPolicy: propagation(k) } });
    yield* k.print(`${kindName(info.resource)} ${JSON.stringify(info.name)} deleted${fromWhere(k, info)}\n`);
    yield* untilGone(k, info);
  } catch (error) {
    if (!(error instanceof StatusError && error.isNotFound)) throw error;
  }
}

function* made(k: Invocation, info: Info, report: Report): Task {
  const created = yield* k.client.json(collectionPath(info.resource, info.namespace), { method: 'POST', query: queryOf(k), body: asNew(recorded(k, info.object)) });
  yield* report.say(info, 'replaced', created as JsonObject);
}

function* untilGone(k: Invocation, info: Info): Task {
  for (;;) {
    yield* getObject(k.client, info);
    yield* sleep(AGAIN_MS);
  }
}
