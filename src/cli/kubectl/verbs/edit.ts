/** kubectl edit: the object as YAML in an editor, what was changed sent as a patch, refusals shown in the file. */
import { deepEqual, foldLine, formatGoSyntax, isJsonObject, parseYaml, printJson, printYaml, randomSuffix, type JsonObject } from '../../../base/index.ts';
import { CommandError, Exit } from '../command/errors.ts';
import type { FlagSpec } from '../command/flag.ts';
import type { Invocation } from '../command/invocation.ts';
import { recorded, recordFlags } from '../command/record.ts';
import type { Task } from '../command/task.ts';
import type { Verb } from '../command/verb.ts';
import { text, withMember } from '../objects/member.ts';
import { PatchSchema } from '../patch/patch-schema.ts';
import { diffObjects } from '../patch/strategic-diff.ts';
import { outputFlags } from '../print/object-printer.ts';
import { Report } from '../print/report.ts';
import { fetchAll, fileFlags, selectionFlags } from '../resources/fetch.ts';
import { objectPath, typeName, type Info } from '../resources/info.ts';
import { withLastApplied } from '../resources/last-applied.ts';
import { fieldValidation, problemsOf, validateFlags, validationQuery } from '../resources/validation.ts';
import { apiVersionOf } from '../wire/discovery.ts';
import { findKind } from '../wire/resource-mapper.ts';
import { StatusError } from '../wire/status-error.ts';
import { openEditor } from '../command/open-editor.ts';

export const windowsLineEndingsFlag: FlagSpec = { name: 'windows-line-endings', type: 'bool', initial: 'false', usage: 'Line ends of Windows in the file that is edited.' };

export const editVerb: Verb = {
  name: 'edit',
  summary: 'Edit a resource on the server',
  details: 'KUBE_EDITOR or EDITOR names the editor. What the server refuses comes back with its reasons at the top of the file.',
  usage: 'edit (RESOURCE/NAME | -f FILENAME)',
  group: 'Basic Commands (Intermediate)',
  completes: 'resources',
  flags: [
    ...fileFlags('the objects to edit'),
    ...outputFlags(),
    ...recordFlags,
    ...validateFlags,
    { name: 'field-manager', type: 'string', initial: 'kubectl-edit', usage: 'The name under which fields are set.' },
    { name: 'output-patch', type: 'bool', initial: 'false', usage: 'Print the patch.' },
    { name: 'save-config', type: 'bool', initial: 'false', usage: 'Keep the object in the annotation that apply looks at.' },
    { name: 'subresource', type: 'string', usage: 'Edit this subresource of the object.', since: 24 },
    windowsLineEndingsFlag,
  ],
  examples: [{ does: 'Edit a deployment', command: 'kubectl edit deployment/web' }],
  *run(k) {
    const fetched = yield* fetchAll(k, { ...selectionFlags(k), typeAlone: true, latest: true, subresource: k.flags.text('subresource') });
    if (fetched.length === 0) throw new CommandError('edit cancelled, no objects found');
    const infos = fetched.map((info) => ({ ...info, object: withMember(info.object, ['metadata', 'managedFields'], undefined) }));
    const shown = infos.length === 1 ? infos[0]!.object : { apiVersion: 'v1', items: infos.map((info) => info.object), kind: 'List', metadata: {} };
    yield* editUntilTaken(k, shown, infos[0]!, (edited) => sendAll(k, infos, edited));
  },
};

/** The first release whose files to edit have long numbers. */
const NUMBERED_SINCE = 22;

/** What keeps an edited object from being taken: either it goes back to the editor with the reasons at its top, or that was all. */
export type Refusal = { readonly reasons: readonly string[]; readonly isSaid?: true } | { readonly last: CommandError } | { readonly isLost: 'for now' | 'deleted' };

