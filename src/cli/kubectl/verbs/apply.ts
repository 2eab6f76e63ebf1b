/** kubectl apply. */
import { printJson, type JsonObject } from '../../../base/index.ts';
import { sleep } from '../../../host/index.ts';
import { dryRun, dryRunFlag, dryRunQuery } from '../command/dry-run.ts';
import { CommandError, throwCollected } from '../command/errors.ts';
import type { FlagSpec } from '../command/flag.ts';
import type { Invocation } from '../command/invocation.ts';
import { recorded, recordFlags } from '../command/record.ts';
import type { Task } from '../command/task.ts';
import type { Verb } from '../command/verb.ts';
import { outputFlags } from '../print/object-printer.ts';
import { Report } from '../print/report.ts';
import { asNew, text } from '../objects/member.ts';
import { fetchSelected, fileFlags, selectionFlags, selectorFlag } from '../resources/fetch.ts';
import { collectionPath, getObject, objectPath, type Info } from '../resources/info.ts';
import { hasLastApplied, lastAppliedAnnotation, withLastApplied } from '../resources/last-applied.ts';
import { validationQuery, validateFlags, validator } from '../resources/validation.ts';
import type { Query } from '../wire/api-client.ts';
import type { ApiResource } from '../wire/discovery.ts';
import { StatusError } from '../wire/status-error.ts';
import { applyPatchFor, warnOfDeletion } from './apply-patch.ts';
import { checkCascade } from './delete.ts';
import { checkPrune, prune, prunedTypes, pruneFlags } from './apply-prune.ts';
import { applyOnServer, serverSideFlags } from './apply-server-side.ts';
import { editLastAppliedVerb } from './edit-last-applied.ts';
import { setLastAppliedVerb } from './set-last-applied.ts';
import { viewLastAppliedVerb } from './view-last-applied.ts';

const CONFLICT_TRIES = 5;
const BACK_OFF_MS = 1_000;

/** The first release that looks at its arguments before its files. */
const ARGUMENTS_FIRST_SINCE = 23;
/** The first that names the file of a patch that failed once more. */
const SAYS_TWICE_SINCE = 25;

const flags: readonly FlagSpec[] = [
  ...fileFlags('the manifests to apply'),
  ...outputFlags(),
  selectorFlag,
  dryRunFlag,
  ...validateFlags,
  ...serverSideFlags,
  { name: 'subresource', type: 'string', usage: 'With --server-side: apply to this subresource.', since: 35 },
  { name: 'all', type: 'bool', initial: 'false', usage: 'Every object that the files name.', hidden: true },
  { name: 'force', type: 'bool', initial: 'false', usage: 'Delete and make anew what cannot be changed.' },
  { name: 'grace-period', type: 'int', initial: '-1', usage: 'Seconds that --force gives an object to end; negative leaves it to the object.' },
  { name: 'overwrite', type: 'bool', initial: 'true', usage: 'Settle conflicts by the values of the file.' },
  ...recordFlags,
  ...pruneFlags,
  { name: 'openapi-patch', type: 'bool', initial: 'true', usage: 'Make patches by the description that the server gives of its types.' },
];

