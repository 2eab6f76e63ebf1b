/** kubectl patch. */
import { decodeUtf8, deepEqual, parseYaml, type JsonObject } from '../../../base/index.ts';
import { dryRun, dryRunFlag, dryRunQuery } from '../command/dry-run.ts';
import { CommandError, throwCollected } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import { recorded, recordFlags } from '../command/record.ts';
import type { Task } from '../command/task.ts';
import type { Verb } from '../command/verb.ts';
import { readPath } from '../../read-input.ts';
import { text, withMember } from '../objects/member.ts';
import { patchedLocally, type PatchType } from '../patch/apply-locally.ts';
import { outputFlags } from '../print/object-printer.ts';
import { Report } from '../print/report.ts';
import { fetchSelected, fileFlags, selectionFlags } from '../resources/fetch.ts';
import { objectPath, type Info } from '../resources/info.ts';
import type { Ask } from '../wire/api-client.ts';
import { apiVersionOf } from '../wire/discovery.ts';
import { StatusError } from '../wire/status-error.ts';

const types: Readonly<Record<string, string>> = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
};

export const patchVerb: Verb = {
  name: 'patch',
  summary: 'Update fields of a resource',
  details: 'The patch is JSON or YAML: strategic (lists merge by their keys) unless --type says merge or json.',
  usage: 'patch (-f FILENAME | TYPE NAME) [-p PATCH|--patch-file FILE]',
  group: 'Advanced Commands',
  completes: 'resources',
  flags: [
    ...fileFlags('what to change'),
    ...outputFlags(),
    dryRunFlag,
    ...recordFlags,
    { name: 'field-manager', type: 'string', initial: 'kubectl-patch', usage: 'The name under which fields are set.' },
    { name: 'local', type: 'bool', initial: 'false', usage: 'Change what the files say, and only print it.' },
    { name: 'patch', short: 'p', type: 'string', usage: 'The patch.' },
    { name: 'patch-file', type: 'string', usage: 'A file with the patch.' },
    { name: 'subresource', type: 'string', usage: 'Patch this subresource of the object.', since: 24 },
    { name: 'type', type: 'string', initial: 'strategic', usage: 'json, merge or strategic.' },
  ],
  examples: [
    { does: 'Make a node take no pods', command: `kubectl patch node k8s-node-1 -p '{"spec":{"unschedulable":true}}'` },
    { does: 'Change an image by its place', command: `kubectl patch pod web --type=json -p='[{"op":"replace","path":"/spec/containers/0/image","value":"nginx:1.23"}]'` },
  ],
  *run(k) {
    const patch = yield* patchText(k);
    const typed = k.flags.text('type').toLowerCase();
    const type = types[typed];
    if (type === undefined) throw new CommandError(`--type must be one of [json merge strategic], not ${JSON.stringify(typed)}`);
    const parsed = parseYaml(patch);
    // What is no YAML goes as it is: the server says what is wrong with it.
    const body = 'error' in parsed ? { rawBody: patch } : { body: parsed.value };
    const isLocal = k.flags.bool('local');
    if (isLocal && k.args.length > 0) throw new CommandError('cannot specify --local and server resources');
    const { infos, errors } = yield* fetchSelected(k, { ...selectionFlags(k), isLocal, subresource: k.flags.text('subresource') });
    const failures: Error[] = [...errors];
    const report = new Report(k);
    for (const info of infos) {
      try {
        if (isLocal || dryRun(k) === 'client') yield* patchHere(k, info, patch, typed as PatchType, report);
        else yield* patchOne(k, info, body, type, report);
      } catch (error) {
        if (!(error instanceof StatusError || error instanceof CommandError)) throw error;
        const isForeign = error instanceof StatusError && error.reason === 'UnsupportedMediaType';
        failures.push(isForeign ? new CommandError(`${type} is not supported by ${apiVersionOf(info.resource)}, Kind=${info.resource.kind}: ${error.message}`) : error);
      }
    }
    throwCollected(failures);
  },
};

function* patchText(k: Invocation): Task<string> {
  const [patch, file] = [k.flags.text('patch'), k.flags.text('patch-file')];
  if (patch !== '' && file !== '') throw new CommandError('cannot specify --patch and --patch-file together');
  if (patch === '' && file === '') throw new CommandError('must specify --patch or --patch-file containing the contents of the patch');
  if (file === '') return patch;
  if (!k.p.files.exists(file)) throw new CommandError(`unable to read patch file: open ${file}: no such file or directory`);
  return decodeUtf8(yield* readPath(k.p, file));
}

function* patchHere(k: Invocation, info: Info, patch: string, type: PatchType, report: Report): Task {
  const patched = patchedLocally(info.object, patch, type, `unable to parse ${JSON.stringify(patch)}: the patch is no object`);
  yield* report.say(info, deepEqual(info.object, patched) ? 'patched (no change)' : 'patched', recorded(k, patched), '');
}

function* patchOne(k: Invocation, info: Info, body: Pick<Ask, 'body' | 'rawBody'>, type: string, report: Report): Task {
  const path = objectPath(info.resource, info.namespace, info.name, k.flags.text('subresource'));
  const query: [string, string][] = [...dryRunQuery(dryRun(k)), ['fieldManager', k.flags.text('field-manager')]];
  const answer = (yield* k.client.json(path, { method: 'PATCH', query, ...body, contentType: type })) as JsonObject;
  const isSame = deepEqual(comparable(info.object), comparable(answer));
  yield* report.say(asAnswered(info, answer), isSame ? 'patched (no change)' : 'patched', answer, '');
}

/** A subresource may be of a kind of its own: Scale. */
function asAnswered(info: Info, answer: JsonObject): Info {
  const [group, kind] = [/^(.*)\//.exec(text(answer, 'apiVersion'))?.[1] ?? '', text(answer, 'kind')];
  return kind === '' ? info : { ...info, resource: { ...info.resource, group, kind } };
}

/** Without the record of who set what. */
function comparable(object: JsonObject): JsonObject {
  return withMember(object, ['metadata', 'managedFields'], undefined);
}