/** Until what comes back from the editor is taken, or refused for good. */
export function* editUntilTaken(k: Invocation, shown: JsonObject, info: Info, take: (edited: JsonObject) => Task<Refusal | undefined>): Task {
  const asJson = k.flags.text('output') === 'json';
  const path = `/tmp/kubectl-edit-${k.release.minor < NUMBERED_SINCE ? randomSuffix(() => k.p.random.next()) : String(k.p.random.below(4_000_000_000)).padStart(10, '0')}.${asJson ? 'json' : 'yaml'}`;
  let body = asJson ? `${printJson(shown, { indent: '    ', sortKeys: true, escapeHtml: true })}\n` : printYaml(shown, foldLine);
  let reasons: readonly string[] = [];
  for (;;) {
    const before = withLineEnds(k, asJson ? body : fileText(reasons, body));
    k.p.files.writeFile(path, before, { mode: 0o600 });
    yield* openEditor(k, path);
    const after = k.p.files.readText(path);
    if (after === before) return yield* cancelled(k, path, reasons.length > 0);
    const content = withoutNotes(after);
    if (reasons.length > 0 && content === withoutNotes(before)) return yield* cancelled(k, path, true);
    if (content.trim() === '' && fieldValidation(k) === 'Ignore') {
      k.p.files.rm(path);
      return yield* k.warn('Edit cancelled, saved file was empty.\n');
    }
    const parsed = parseYaml(content);
    body = content;
    if ('error' in parsed || !isJsonObject(parsed.value)) {
      const why = 'error' in parsed ? parsed.error : 'it is no object';
      reasons = [`The edited file had a syntax error: error parsing edited-file: error converting YAML to JSON: ${why}`];
      yield* k.warn(`error: ${subject(info)} is invalid\n`);
      continue;
    }
    const wrong = yield* refusedBySchema(k, parsed.value);
    if (wrong !== undefined) {
      reasons = [`${subject(info)} was not valid:`, `* <nil>: Invalid value: "The edited file failed validation": ${wrong}`];
      yield* k.warn(`error: ${subject(info)} is invalid\n`);
      continue;
    }
    if (deepEqual(parsed.value, shown)) return yield* cancelled(k, path, false);
    const refused = yield* take(parsed.value);
    if (!refused) return k.p.files.rm(path);
    if ('last' in refused) yield* endsWith(k, path, refused.last);
    else if ('isLost' in refused) return yield* lost(k, path, refused.isLost);
    else {
      reasons = refused.reasons;
      if (!refused.isSaid) yield* k.warn(`error: ${subject(info)} is invalid\n`);
    }
  }
}

/** What the client itself finds wrong, before anything is sent. */
function* refusedBySchema(k: Invocation, edited: JsonObject): Task<string | undefined> {
  if (fieldValidation(k) === 'Ignore') return undefined;
  const problems = yield* problemsOf(k, edited);
  return problems.length > 1 ? `[${problems.join(', ')}]` : problems[0];
}

/** What was edited is kept where it is: the way to try again is told. */
function* endsWith(k: Invocation, path: string, error: CommandError): Task<never> {
  if (error.isBare) throw new CommandError(`${error.message}\nYou can run \`kubectl replace -f ${path}\` to try this update again.`, { isBare: true });
  yield* k.warn(`A copy of your changes has been stored to ${JSON.stringify(path)}\n`);
  throw error;
}

function* lost(k: Invocation, path: string, how: 'for now' | 'deleted'): Task<never> {
  yield* k.warn(how === 'deleted' ? `The edits you made on deleted resources have been saved to ${JSON.stringify(path)}\n` : `You can run \`kubectl replace -f ${path}\` to try this update again.\n`);
  throw new Exit(1);
}

function subject(info: Pick<Info, 'resource' | 'name'>): string {
  return `${typeName(info)} ${JSON.stringify(info.name)}`;
}

/** --windows-line-endings. */
function withLineEnds(k: Invocation, body: string): string {
  return k.flags.bool('windows-line-endings') ? body.replaceAll('\n', '\r\n') : body;
}

/** The opposite of `fileText`. */
function withoutNotes(content: string): string {
  return content.replaceAll('\r\n', '\n').split('\n').filter((line) => !line.startsWith('#')).join('\n');
}

function fileText(reasons: readonly string[], body: string): string {
  const head = `# Please edit the object below. Lines beginning with a '#' will be ignored,
# and an empty file will abort the edit. If an error occurs while saving this file will be
# reopened with the relevant failures.
#
`;
  return head + reasons.map((reason) => `# ${reason}\n`).join('') + (reasons.length > 0 ? '#\n' : '') + body;
}

function* cancelled(k: Invocation, path: string, wasRefused: boolean): Task {
  if (!wasRefused) {
    k.p.files.rm(path);
    return yield* k.warn('Edit cancelled, no changes made.\n');
  }
  yield* k.warn(`A copy of your changes has been stored to ${JSON.stringify(path)}\n`);
  throw new CommandError('Edit cancelled, no valid changes were saved.');
}

