/** kubectl diff: what the server has against what it would have if the files were applied. */
import { foldLine, formatGoTime, printYaml, unifiedDiff, type JsonObject } from '../../../base/index.ts';
import { waitPid } from '../../../host/index.ts';
import { CommandError, Exit, throwCollected } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import type { Verb } from '../command/verb.ts';
import { clientKind } from '../kinds/known-kinds.ts';
import { members, withMember } from '../objects/member.ts';
import { fetchSelected, fileFlags, selectionFlags, selectorFlag } from '../resources/fetch.ts';
import { collectionPath, getObject, objectPath, type Info } from '../resources/info.ts';
import { StatusError } from '../wire/status-error.ts';
import { applyPatchFor } from './apply-patch.ts';
import { prunedTypes, toPrune } from './apply-prune.ts';
import { serverSideFlags } from './apply-server-side.ts';

/** The first release that leaves managedFields out unless asked. */
const HIDES_MANAGED_SINCE = 25;
/** The first that looks at its arguments before its files. */
const ARGUMENTS_FIRST_SINCE = 25;

interface Sides {
  readonly name: string; // "apps.v1.Deployment.default.web"
  readonly live: string;
  readonly merged: string;
}

export const diffVerb: Verb = {
  name: 'diff',
  summary: 'Diff the live version against a would-be applied version',
  details: 'Ends with 0 when there is no difference, 1 when there is, more when it could not be told. KUBECTL_EXTERNAL_DIFF names another program to compare with.',
  usage: 'diff -f FILENAME',
  group: 'Advanced Commands',
  completes: 'files',
  failsBy: 1,
  flags: [
    ...fileFlags('the manifests to compare'),
    selectorFlag,
    ...serverSideFlags,
    { name: 'concurrency', type: 'int', initial: '1', usage: 'How many objects to compare at once.', since: 28 },
    { name: 'prune', type: 'bool', initial: 'false', usage: 'Show what apply --prune would delete, too.', since: 24 },
    { name: 'prune-allowlist', type: 'array', usage: 'Only these types are pruned, as GROUP/VERSION/KIND; core is the group of pods.', since: 26 },
    { name: 'show-managed-fields', type: 'bool', initial: 'false', usage: 'Include managed fields.', since: HIDES_MANAGED_SINCE },
  ],
  examples: [{ does: 'What would applying this change?', command: 'kubectl diff -f web.yaml' }],
  *run(k) {
    const hasFiles = k.flags.list('filename').length > 0 || k.flags.text('kustomize') !== '';
    if (k.args.length > 0 && (hasFiles || k.release.minor >= ARGUMENTS_FIRST_SINCE)) throw k.usageError(`Unexpected args: [${k.args.join(' ')}]`);
    if (!hasFiles) throw new CommandError('must specify one of -f and -k');
    const { infos, errors } = yield* fetchSelected(k, selectionFlags(k));
    throwCollected(errors);
    const all: Sides[] = [];
    for (const info of infos) all.push(yield* sidesOf(k, info));
    const pruned = k.flags.bool('prune') ? yield* toPrune(k, yield* prunedTypes(k), infos) : [];
    for (const info of pruned) all.push({ name: sideName(info), live: yamlOf(k, info, info.object), merged: '' });
    yield* compare(k, all);
  },
};

function* sidesOf(k: Invocation, info: Info): Task<Sides> {
  let live: JsonObject | undefined;
  try {
    live = yield* getObject(k.client, info);
  } catch (error) {
    if (!(error instanceof StatusError && error.isNotFound)) throw error;
  }
  const merged = yield* mergedOf(k, info, live);
  return { name: sideName(info), live: live ? yamlOf(k, info, live) : '', merged: yamlOf(k, info, merged) };
}

function sideName({ resource: { group, version, kind }, namespace, name }: Info): string {
  return [...(group === '' ? [] : [group]), version, kind, namespace, name].join('.').replaceAll('..', '.');
}