export const applyVerb: Verb = {
  name: 'apply',
  summary: 'Apply a configuration to a resource by file name or stdin',
  details: 'What does not exist is created; what exists is changed where the file differs from it or from what was applied last.',
  usage: 'apply (-f FILENAME | -k DIRECTORY) [flags]',
  group: 'Advanced Commands',
  completes: 'files',
  flags,
  verbs: [editLastAppliedVerb, setLastAppliedVerb, viewLastAppliedVerb],
  examples: [
    { does: 'Apply a file', command: 'kubectl apply -f web.yaml' },
    { does: 'Apply every manifest of a directory', command: 'kubectl apply -f ./manifests' },
    { does: 'Apply what is typed or piped in', command: 'cat web.yaml | kubectl apply -f -' },
  ],
  *run(k) {
    if (!k.flags.bool('overwrite')) throw new CommandError('--overwrite=false: this client always writes over what somebody else has changed');
    const hasFiles = k.flags.list('filename').length > 0 || k.flags.text('kustomize') !== '';
    if (k.args.length > 0 && (hasFiles || k.release.minor >= ARGUMENTS_FIRST_SINCE)) throw k.usageError(`Unexpected args: [${k.args.join(' ')}]`);
    if (!hasFiles) throw new CommandError('must specify one of -f and -k');
    dryRun(k); // a word that it does not know is refused before anything is sent
    if (k.flags.bool('server-side') && dryRun(k) === 'client') throw new CommandError('--dry-run=client doesn\'t work with --server-side (did you mean --dry-run=server instead?)');
    if (k.flags.bool('force-conflicts') && !k.flags.bool('server-side')) throw new CommandError('--force-conflicts only works with --server-side');
    if (k.flags.bool('force') && k.flags.bool('server-side')) throw new CommandError('--force cannot be used with --server-side');
    if (k.flags.bool('force') && dryRun(k) === 'server') throw new CommandError('--dry-run=server cannot be used with --force');
    if (k.flags.bool('all') && k.flags.text('selector') !== '') throw new CommandError('cannot set --all and --selector at the same time');
    if (k.flags.text('subresource') !== '' && !k.flags.bool('server-side')) throw new CommandError('--subresource can only be specified for --server-side');
    yield* checkCascade(k); // before anything is sent
    checkPrune(k);
    const types = k.flags.has('prune-allowlist') || k.flags.has('prune-whitelist') ? yield* prunedTypes(k) : undefined;
    const validate = validator(k);
    const { infos, errors } = yield* fetchSelected(k, { ...selectionFlags(k), keepsOn: true, ...(validate && { validate }) });
    if (infos.length === 0 && errors.length === 0) throw new CommandError('no objects passed to apply');
    yield* applyAll(k, infos, errors, types);
  },
};

/** One after the other: what fails does not keep the rest from being applied. */
function* applyAll(k: Invocation, infos: readonly Info[], errors: readonly Error[], pruned: readonly ApiResource[] | undefined): Task {
  const report = new Report(k, { gathers: infos.length > 1 });
  const failures = [...errors];
  for (const info of infos) {
    try {
      demandName(k, info);
      if (k.flags.bool('server-side')) yield* applyOnServer(k, info, report);
      else yield* applyOne(k, info, report);
    } catch (error) {
      if (!(error instanceof StatusError || error instanceof CommandError)) throw error;
      failures.push(error);
    }
  }
  if (k.flags.bool('prune') && failures.length === 0) yield* prune(k, pruned ?? (yield* prunedTypes(k)), infos, report);
  yield* report.end();
  throwCollected(failures);
}

function demandName(k: Invocation, info: Info): void {
  if (info.name !== '') return;
  const prefix = text(info.object, 'metadata', 'generateName');
  if (prefix !== '') throw new CommandError(`from ${prefix}: cannot use generate name with apply`);
  if (!k.flags.bool('server-side')) throw new CommandError(`${whereWords(info, 'error when retrieving current configuration of:')}\nfrom server for: ${JSON.stringify(info.source)}: resource name may not be empty`);
}

/** Which object, in the four lines of the real client's errors. */
function whereWords(info: Info, head: string): string {
  const { group, version, plural, kind } = info.resource;
  const type = `Resource: "${group}/${version}, Resource=${plural}", GroupVersionKind: "${group}/${version}, Kind=${kind}"`;
  return `${head}\n${type}\nName: ${JSON.stringify(info.name)}, Namespace: ${JSON.stringify(info.namespace)}`;
}

function writeQuery(k: Invocation): Query {
  return [...dryRunQuery(dryRun(k)), ['fieldManager', k.flags.text('field-manager')], ...validationQuery(k)];
}

