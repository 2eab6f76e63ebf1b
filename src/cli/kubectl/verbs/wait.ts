/** kubectl wait. */
import { compileJsonPath, formatGoValue, parseDuration, relaxJsonPath, type JsonObject, type JsonPath } from '../../../base/index.ts';
import { sleep } from '../../../host/index.ts';
import { CommandError, throwCollected } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import type { Verb } from '../command/verb.ts';
import { count, has, list, text } from '../objects/member.ts';
import { outputFlags } from '../print/object-printer.ts';
import { Report } from '../print/report.ts';
import { allNamespacesFlag, fetchSelected, fieldSelectorFlag, fileFlags, selectionFlags, selectorFlag, type Fetched } from '../resources/fetch.ts';
import { nameOf, pathName, type Info } from '../resources/info.ts';
import { watchUntil, waitUntilGone } from '../resources/wait-until.ts';
import { StatusError } from '../wire/status-error.ts';

const FOR_EVER_MS = 168 * 3_600_000;

/** What is waited for: its end, or something that an object shows. */
type Condition = 'deleted' | ((object: JsonObject) => boolean);

export const waitVerb: Verb = {
  name: 'wait',
  summary: 'Wait for a specific condition on one or many resources',
  details: "A condition of the status (condition=Ready), a field (jsonpath='{.status.phase}'=Running), create or delete.",
  usage: 'wait ([-f FILENAME] | resource.group/resource.name | resource.group [(-l label | --all)]) [--for=create|--for=delete|--for condition=available|--for=jsonpath=\'{}\'[=value]]',
  group: 'Advanced Commands',
  completes: 'resources',
  flags: [
    ...fileFlags('what to wait for').filter(({ name }) => name !== 'kustomize'),
    ...outputFlags(),
    selectorFlag,
    fieldSelectorFlag,
    allNamespacesFlag,
    { name: 'all', type: 'bool', initial: 'false', usage: 'Everything of the types in the namespace.' },
    { name: 'for', type: 'array', usage: "The condition: create, delete, condition=NAME[=VALUE], jsonpath='{PATH}'[=VALUE]." },
    { name: 'local', type: 'bool', initial: 'false', usage: 'Look only at what the files say.' },
    { name: 'timeout', type: 'duration', initial: '30s', usage: 'How long to wait; 0 looks once, a negative time is a week.' },
  ],
  examples: [
    { does: 'Until a pod is ready', command: 'kubectl wait --for=condition=Ready pod/web-1' },
    { does: 'Until it is gone', command: 'kubectl wait --for=delete pod/web-1 --timeout=60s' },
  ],
  *run(k) {
    const conditions = (k.flags.has('for') ? k.flags.list('for') : ['']).map((word) => conditionOf(word, k.release.minor));
    const isDelete = conditions.includes('deleted');
    const isCreate = k.flags.list('for').some((word) => word.toLowerCase() === 'create');
    const isOneLook = k.flags.text('timeout').match(/^0[a-z]*$/) !== null;
    const timeout = parseDuration(k.flags.text('timeout'));
    const limitMs = 'milliseconds' in timeout ? timeout.milliseconds : 0;
    const deadline = k.p.host.clock.now + (limitMs < 0 ? FOR_EVER_MS : limitMs);
    const found = isCreate ? yield* onceThere(k, deadline) : yield* fetchSelected(k, { ...selectionFlags(k), latest: true, ignoreNotFound: isDelete });
    const failures: Error[] = [...found.errors];
    if (found.infos.length === 0 && failures.length === 0 && (!isDelete || k.release.minor < NOTHING_SINCE)) throw new CommandError('no matching resources found');
    const report = new Report(k);
    for (const condition of conditions) {
      for (const info of found.infos) {
        const isMet = yield* met(k, info, condition, deadline);
        if (!isMet) failures.push(new CommandError(isOneLook ? `condition not met for ${pathName(info)}` : `timed out waiting for the condition on ${pathName(info)}`));
        else yield* report.say(info, 'condition met', info.object);
      }
    }
    throwCollected(failures);
  },
};