/** What the server would make of it: asked for with dryRun. */
function* mergedOf(k: Invocation, info: Info, live: JsonObject | undefined): Task<JsonObject> {
  const isApplied = k.flags.bool('server-side');
  const manager = isApplied && !k.flags.has('field-manager') ? 'kubectl' : k.flags.text('field-manager');
  const dry: [string, string][] = [['dryRun', 'All'], ['fieldManager', manager]];
  if (isApplied) {
    const query: [string, string][] = [...dry, ['force', String(k.flags.bool('force-conflicts'))]];
    return (yield* k.client.json(objectPath(info.resource, info.namespace, info.name), { method: 'PATCH', query, body: info.object, contentType: 'application/apply-patch+yaml' })) as JsonObject;
  }
  if (!live) return (yield* k.client.json(collectionPath(info.resource, info.namespace), { method: 'POST', query: dry, body: info.object })) as JsonObject;
  const { body, type } = yield* applyPatchFor(k, info, withAnnotations(info.object), live);
  if (Object.keys(body).length === 0) return live;
  return (yield* k.client.json(objectPath(info.resource, info.namespace, info.name), { method: 'PATCH', query: dry, body, contentType: type })) as JsonObject;
}

/** As apply would send it, but for the annotation that it keeps its own text in. */
function withAnnotations(object: JsonObject): JsonObject {
  return withMember(object, ['metadata', 'annotations'], members(object, 'metadata', 'annotations'));
}

/** Of secrets only the names of what they hold. */
function yamlOf(k: Invocation, info: Info, object: JsonObject): string {
  const shown = k.release.minor < HIDES_MANAGED_SINCE || k.flags.bool('show-managed-fields') ? object : withMember(object, ['metadata', 'managedFields'], undefined);
  const isHidden = clientKind(info.resource)?.hidesData && shown.data !== undefined;
  return printYaml(isHidden ? { ...shown, data: Object.fromEntries(Object.keys(members(shown, 'data')).map((key) => [key, '***'])) } : shown, foldLine);
}

function* compare(k: Invocation, all: readonly Sides[]): Task {
  const folder = (side: string): string => `/tmp/${side}-${String(k.p.random.below(4_000_000_000)).padStart(10, '0')}`;
  const [live, merged] = [folder('LIVE'), folder('MERGED')];
  const named = k.p.env.get('KUBECTL_EXTERNAL_DIFF');
  if (named) return yield* compareWith(k, named, all, live, merged);
  let isDifferent = false;
  for (const side of all) {
    const hunks = unifiedDiff(side.live, side.merged);
    if (hunks === '') continue;
    isDifferent = true;
    const stamp = formatGoTime(k.nowMs).replace(/ \+0000 UTC$/, `.${String(Math.floor(k.nowMs % 1000)).padStart(3, '0')}000000 +0000`);
    const [from, to] = [`${live}/${side.name}`, `${merged}/${side.name}`];
    yield* k.print(`diff -u -N ${from} ${to}\n--- ${from}\t${stamp}\n+++ ${to}\t${stamp}\n${hunks}`);
  }
  if (isDifferent) throw new Exit(1);
}

/** Files of both sides for a program of one's own, gone when it has ended. */
function* compareWith(k: Invocation, command: string, all: readonly Sides[], live: string, merged: string): Task {
  const { files } = k.p;
  const program = command.split(' ')[0]!;
  if (k.p.findProgram(program) === undefined) throw new CommandError(`failed to run ${JSON.stringify(program)}: executable file not found in $PATH`);
  for (const [folder, side] of [[live, 'live'], [merged, 'merged']] as const) {
    files.mkdir(folder);
    for (const sides of all) if (sides[side] !== '') files.writeFile(`${folder}/${sides.name}`, sides[side]);
  }
  const shell = k.p.findProgram('sh') ?? '/bin/sh';
  const status = yield* waitPid(k.p.spawn(shell, ['sh', '-c', `${command} ${live} ${merged}`]).pid);
  for (const folder of [live, merged]) files.rm(folder, { recursive: true });
  if (status && status.code !== 0) throw new Exit(status.code);
}
