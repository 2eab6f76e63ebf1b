/** kubectl apply set-last-applied: the annotation made to say what a file says, the object left as it is. */
import { printJson, type JsonObject } from '../../../base/index.ts';
import { dryRun, dryRunFlag, dryRunQuery } from '../command/dry-run.ts';
import { CommandError } from '../command/errors.ts';
import type { Verb } from '../command/verb.ts';
import { outputFlags } from '../print/object-printer.ts';
import { Report } from '../print/report.ts';
import { fetchAll, fileFlags, selectionFlags } from '../resources/fetch.ts';
import { getObject, objectPath } from '../resources/info.ts';
import { configurationText, hasLastApplied, lastApplied, lastAppliedAnnotation } from '../resources/last-applied.ts';

export const setLastAppliedVerb: Verb = {
  name: 'set-last-applied',
  summary: 'Set the last-applied-configuration annotation on a live object to match the contents of a file',
  usage: 'apply set-last-applied -f FILENAME',
  completes: 'files',
  flags: [
    ...fileFlags('the objects').filter(({ name }) => name === 'filename'),
    ...outputFlags(),
    dryRunFlag,
    { name: 'create-annotation', type: 'bool', initial: 'false', usage: 'Make the annotation where there is none.' },
  ],
  *run(k) {
    const report = new Report(k);
    for (const info of yield* fetchAll(k, selectionFlags(k))) {
      const live = yield* getObject(k.client, info);
      if (!hasLastApplied(live) && !k.flags.bool('create-annotation')) {
        throw new CommandError(`no last-applied-configuration annotation found on resource: ${info.name}, to create the annotation, run the command with --create-annotation`);
      }
      const wanted = configurationText(info.object, 'as it is');
      if (wanted === `${printJson(lastApplied(live), { sortKeys: true, escapeHtml: true })}\n`) {
        yield* k.print(`set-last-applied ${info.name}: no changes required.\n`);
        continue;
      }
      const body = { metadata: { annotations: { [lastAppliedAnnotation]: wanted } } };
      const path = objectPath(info.resource, info.namespace, info.name);
      const changed = dryRun(k) === 'client' ? live : ((yield* k.client.json(path, { method: 'PATCH', query: dryRunQuery(dryRun(k)), body, contentType: 'application/merge-patch+json' })) as JsonObject);
      yield* report.say(info, 'configured', changed);
    }
  },
};
