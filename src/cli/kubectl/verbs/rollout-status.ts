/** kubectl rollout status: what is still missing, told anew with every change, until nothing is. */
import { parseDuration, type JsonObject } from '../../../base/index.ts';
import { CommandError, throwCollected } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import type { Verb } from '../command/verb.ts';
import { clientKind } from '../kinds/known-kinds.ts';
import type { Info } from '../resources/info.ts';
import { fetchCurrent } from '../resources/scheme-select.ts';
import { watchUntil } from '../resources/wait-until.ts';
import { rolloutSelectionFlags } from './rollout-selection.ts';

export const statusVerb: Verb = {
  name: 'status',
  summary: 'Show the status of the rollout',
  usage: 'rollout status (TYPE NAME | TYPE/NAME) [flags]',
  completes: 'resources',
  flags: [
    ...rolloutSelectionFlags,
    { name: 'revision', type: 'int', initial: '0', usage: 'Wait for this revision, and fail when another one is rolled out.' },
    { name: 'timeout', type: 'duration', initial: '0s', usage: 'How long to wait; 0 is for ever.' },
    { name: 'watch', short: 'w', type: 'bool', initial: 'true', usage: 'Wait until it is done.' },
  ],
  *run(k) {
    if (k.args.length === 0 && k.flags.list('filename').length === 0 && k.flags.text('kustomize') === '') throw new CommandError('required resource not specified');
    if (k.flags.int('revision') < 0) throw new CommandError('revision must be a positive integer: ' + k.flags.text('revision'));
    const { infos, errors } = yield* fetchCurrent(k, { typeAlone: true });
    for (const info of infos) yield* follow(k, info);
    throwCollected(errors);
  },
};

function* follow(k: Invocation, info: Info): Task {
  const status = clientKind(info.resource)?.rollout?.status;
  if (!status) throw new CommandError(`no status viewer has been implemented for ${info.resource.kind}`);
  const timeout = parseDuration(k.flags.text('timeout'));
  const deadline = 'milliseconds' in timeout && timeout.milliseconds > 0 ? k.p.host.clock.now + timeout.milliseconds : Infinity;
  const isOver = yield* watchUntil(k, info, deadline, function* (object: JsonObject | undefined) {
    if (!object) throw new CommandError('object has been deleted');
    const { text, done } = status(object, k.flags.int('revision'));
    yield* k.print(text);
    return done || !k.flags.bool('watch');
  });
  if (!isOver) throw new CommandError('timed out waiting for the condition');
}
