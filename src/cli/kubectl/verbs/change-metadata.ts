/** What `label` and `annotate` share: set and remove entries of a map in the metadata, and say what became of it. */
import { canonicalJson, sortedKeys, type Json, type JsonObject } from '../../../base/index.ts';
import { dryRun, dryRunFlag, dryRunQuery, dryRunSuffix } from '../command/dry-run.ts';
import { CommandError, throwCollected } from '../command/errors.ts';
import type { FlagSpec } from '../command/flag.ts';
import type { Invocation } from '../command/invocation.ts';
import { changeCause, changeCauseAnnotation, recordFlags } from '../command/record.ts';
import type { Task } from '../command/task.ts';
import { members, text, withMember } from '../objects/member.ts';
import { outputFlags } from '../print/object-printer.ts';
import { Report } from '../print/report.ts';
import { allNamespacesFlag, fetchSelected, fieldSelectorFlag, fileFlags, selectionFlags, selectorFlag } from '../resources/fetch.ts';
import { nothingNamed } from '../resources/select.ts';
import { objectPath, type Info } from '../resources/info.ts';
import { StatusError } from '../wire/status-error.ts';

export interface MetadataMap {
  readonly field: 'labels' | 'annotations';
  readonly word: 'label' | 'annotation';
  readonly sample: string; // a file's name in a refusal
  /** The refusal to change what is set. */
  readonly taken: (key: string, value: string) => string;
  /** What is said of an object: by whether it changed, and whether something was set or only removed. */
  readonly outcome: (change: { readonly isChanged: boolean; readonly isOnlyRemoval: boolean }) => string;
}

export function metadataFlags(manager: string): readonly FlagSpec[] {
  return [
    ...fileFlags('what to change'),
    ...outputFlags(),
    selectorFlag,
    fieldSelectorFlag,
    { ...allNamespacesFlag, since: 22 },
    dryRunFlag,
    ...recordFlags,
    { name: 'all', type: 'bool', initial: 'false', usage: 'Everything of the type in the namespace.' },
    { name: 'field-manager', type: 'string', initial: manager, usage: 'The name under which fields are set.' },
    { name: 'list', type: 'bool', initial: 'false', usage: 'Show what there is.' },
    { name: 'local', type: 'bool', initial: 'false', usage: 'Change what the files say, and only print it.' },
    { name: 'overwrite', type: 'bool', initial: 'false', usage: 'Change values that are already set.' },
    { name: 'resource-version', type: 'string', usage: 'Only when the object is still of this version.' },
  ];
}

/** The first release that lets pass what is set to the same again. */
const SAME_SINCE = { label: 25, annotation: 26 } as const;
/** The first that says of labels when nothing was done, what --local takes, and when one was only removed. */
const LABELS_SAY_DRY_SINCE = 26;
const LABELS_SAY_LOCAL_SINCE = 26;
const UNLABELED_SINCE = 23;

interface Settings {
  readonly set: ReadonlyMap<string, string>;
  readonly removed: readonly string[];
}

export function* changeMetadata(k: Invocation, map: MetadataMap): Task {
  const isSetting = (word: string): boolean => /^[^/=]*[^=]*=/.test(word) || (word.endsWith('-') && word.length > 1);
  const at = k.args.findIndex(isSetting);
  const resources = at < 0 ? k.args : k.args.slice(0, at);
  const settings = parseSettings(at < 0 ? [] : k.args.slice(at), map.word);
  const isList = k.flags.bool('list');
  if (resources.length === 0 && k.flags.list('filename').length === 0 && k.flags.text('kustomize') === '') throw new CommandError('one or more resources must be specified as <resource> <name> or <resource>/<name>');
  if (k.flags.bool('local') && k.flags.list('filename').length === 0 && k.flags.text('kustomize') === '') throw new CommandError(map.word === 'label' && k.release.minor < LABELS_SAY_LOCAL_SINCE ? nothingNamed : `can only use local files by -f ${map.sample}.yaml or --filename=${map.sample}.json when --local=true is set`);
  if (settings.set.size + settings.removed.length === 0 && !isList) throw new CommandError(`at least one ${map.word} update is required`);
  const { infos, errors, selection } = yield* fetchSelected(k, { ...selectionFlags(k), args: resources, latest: !k.flags.bool('local'), isLocal: k.flags.bool('local'), typeAlone: isList });
  if (k.flags.text('resource-version') !== '' && infos.length > 1) throw new CommandError('--resource-version may only be used with a single resource');
  const failures: Error[] = [];
  const common = new Report(k);
  for (const info of infos) {
    try {
      if (isList) yield* show(k, info, map, { set: settings.set, isOneOfSeveral: !selection.isSingle });
      else yield* changeOne(k, info, map, settings, map.word === 'label' ? new Report(k) : common); // label writes no --- between documents
    } catch (error) {
      if (!(error instanceof StatusError || error instanceof CommandError)) throw error;
      failures.push(error);
    }
  }
  throwCollected([...failures, ...errors]);
}

