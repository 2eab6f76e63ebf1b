/** kubectl delete. */
import type { JsonObject } from '../../../base/index.ts';
import { parseDuration } from '../../../base/index.ts';
import { dryRun, dryRunFlag, dryRunQuery, dryRunSuffix } from '../command/dry-run.ts';
import { CommandError, throwCollected } from '../command/errors.ts';
import { isBool, isTrue, type FlagSpec } from '../command/flag.ts';
import type { Invocation } from '../command/invocation.ts';
import { readLine } from '../command/read-line.ts';
import type { Task } from '../command/task.ts';
import type { Verb } from '../command/verb.ts';
import { warnAsServer } from '../command/warning.ts';
import { text } from '../objects/member.ts';
import { allNamespacesFlag, fetchSelected, fieldSelectorFlag, fileFlags, selectionFlags, selectorFlag } from '../resources/fetch.ts';
import { kindName, nameOf, objectPath, pathName, type Info } from '../resources/info.ts';
import { select } from '../resources/select.ts';
import { waitUntilGone } from '../resources/wait-until.ts';
import { StatusError } from '../wire/status-error.ts';
import { sendRaw } from './raw.ts';

const ONE_WEEK_MS = 168 * 3_600_000;
/** The first release that says from which namespace. */
const namesNamespaceSince = 34;

const flags: readonly FlagSpec[] = [
  ...fileFlags('the objects to delete'),
  selectorFlag,
  fieldSelectorFlag,
  allNamespacesFlag,
  dryRunFlag,
  { name: 'all', type: 'bool', initial: 'false', usage: 'Every object of the type in the namespace.' },
  { name: 'cascade', type: 'optional', initial: 'background', bare: 'background', usage: 'What becomes of owned objects: background, foreground or orphan.' },
  { name: 'force', type: 'bool', initial: 'false', usage: 'Remove the object at once without its orderly end; needs --grace-period=0.' },
  { name: 'grace-period', type: 'int', initial: '-1', usage: 'Seconds given to end in order; negative leaves it to the object, 1 means at once.' },
  { name: 'ignore-not-found', type: 'bool', initial: 'false', usage: 'Take what is not there as deleted.' },
  { name: 'interactive', short: 'i', type: 'bool', initial: 'false', usage: 'Ask before anything is deleted.', since: 28 },
  { name: 'now', type: 'bool', initial: 'false', usage: 'Delete with a grace period of 1.' },
  { name: 'output', short: 'o', type: 'string', usage: "Use 'name' for short output (resource/name)." },
  { name: 'raw', type: 'string', usage: 'Delete this path of the server.' },
  { name: 'timeout', type: 'duration', initial: '0s', usage: 'How long to wait for the end; 0 leaves it to the size of the objects.' },
  { name: 'wait', type: 'bool', initial: 'true', usage: 'Wait until the objects are gone.' },
];

export const deleteVerb: Verb = {
  name: 'delete',
  summary: 'Delete resources by file names, stdin, resources and names, or by resources and label selector',
  usage: 'delete ([-f FILENAME] | [-k DIRECTORY] | TYPE [(NAME | -l label | --all)])',
  group: 'Basic Commands (Intermediate)',
  completes: 'resources',
  flags,
  examples: [
    { does: 'Delete what a file names', command: 'kubectl delete -f ./pod.yaml' },
    { does: 'Delete pods and services of these names', command: 'kubectl delete pod,service baz foo' },
    { does: 'Delete by label', command: 'kubectl delete pods,services -l name=myLabel' },
    { does: 'Delete a pod at once', command: 'kubectl delete pod foo --now' },
  ],
  *run(k) {
    if (k.flags.text('raw') !== '') return yield* sendRaw(k, 'DELETE');
    const grace = gracePeriod(k);
    checkOutput(k);
    yield* checkCascade(k);
    const isAll = k.flags.bool('all') || k.flags.text('selector') !== '' || k.flags.text('field-selector') !== '';
    if (k.flags.bool('all') && k.flags.text('selector') !== '') throw new CommandError("setting 'all' parameter but found a non empty selector. ");
    if (k.flags.bool('force')) yield* warnAsServer(k, forceWarning, 'warning');
    const options = { ...selectionFlags(k), allIsSelector: k.flags.bool('all'), ignoreNotFound: true };
    const infos = isAll || k.flags.list('filename').length > 0 ? (yield* fetchSelected(k, options)).infos : yield* namedOnly(k);
    if (k.flags.bool('interactive') && dryRun(k) === 'none' && infos.length > 0 && !(yield* isConfirmed(k, infos))) return yield* k.print('deletion is cancelled\n');
    yield* deleteAll(k, infos, grace);
  },
};

const forceWarning =
  'Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.';

/** -i: what is to go is named, and somebody has to say yes. */
function* isConfirmed(k: Invocation, infos: readonly Info[]): Task<boolean> {
  yield* k.print(`You are about to delete the following ${infos.length} resource(s):\n${infos.map((info) => `${nameOf(info)}\n`).join('')}Do you want to continue? (y/N): `);
  return ['y', 'Y'].includes((yield* readLine()).trim());
}

