/** kubectl create: from files here; each generator is a verb below it. */
import type { JsonObject } from '../../../base/index.ts';
import { dryRun, dryRunFlag, dryRunQuery } from '../command/dry-run.ts';
import { CommandError, throwCollected } from '../command/errors.ts';
import { helpOf } from '../command/help.ts';
import type { Invocation } from '../command/invocation.ts';
import { recorded, recordFlags } from '../command/record.ts';
import type { Task } from '../command/task.ts';
import type { Verb } from '../command/verb.ts';
import { generators } from '../kinds/generators.ts';
import { outputFlags } from '../print/object-printer.ts';
import { Report } from '../print/report.ts';
import { fetchSelected, fileFlags, selectionFlags, selectorFlag } from '../resources/fetch.ts';
import { collectionPath, type Info } from '../resources/info.ts';
import { withLastApplied } from '../resources/last-applied.ts';
import { validationQuery, validateFlags, validator } from '../resources/validation.ts';
import { asNew, text } from '../objects/member.ts';
import { StatusError } from '../wire/status-error.ts';
import { editUntilTaken, reasonsOf, windowsLineEndingsFlag } from './edit.ts';
import { sendRaw } from './raw.ts';

export const createVerb: Verb = {
  name: 'create',
  summary: 'Create a resource from a file or from stdin',
  details: 'JSON and YAML formats are accepted.',
  usage: 'create -f FILENAME [flags]',
  group: 'Basic Commands (Beginner)',
  completes: 'files',
  flags: [
    ...fileFlags('the manifests to create'),
    ...outputFlags(),
    selectorFlag,
    dryRunFlag,
    ...recordFlags,
    ...validateFlags,
    { name: 'edit', type: 'bool', initial: 'false', usage: 'Edit the manifest before it is sent.' },
    { name: 'field-manager', type: 'string', initial: 'kubectl-create', usage: 'The name under which fields are set.' },
    { name: 'raw', type: 'string', usage: 'Post the file to this path of the server.' },
    { name: 'save-config', type: 'bool', initial: 'false', usage: 'Keep the manifest in the annotation that apply looks at.' },
    windowsLineEndingsFlag,
  ],
  verbs: generators,
  examples: [
    { does: 'Create a pod from a file', command: 'kubectl create -f ./pod.yaml' },
    { does: 'Create what is piped in', command: 'cat pod.json | kubectl create -f -' },
  ],
  *run(k) {
    const files = k.flags.list('filename');
    if (files.length === 0 && k.flags.text('kustomize') === '' && k.release.minor < PLAIN_SINCE) return yield* asGroup(k);
    if (k.args.length > 0) throw k.usageError(`Unexpected args: [${k.args.join(' ')}]`);
    if (k.flags.text('raw') !== '') return yield* sendRaw(k, 'POST');
    if (files.length === 0 && k.flags.text('kustomize') === '') throw new CommandError('must specify one of -f and -k');
    const validate = validator(k);
    const { infos, errors } = yield* fetchSelected(k, { ...selectionFlags(k), keepsOn: true, ...(validate && { validate }) });
    if (infos.length === 0 && errors.length === 0) throw new CommandError('no objects passed to create');
    const report = new Report(k);
    const failures = [...errors];
    for (const info of infos) {
      try {
        yield* (k.flags.bool('edit') ? editBefore(k, info, report) : createOne(k, info, report));
      } catch (error) {
        if (!(error instanceof StatusError)) throw error;
        failures.push(error);
      }
    }
    throwCollected(failures);
  },
};

/** Until then it was a group of verbs, when no file was named. */
const PLAIN_SINCE = 31;

function* asGroup(k: Invocation): Task<number> {
  yield* k.warn('Error: must specify one of -f and -k\n\n');
  if (k.args.length > 0) throw k.usageError(`unknown command ${JSON.stringify(k.args.join(' '))}`);
  yield* k.warn(helpOf(k.verb, k.path, k.release.minor));
  return 1;
}

/** What the server refuses comes back to the editor. */
function* editBefore(k: Invocation, info: Info, report: Report): Task {
  yield* editUntilTaken(k, info.object, info, function* take(edited) {
    try {
      yield* createOne(k, { ...info, object: edited, name: text(edited, 'metadata', 'name') }, report);
      return undefined;
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      return reasonsOf(error, info);
    }
  });
}

function* createOne(k: Invocation, info: Info, report: Report): Task {
  const object = recorded(k, k.flags.bool('save-config') ? withLastApplied(info.object) : info.object);
  if (dryRun(k) === 'client') return yield* report.say(info, 'created', object);
  const query: [string, string][] = [
    ...dryRunQuery(dryRun(k)),
    ['fieldManager', k.flags.text('field-manager')],
    ...validationQuery(k),
  ];
  try {
    const created = (yield* k.client.json(collectionPath(info.resource, info.namespace), { method: 'POST', query, body: asNew(object) })) as JsonObject;
    const name = (created.metadata as JsonObject | undefined)?.name;
    yield* report.say({ ...info, name: text(name) || info.name }, 'created', created);
  } catch (error) {
    throw error instanceof StatusError ? error.during(`error when creating ${JSON.stringify(info.source)}`) : error;
  }
}