const labelRule =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

function parseSettings(words: readonly string[], word: string): Settings {
  const set = new Map<string, string>();
  const removed: string[] = [];
  for (const setting of words) {
    const at = setting.indexOf('=');
    if (at > 0 && word === 'label' && !/^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/.test(setting.slice(at + 1))) throw new CommandError(`invalid label value: ${JSON.stringify(setting)}: ${labelRule}`);
    if (at > 0) set.set(setting.slice(0, at), setting.slice(at + 1));
    else if (setting.endsWith('-') && setting.length > 1 && at < 0) removed.push(setting.slice(0, -1));
    else throw new CommandError(at === 0 ? `at least one ${word} update is required` : `all resources must be specified before ${word} changes: ${setting}`);
  }
  const both = removed.filter((key) => set.has(key));
  if (both.length > 0) throw new CommandError(`can not both modify and remove ${word === 'label' ? 'a label' : 'the following annotation(s)'} in the same command${word === 'label' ? '' : `: ${both.join(', ')}`}`);
  return { set, removed };
}

function* changeOne(k: Invocation, info: Info, map: MetadataMap, { set, removed }: Settings, report: Report): Task {
  const before = members(info.object, 'metadata', map.field);
  const taken = [...set.keys()].find((key) => Object.hasOwn(before, key) && (k.release.minor < SAME_SINCE[map.word] || before[key] !== set.get(key)));
  if (taken !== undefined && !k.flags.bool('overwrite')) throw new CommandError(map.taken(taken, text(before[taken])));
  const version = k.flags.text('resource-version');
  const missing = removed.filter((key) => !Object.hasOwn(before, key));
  if (map.word === 'label') for (const key of missing) yield* k.print(`label ${JSON.stringify(key)} not found.\n`);
  const after: Record<string, Json> = { ...before, ...Object.fromEntries(set) };
  for (const key of removed) delete after[key];
  const isChanged = canonicalJson(before) !== canonicalJson(after) || (map.word !== 'label' && missing.length > 0);
  const outcome = map.outcome({ isChanged, isOnlyRemoval: k.release.minor >= UNLABELED_SINCE && set.size === 0 && missing.length === 0 });
  const suffix = map.word === 'label' && k.release.minor < LABELS_SAY_DRY_SINCE ? '' : dryRunSuffix(dryRun(k));
  const changed = withMember(info.object, ['metadata', map.field], after);
  if (k.flags.bool('local') || dryRun(k) === 'client') return yield* report.say(info, outcome, changed, suffix);
  const entries: Record<string, Json> = {};
  for (const [key, value] of Object.entries(after)) if (before[key] !== value) entries[key] = value;
  for (const key of removed) if (Object.hasOwn(before, key)) entries[key] = null;
  const cause = changeCause(k);
  const annotations = { ...(map.field === 'annotations' && entries), ...(cause !== undefined && cause !== text(info.object, 'metadata', 'annotations', changeCauseAnnotation) && { [changeCauseAnnotation]: cause }) };
  const metadata = { ...((Object.keys(entries).length > 0 || missing.length > 0) && { [map.field]: entries }), ...(Object.keys(annotations).length > 0 && { annotations }), ...(version !== '' && { resourceVersion: version }) };
  const answer = yield* k.client.json(objectPath(info.resource, info.namespace, info.name), {
    method: 'PATCH',
    query: [...dryRunQuery(dryRun(k)), ['fieldManager', k.flags.text('field-manager')]],
    body: Object.keys(metadata).length === 0 ? {} : { metadata },
    contentType: 'application/merge-patch+json',
  });
  yield* report.say(info, outcome, answer as JsonObject, suffix);
}

interface Listing {
  readonly set: Settings['set'];
  readonly isOneOfSeveral: boolean;
}

function* show(k: Invocation, info: Info, map: MetadataMap, { set, isOneOfSeveral }: Listing): Task {
  const entries = { ...members(info.object, 'metadata', map.field), ...Object.fromEntries(set) };
  const indent = isOneOfSeveral ? ' ' : '';
  if (isOneOfSeveral) yield* k.print(`Listing ${map.field} for ${info.resource.kind}.${info.resource.group}/${info.name}:\n`);
  for (const key of sortedKeys(entries)) yield* k.print(`${indent}${key}=${text(entries[key])}\n`);
}