function gracePeriod(k: Invocation): number | undefined {
  let grace = k.flags.int('grace-period');
  if (k.flags.bool('now')) {
    if (grace !== -1) throw new CommandError('--now and --grace-period cannot be specified together');
    grace = 1;
  }
  if (k.flags.bool('force') && grace > 0) throw new CommandError('--force and --grace-period greater than 0 cannot be specified together');
  if (grace === 0 && !k.flags.bool('force')) return k.flags.bool('wait') ? 1 : 0; // 0 alone would not end in order
  if (k.flags.bool('force') && grace < 0) return 0;
  return grace < 0 ? undefined : grace;
}

function checkOutput(k: Invocation): void {
  const output = k.flags.text('output');
  if (output !== '' && output !== 'name') throw new CommandError(`unexpected -o output mode: ${output}. We only support '-o name'`);
}

/** Objects given by name are not fetched first: the server is simply told to delete them. */
function* namedOnly(k: Invocation): Task<readonly Info[]> {
  const selection = yield* select(k, selectionFlags(k));
  return selection.items.map((item) => ({ ...item, object: item.object ?? {} }));
}

function* deleteAll(k: Invocation, infos: readonly Info[], grace: number | undefined): Task {
  const failures: Error[] = [];
  const deleted: { info: Info; uid: string }[] = [];
  for (const info of infos) {
    try {
      const answer = yield* deleteOne(k, info, grace);
      if (answer) deleted.push({ info, uid: uidOf(answer) });
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      if (error.isNotFound && k.flags.bool('ignore-not-found')) continue;
      failures.push(info.source === '' ? error : error.during(`error when deleting ${JSON.stringify(info.source)}`));
    }
  }
  if (infos.length === 0) yield* k.print('No resources found\n');
  if (failures.length === 0 && k.flags.bool('wait') && dryRun(k) === 'none') yield* waitForEnd(k, deleted);
  throwCollected(failures);
}

function* deleteOne(k: Invocation, info: Info, grace: number | undefined): Task<JsonObject | undefined> {
  if (dryRun(k) === 'client') {
    yield* tell(k, info);
    return undefined;
  }
  const body = { ...(grace !== undefined && { gracePeriodSeconds: grace }), propagationPolicy: propagation(k) };
  const path = objectPath(info.resource, info.namespace, info.name);
  const answer = (yield* k.client.json(path, { method: 'DELETE', query: dryRunQuery(dryRun(k)), body })) as JsonObject;
  yield* tell(k, info);
  return answer;
}

const WORDS_SINCE = 20;

/** A word that is not known is refused before anything is sent; yes and no are an old habit. */
export function* checkCascade(k: Invocation): Task {
  propagation(k);
  const word = k.flags.text('cascade');
  if (k.release.minor >= WORDS_SINCE && isBool(word)) yield* k.warn(`warning: --cascade=${word} is deprecated (boolean value) and can be replaced with --cascade=${isTrue(word) ? 'background' : 'orphan'}.\n`);
}

export function propagation(k: Invocation): string {
  switch (k.flags.text('cascade')) {
    case 'foreground':
      return 'Foreground';
    case 'orphan':
    case 'false':
      return 'Orphan';
    case 'background':
    case 'true':
    case '':
      return 'Background';
    default:
      throw new CommandError(`invalid cascade value (${k.flags.text('cascade')}). Must be "background", "foreground", or "orphan"`);
  }
}

/** What stands behind "deleted". */
export function fromWhere(k: Invocation, { resource, namespace }: Info): string {
  return resource.namespaced && k.release.minor >= namesNamespaceSince ? ` from ${namespace} namespace` : '';
}

function* tell(k: Invocation, info: Info): Task {
  if (k.flags.text('output') === 'name') return yield* k.print(`${nameOf(info)}\n`);
  const word = k.flags.bool('force') ? 'force deleted' : 'deleted';
  yield* k.print(`${kindName(info.resource)} ${JSON.stringify(info.name)} ${word}${fromWhere(k, info)}${dryRunSuffix(dryRun(k))}\n`);
}

/** Of the Status, or of the object that is still there. */
function uidOf(answer: JsonObject): string {
  return text(answer, 'metadata', 'uid') || text(answer, 'details', 'uid');
}

/** When --timeout is over, in the clock's milliseconds. */
export function deadlineOf(k: Invocation): number {
  const timeout = parseDuration(k.flags.text('timeout'));
  return k.p.host.clock.now + ('milliseconds' in timeout && timeout.milliseconds !== 0 ? timeout.milliseconds : ONE_WEEK_MS);
}

function* waitForEnd(k: Invocation, deleted: readonly { info: Info; uid: string }[]): Task {
  const deadline = deadlineOf(k);
  const failures: Error[] = [];
  for (const { info, uid } of deleted) {
    if (!(yield* waitUntilGone(k, info, uid, deadline))) failures.push(new CommandError(`timed out waiting for the condition on ${pathName(info)}`));
  }
  throwCollected(failures);
}
