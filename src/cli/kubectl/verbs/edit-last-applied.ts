/** kubectl apply edit-last-applied: the annotation that apply looks at, in an editor; the object stays as it is. */
import type { JsonObject } from '../../../base/index.ts';
import { CommandError } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import type { Verb } from '../command/verb.ts';
import { outputFlags } from '../print/object-printer.ts';
import { Report } from '../print/report.ts';
import { fetchAll, fileFlags, selectionFlags } from '../resources/fetch.ts';
import { objectPath, type Info } from '../resources/info.ts';
import { configurationText, hasLastApplied, lastApplied, lastAppliedAnnotation } from '../resources/last-applied.ts';
import { validateFlags } from '../resources/validation.ts';
import { StatusError } from '../wire/status-error.ts';
import { editUntilTaken, reasonsOf, windowsLineEndingsFlag } from './edit.ts';

export const editLastAppliedVerb: Verb = {
  name: 'edit-last-applied',
  summary: 'Edit latest last-applied-configuration annotations of a resource/object',
  usage: 'apply edit-last-applied (RESOURCE/NAME | -f FILENAME)',
  completes: 'resources',
  flags: [
    ...fileFlags('the objects'),
    ...outputFlags(),
    ...validateFlags.map((flag) => ({ ...flag, since: 24 })),
    { name: 'field-manager', type: 'string', initial: 'kubectl-client-side-apply', usage: 'The name under which fields are set.' },
    windowsLineEndingsFlag,
  ],
  *run(k) {
    const infos = (yield* fetchAll(k, { ...selectionFlags(k), latest: true })).filter((info) => hasLastApplied(info.object));
    if (infos.length === 0) throw new CommandError('no last-applied-configuration annotation found on resources, to create the annotation, use command `kubectl apply set-last-applied --create-annotation`');
    for (const info of infos) yield* editOne(k, info);
  },
};

function* editOne(k: Invocation, info: Info): Task {
  yield* editUntilTaken(k, lastApplied(info.object), info, function* take(edited) {
    const body = { metadata: { annotations: { [lastAppliedAnnotation]: configurationText(edited) } } };
    const query: [string, string][] = [['fieldManager', k.flags.text('field-manager')]];
    try {
      const changed = (yield* k.client.json(objectPath(info.resource, info.namespace, info.name), { method: 'PATCH', query, body, contentType: 'application/merge-patch+json' })) as JsonObject;
      yield* new Report(k).say(info, 'edited', changed);
      return undefined;
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      return reasonsOf(error, info);
    }
  });
}
