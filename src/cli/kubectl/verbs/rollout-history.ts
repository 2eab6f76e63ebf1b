/** kubectl rollout history: the revisions of what is rolled out, or one of them. */
import { describeTable, formatTable } from '../../../base/index.ts';
import { CommandError, throwCollected } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import type { Verb } from '../command/verb.ts';
import type { Revision } from '../kinds/client-kind.ts';
import { rawTemplateText } from '../kinds/raw-template.ts';
import { clientKind } from '../kinds/known-kinds.ts';
import { outputFlags, printerOf } from '../print/object-printer.ts';
import { nameOf, type Info } from '../resources/info.ts';
import { noRollouts } from './rollout-refusal.ts';
import { rolloutSelectionFlags } from './rollout-selection.ts';
import { fetchCurrent } from '../resources/scheme-select.ts';

export const historyVerb: Verb = {
  name: 'history',
  summary: 'View rollout history',
  usage: 'rollout history (TYPE NAME | TYPE/NAME) [flags]',
  completes: 'resources',
  flags: [
    ...rolloutSelectionFlags,
    ...outputFlags(),
    { name: 'revision', type: 'int', initial: '0', usage: 'Show this revision with its pod template.' },
  ],
  *run(k) {
    if (k.args.length === 0 && k.flags.list('filename').length === 0 && k.flags.text('kustomize') === '') throw new CommandError('required resource not specified');
    const revision = k.flags.int('revision');
    if (revision < 0) throw new CommandError('revision must be a positive integer: ' + k.flags.text('revision'));
    const { infos, errors } = yield* fetchCurrent(k, { typeAlone: true });
    for (const info of infos) yield* show(k, info, revision);
    throwCollected(errors);
  },
};

/** The first client that prints revisions as objects: before, what has them. */
const REVISIONS_SINCE = 26;

function* show(k: Invocation, info: Info, wanted: number): Task {
  const history = clientKind(info.resource)?.rollout?.history;
  if (!history) throw noRollouts(info.resource, 'history viewer', 'history');
  const revisions = yield* history(k, info);
  const printer = printerOf(k);
  if (printer) {
    const found = wanted > 0 ? [find(revisions, wanted)] : revisions;
    const shown = k.release.minor < REVISIONS_SINCE ? [info.object] : found.map((revision) => revision.object);
    for (const object of shown) yield* k.print(printer(object, true));
    return;
  }
  if (wanted === 0) return yield* k.print(`${nameOf(info)} \n${listText(revisions)}\n`);
  const found = find(revisions, wanted);
  yield* k.print(`${nameOf(info)} with revision #${wanted}\n${rawTemplateText(found.template, k.release.minor)}\n`);
}

function find(revisions: readonly Revision[], number: number): Revision {
  const found = revisions.find((revision) => revision.number === number);
  if (!found) throw new CommandError('unable to find the specified revision');
  return found;
}

function listText(revisions: readonly Revision[]): string {
  if (revisions.length === 0) return 'No rollout history found.';
  return formatTable(describeTable, [['REVISION', 'CHANGE-CAUSE'], ...revisions.map((r) => [String(r.number), r.cause || '<none>'])]);
}