/** Asked for again and again until all that is named is there; newer clients do so until something is selected, too. */
function* onceThere(k: Invocation, deadline: number): Task<Fetched> {
  for (;;) {
    const found = yield* fetchSelected(k, { ...selectionFlags(k), latest: true });
    const isMissing = found.errors.some((error) => error instanceof StatusError && error.isNotFound) || (found.infos.length === 0 && found.errors.length === 0 && k.release.minor >= AWAITS_SELECTED_SINCE);
    if (!isMissing) return found;
    if (k.p.host.clock.now + AGAIN_MS > deadline) {
      yield* sleep(Math.max(0, deadline - k.p.host.clock.now));
      throw new CommandError('timed out waiting for the condition');
    }
    yield* sleep(AGAIN_MS);
  }
}

const AGAIN_MS = 500;
const AWAITS_SELECTED_SINCE = 35;

/** The first releases that wait for a field, for a beginning, and for the end of what is not there. */
const FIELDS_SINCE = 23;
const CREATE_SINCE = 31;
const NOTHING_SINCE = 22;

function conditionOf(word: string, minor: number): Condition {
  if (word.toLowerCase() === 'delete') return 'deleted';
  if (minor >= CREATE_SINCE && word.toLowerCase() === 'create') return () => true;
  if (word.startsWith('condition=')) {
    const [name = '', value = 'true'] = word.slice('condition='.length).split('=');
    return statusCondition(name, value);
  }
  if (minor >= FIELDS_SINCE && word.startsWith('jsonpath=')) return fieldCondition(word.slice('jsonpath='.length));
  throw new CommandError(`unrecognized condition: ${JSON.stringify(word)}`);
}

function statusCondition(name: string, value: string): Condition {
  return (object) => {
    const condition = list(object, 'status', 'conditions').find((candidate) => text(candidate, 'type').toLowerCase() === name.toLowerCase());
    if (condition === undefined) return false;
    // What the condition says of an earlier spec does not count.
    const observed = has(condition, 'observedGeneration') ? count(condition, 'observedGeneration') : has(object, 'status', 'observedGeneration') ? count(object, 'status', 'observedGeneration') : undefined;
    if (observed !== undefined && observed < count(object, 'metadata', 'generation')) return false;
    return text(condition, 'status').toLowerCase() === value.toLowerCase();
  };
}

function fieldCondition(spec: string): Condition {
  const [, path = '', value] = /^'?"?(\{[^}]*\}|[^=]*)"?'?(?:=(.*))?$/s.exec(spec) ?? [];
  if (spec === '') throw new CommandError('jsonpath expression cannot be empty');
  if (value === '') throw new CommandError("jsonpath wait has to have a value after equal sign, like --for=jsonpath='{.status.readyReplicas}'=3");
  const relaxed = relaxJsonPath(path);
  if ('error' in relaxed) throw new CommandError(relaxed.error);
  const compiled = compileJsonPath(relaxed.source);
  if ('error' in compiled) throw new CommandError(compiled.error);
  const wanted = value?.replace(/^(['"])(.*)\1$/s, '$2');
  if (wanted === '') throw new CommandError('jsonpath wait value cannot be empty');
  return (object) => fieldIs(compiled.path, object, wanted);
}

function fieldIs(path: JsonPath, object: JsonObject, wanted: string | undefined): boolean {
  const found = path.find(object);
  if ('error' in found) return false;
  const values = found.results.flat();
  if (values.length === 0) return false;
  if (wanted === undefined) return true;
  if (values.length > 1) throw new CommandError('given jsonpath expression matches more than one value');
  if (typeof values[0] === 'object' && values[0] !== null) throw new CommandError('jsonpath leads to a nested object or list which is not supported');
  return formatGoValue(values[0]!) === wanted;
}

function* met(k: Invocation, info: Info, condition: Condition, deadline: number): Task<boolean> {
  if (condition === 'deleted') return yield* waitUntilGone(k, info, text(info.object, 'metadata', 'uid'), deadline);
  if (condition(info.object)) return true;
  if (deadline <= k.p.host.clock.now) return false;
  try {
    return yield* watchUntil(k, info, deadline, (object) => object !== undefined && condition(object));
  } catch (error) {
    if (error instanceof StatusError) throw new CommandError(`${nameOf(info)}: ${error.message}`);
    throw error;
  }
}
