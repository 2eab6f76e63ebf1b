/** What the verbs of `kubectl set` share: fetch, change the pod spec, send the difference. */
import type { Json, JsonObject } from '../../../base/index.ts';
import { dryRun, dryRunFlag, dryRunQuery } from '../command/dry-run.ts';
import { CommandError, throwCollected } from '../command/errors.ts';
import type { FlagSpec } from '../command/flag.ts';
import type { Invocation } from '../command/invocation.ts';
import { recorded, recordFlags } from '../command/record.ts';
import type { Task } from '../command/task.ts';
import { clientKind } from '../kinds/known-kinds.ts';
import { list, members, text, withMember } from '../objects/member.ts';
import { podSpecSchema } from '../patch/pod-spec-schema.ts';
import { diffObjects } from '../patch/strategic-diff.ts';
import { outputFlags } from '../print/object-printer.ts';
import { Report } from '../print/report.ts';
import { fetchSelected, fileFlags, selectionFlags, selectorFlag } from '../resources/fetch.ts';
import { objectPath, pathName, type Info } from '../resources/info.ts';
import { StatusError } from '../wire/status-error.ts';

export const setFlags: readonly FlagSpec[] = [
  ...fileFlags('what to change'),
  ...outputFlags(),
  selectorFlag,
  dryRunFlag,
  ...recordFlags,
  { name: 'all', type: 'bool', initial: 'false', usage: 'Everything of the types in the namespace.' },
  { name: 'field-manager', type: 'string', initial: 'kubectl-set', usage: 'The name under which fields are set.' },
  { name: 'local', type: 'bool', initial: 'false', usage: 'Change what the files say, and only print it.' },
];

const localOnly = `you must specify resources by --filename when --local is set.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'`;

export interface SetChange {
  readonly resources: readonly string[]; // arguments that name objects
  readonly done: string; // "image updated"
  /** What refusals begin with, where it is not made of `done`. */
  readonly failed?: string;
  /** Also what changes nothing is sent, and told of. */
  readonly sendsAll?: boolean;
  /** The changed pod spec; throws when it cannot be changed so, or tells what part of it could not. */
  readonly change: (podSpec: JsonObject, info: Info, failures: Error[]) => JsonObject;
}

export function* setPodSpec(k: Invocation, change: SetChange): Task {
  const isLocal = k.flags.bool('local');
  if (isLocal && change.resources.length > 0) throw new CommandError(localOnly);
  const { infos, errors } = yield* fetchSelected(k, { ...selectionFlags(k), args: change.resources, latest: !isLocal, isLocal });
  const failures: Error[] = [...errors];
  const report = new Report(k, { isStruct: true });
  for (const info of infos) {
    try {
      yield* setOne(k, info, { ...change, change: (spec, of) => change.change(spec, of, failures) }, report);
    } catch (error) {
      if (!(error instanceof StatusError || error instanceof CommandError)) throw error;
      failures.push(error);
    }
  }
  throwCollected(failures);
}

function* setOne(k: Invocation, info: Info, { done, change, sendsAll = false, failed = `failed to patch ${done.replace(/ updated$/, '')} update to pod template: ` }: SetChange, report: Report): Task {
  const path = clientKind(info.resource)?.podSpec;
  if (!path) throw new CommandError(`${k.flags.bool('local') ? `${info.resource.kind.toLowerCase()}/${info.name}` : pathName(info)} the object is not a pod or does not have a pod template: *${info.resource.version}.${info.resource.kind}`);
  const changed = recorded(k, withMember(info.object, path, change(members(info.object, ...path), info, [])));
  const patch = diffObjects(info.object, changed, podSpecSchema(path), { keepsMissing: false, onlyDeletions: false, ordersElements: true });
  if (k.flags.bool('local')) return yield* report.say(info, done, changed);
  if (Object.keys(patch).length === 0 && !sendsAll) return;
  if (dryRun(k) === 'client') return yield* report.say(info, done, changed);
  try {
    const answer = yield* k.client.json(objectPath(info.resource, info.namespace, info.name), {
      method: 'PATCH',
      query: [...dryRunQuery(dryRun(k)), ['fieldManager', k.flags.text('field-manager')]],
      body: patch,
      contentType: 'application/strategic-merge-patch+json',
    });
    yield* report.say(info, done, answer as JsonObject);
  } catch (error) {
    throw error instanceof StatusError ? new CommandError(failed + error.message) : error;
  }
}

interface SplitArguments {
  readonly resources: readonly string[];
  readonly settings: readonly string[];
  readonly stray: string | undefined; // what names an object and comes too late
}

/** The arguments before the first that says something, and those from it on. */
export function splitArguments({ args }: Invocation, isSetting: (word: string) => boolean): SplitArguments {
  const first = args.findIndex(isSetting);
  const at = first < 0 ? args.length : first;
  const settings = args.slice(at);
  return { resources: args.slice(0, at), settings, stray: settings.find((word) => !isSetting(word)) };
}

export function demandResources({ flags }: Invocation, resources: readonly string[], words = 'one or more resources must be specified as <resource> <name> or <resource>/<name>'): void {
  if (resources.length > 0 || flags.list('filename').length > 0 || flags.text('kustomize') !== '') return;
  throw new CommandError(words);
}

/** Both kinds of containers; undefined when the pattern fits none. */
export function changeAllContainers(podSpec: JsonObject, pattern: string, change: (container: JsonObject) => JsonObject): JsonObject | undefined {
  const initial = changeContainers(podSpec, 'initContainers', pattern, change);
  return changeContainers(initial ?? podSpec, 'containers', pattern, change) ?? initial;
}

/** The containers whose names fit the pattern (`*` fits all), changed; undefined when none fits. */
function changeContainers(podSpec: JsonObject, field: 'containers' | 'initContainers', pattern: string, change: (container: JsonObject) => JsonObject): JsonObject | undefined {
  let isFound = false;
  const containers = list(podSpec, field).map((container): Json => {
    if (pattern !== '*' && text(container, 'name') !== pattern) return container;
    isFound = true;
    return change(container as JsonObject);
  });
  return isFound ? { ...podSpec, [field]: containers } : undefined;
}