function* applyOne(k: Invocation, info: Info, report: Report): Task {
  const modified = withLastApplied(recorded(k, info.object));
  let current: JsonObject;
  try {
    current = yield* getObject(k.client, info);
  } catch (error) {
    if (!(error instanceof StatusError && error.isNotFound)) throw retrieving(error, info);
    return yield* create(k, info, modified, report);
  }
  if (dryRun(k) === 'client') return yield* report.say(info, 'configured', current);
  if (!hasLastApplied(current)) yield* k.warn(missingAnnotation(info));
  const patched = yield* patchUntilTaken(k, info, modified, current);
  yield* warnOfDeletion(k, info, patched ?? current);
  yield* report.say(info, patched ? 'configured' : 'unchanged', patched ?? current);
}

function retrieving(error: unknown, info: Info): unknown {
  if (!(error instanceof StatusError)) return error;
  return error.during(`${whereWords(info, 'error when retrieving current configuration of:')}\nfrom server for: ${JSON.stringify(info.source)}`);
}

function missingAnnotation(info: Info): string {
  return `Warning: resource ${info.resource.plural}/${info.name} is missing the ${lastAppliedAnnotation} annotation which is required by kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.\n`;
}

function* create(k: Invocation, info: Info, object: JsonObject, report: Report): Task {
  if (dryRun(k) === 'client') return yield* report.say(info, 'created', object);
  try {
    const query = writeQuery(k);
    const created = (yield* k.client.json(collectionPath(info.resource, info.namespace), { method: 'POST', query, body: asNew(object) })) as JsonObject;
    yield* report.say(info, 'created', created);
  } catch (error) {
    throw error instanceof StatusError ? error.during(`error when creating ${JSON.stringify(info.source)}`) : error;
  }
}

/** The changed object; undefined when there was nothing to change. Somebody else's change in between is met by trying again. */
function* patchUntilTaken(k: Invocation, info: Info, modified: JsonObject, first: JsonObject): Task<JsonObject | undefined> {
  let current = first;
  for (let tries = 1; ; tries++) {
    const patch = yield* applyPatchFor(k, info, modified, current);
    if (Object.keys(patch.body).length === 0) return undefined;
    try {
      const path = objectPath(info.resource, info.namespace, info.name);
      return (yield* k.client.json(path, { method: 'PATCH', query: writeQuery(k), body: patch.body, contentType: patch.type })) as JsonObject;
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      if (k.flags.bool('force') && (error.reason === 'Conflict' || error.reason === 'Invalid')) return yield* replace(k, info, modified);
      if (error.reason !== 'Conflict' || tries >= CONFLICT_TRIES) throw patching(k, error, info, printJson(patch.body, { sortKeys: true, escapeHtml: true }));
    }
    if (tries > 1) yield* sleep(BACK_OFF_MS);
    current = yield* getObject(k.client, info);
  }
}

function patching(k: Invocation, error: StatusError, info: Info, patch: string): StatusError {
  const head = `error when applying patch:\n${patch}\nto:`;
  return error.during(`${whereWords(info, head)}\nfor: ${JSON.stringify(info.source)}${k.release.minor < SAYS_TWICE_SINCE ? '' : `: error when patching ${JSON.stringify(info.source)}`}`);
}

/** --force: away with it, and anew. */
function* replace(k: Invocation, info: Info, modified: JsonObject): Task<JsonObject> {
  const path = objectPath(info.resource, info.namespace, info.name);
  yield* k.client.json(path, { method: 'DELETE', body: { propagationPolicy: 'Background' } });
  for (let tries = 0; tries < 300; tries++) {
    try {
      yield* getObject(k.client, info);
    } catch (error) {
      if (error instanceof StatusError && error.isNotFound) break;
      throw error;
    }
    yield* sleep(BACK_OFF_MS);
  }
  return (yield* k.client.json(collectionPath(info.resource, info.namespace), { method: 'POST', query: writeQuery(k), body: asNew(modified) })) as JsonObject;
}