/** Each object that came back, in its turn; what became of all of them decides what is next. */
function* sendAll(k: Invocation, infos: readonly Info[], edited: JsonObject): Task<Refusal | undefined> {
  const objects = Array.isArray(edited.items) && text(edited, 'kind') === 'List' ? (edited.items as readonly JsonObject[]) : [edited];
  const discovery = yield* k.discovery();
  const unknown = objects.find((object) => !findKind(discovery, text(object, 'apiVersion'), text(object, 'kind')));
  if (unknown) return { reasons: [`The edited file had a syntax error: ${noMapping(unknown)}`], isSaid: true };
  const refusals: Refusal[] = [];
  for (const object of objects) {
    const info = infos.find((each) => text(each.object, 'metadata', 'uid') === text(object, 'metadata', 'uid'));
    if (!info) return { last: new CommandError(`no original object found for &unstructured.Unstructured{Object:${formatGoSyntax(placedIn(k, object))}}`) };
    if (deepEqual(object, info.object)) yield* new Report(k).say(info, 'skipped', object, '');
    else {
      const refused = yield* send(k, info, object);
      if (refused) refusals.push(refused);
    }
  }
  const worst = refusals.find((refusal) => 'last' in refusal) ?? refusals.find((refusal) => 'isLost' in refusal && refusal.isLost === 'for now') ?? refusals.find((refusal) => 'isLost' in refusal);
  if (worst) return worst;
  const reasons = refusals.flatMap((refusal) => ('reasons' in refusal ? refusal.reasons : []));
  return reasons.length > 0 ? { reasons, isSaid: true } : undefined;
}

/** As what is read from a file is placed. */
function placedIn(k: Invocation, object: JsonObject): JsonObject {
  return withMember(object, ['metadata', 'namespace'], text(object, 'metadata', 'namespace') || k.namespace);
}

function noMapping(object: JsonObject): string {
  const quoted = (...path: readonly string[]): string => JSON.stringify(text(object, ...path));
  return `resource mapping not found for name: ${quoted('metadata', 'name')} namespace: ${quoted('metadata', 'namespace')} from "edited-file": no matches for kind ${quoted('kind')} in version ${quoted('apiVersion')}\n# ensure CRDs are installed first`;
}

function* send(k: Invocation, info: Info, edited: JsonObject): Task<Refusal | undefined> {
  const from = info.object;
  const isAnother = ['apiVersion', 'kind'].some((field) => text(edited, field) !== text(from, field)) || text(edited, 'metadata', 'name') !== text(from, 'metadata', 'name');
  if (isAnother) return { last: new CommandError('At least one of apiVersion, kind and name was changed') };
  const to = recorded(k, k.flags.bool('save-config') ? withLastApplied(edited) : edited);
  const apiVersion = apiVersionOf(info.resource);
  const description = yield* k.openApi.of(apiVersion);
  const schema = description?.knownKind(apiVersion, info.resource.kind);
  const patch = diffObjects(from, to, new PatchSchema(description, schema), { keepsMissing: false, onlyDeletions: false, ordersElements: true });
  if (k.flags.bool('output-patch')) yield* k.print(`Patch: ${printJson(patch, { sortKeys: true, escapeHtml: true })}\n`);
  try {
    const answer = yield* k.client.json(objectPath(info.resource, info.namespace, info.name, k.flags.text('subresource')), {
      method: 'PATCH',
      query: [['fieldManager', k.flags.text('field-manager')], ...validationQuery(k)],
      body: patch,
      contentType: schema ? 'application/strategic-merge-patch+json' : 'application/merge-patch+json',
    });
    yield* new Report(k).say(info, 'edited', answer as JsonObject);
    return undefined;
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    yield* k.warn(`error: ${subject(info)} ${error.reason === 'Invalid' ? 'is invalid' : error.isNotFound ? 'could not be found on the server' : `could not be patched: ${error.message}`}\n`);
    if (error.reason === 'Invalid') return reasonsOf(error, info);
    return { isLost: error.isNotFound ? 'deleted' : 'for now' };
  }
}

/** What is invalid can be mended in the editor; anything else is the end of it. */
export function reasonsOf(error: StatusError, info: Info): Refusal {
  if (error.reason !== 'Invalid') return { last: new CommandError(`error: ${subject(info)} could not be patched: ${error.message}`, { isBare: true }) };
  const causes = error.causes.length > 0 ? error.causes.map((cause) => `* ${cause.field}: ${cause.message}`) : [`* ${error.message}`];
  return { reasons: [`${subject(info)} was not valid:`, ...causes] };
}
