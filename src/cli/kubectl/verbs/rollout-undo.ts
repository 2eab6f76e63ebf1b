/** kubectl rollout undo. */
import { CommandError, throwCollected } from '../command/errors.ts';
import { dryRunFlag } from '../command/dry-run.ts';
import type { Verb } from '../command/verb.ts';
import { clientKind } from '../kinds/known-kinds.ts';
import { outputFlags } from '../print/object-printer.ts';
import { nameOf } from '../resources/info.ts';
import { noRollouts } from './rollout-refusal.ts';
import { rolloutSelectionFlags } from './rollout-selection.ts';
import { fetchCurrent } from '../resources/scheme-select.ts';

export const undoVerb: Verb = {
  name: 'undo',
  summary: 'Undo a previous rollout',
  usage: 'rollout undo (TYPE NAME | TYPE/NAME) [flags]',
  completes: 'resources',
  flags: [
    ...rolloutSelectionFlags,
    ...outputFlags(),
    dryRunFlag,
    { name: 'to-revision', type: 'int', initial: '0', usage: 'The revision to go back to; 0 is the one before.' },
  ],
  *run(k) {
    if (k.args.length === 0 && k.flags.list('filename').length === 0 && k.flags.text('kustomize') === '') throw new CommandError('required resource not specified');
    const toRevision = k.flags.int('to-revision');
    const { infos, errors } = yield* fetchCurrent(k, { typeAlone: true });
    for (const info of infos) {
      const undo = clientKind(info.resource)?.rollout?.undo;
      if (!undo) throw noRollouts(info.resource, 'rollbacker', 'rollbacker');
      yield* k.print(`${nameOf(info)} ${yield* undo(k, info, toRevision)}\n`);
    }
    throwCollected(errors);
  },
};
