/** kubectl apply view-last-applied. */
import { foldLine, parseJson, printJson, printYaml } from '../../../base/index.ts';
import type { Verb } from '../command/verb.ts';
import { text } from '../objects/member.ts';
import { fetchAll, fileFlags, selectionFlags, selectorFlag } from '../resources/fetch.ts';
import { lastAppliedAnnotation } from '../resources/last-applied.ts';

export const viewLastAppliedVerb: Verb = {
  name: 'view-last-applied',
  summary: 'View the latest last-applied-configuration annotations of a resource/object',
  usage: 'apply view-last-applied (TYPE [NAME | -l label] | TYPE/NAME | -f FILENAME)',
  completes: 'resources',
  flags: [
    ...fileFlags('the objects'),
    selectorFlag,
    { name: 'all', type: 'bool', initial: 'false', usage: 'Every object of the type.' },
    { name: 'output', short: 'o', type: 'string', initial: 'yaml', usage: 'yaml or json.' },
  ],
  *run(k) {
    const format = k.flags.text('output');
    if (format !== 'yaml' && format !== 'json') throw k.usageError(`Unexpected -o output mode: ${format}, the flag 'output' must be one of yaml|json`);
    for (const info of yield* fetchAll(k, { ...selectionFlags(k), latest: true })) {
      const kept = text(info.object, 'metadata', 'annotations', lastAppliedAnnotation);
      if (kept === '') continue;
      const value = parseJson(kept);
      yield* k.print(format === 'yaml' ? printYaml(value, foldLine) : `${printJson(value, { indent: '  ', sortKeys: true, escapeHtml: true })}\n`);
    }
  },
};
