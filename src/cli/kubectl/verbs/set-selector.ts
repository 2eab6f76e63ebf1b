/** kubectl set selector. */
import type { JsonObject } from '../../../base/index.ts';
import { dryRun, dryRunFlag, dryRunQuery } from '../command/dry-run.ts';
import { CommandError, throwCollected } from '../command/errors.ts';
import { recordFlags } from '../command/record.ts';
import type { Verb } from '../command/verb.ts';
import { list, members, text, withMember } from '../objects/member.ts';
import { labelSelectorOf } from '../objects/selector-text.ts';
import { outputFlags } from '../print/object-printer.ts';
import { Report } from '../print/report.ts';
import { fetchSelected, fileFlags, selectionFlags } from '../resources/fetch.ts';
import { objectPath } from '../resources/info.ts';
import { nothingNamed } from '../resources/select.ts';
import { StatusError } from '../wire/status-error.ts';

export const setSelectorVerb: Verb = {
  name: 'selector',
  summary: 'Set the selector on a resource',
  details: 'Of services alone: what makes pods keeps the selector that it was made with.',
  usage: 'set selector (-f FILENAME | TYPE NAME) EXPRESSIONS [--resource-version=version]',
  completes: 'resources',
  flags: [
    ...fileFlags('what to change').filter(({ name }) => name !== 'kustomize'),
    ...outputFlags(),
    dryRunFlag,
    ...recordFlags,
    { name: 'all', type: 'bool', initial: 'false', usage: 'Everything of the types in the namespace.' },
    { name: 'field-manager', type: 'string', initial: 'kubectl-set', usage: 'The name under which fields are set.' },
    { name: 'local', type: 'bool', initial: 'false', usage: 'Change what the files say, and only print it.' },
    { name: 'resource-version', type: 'string', usage: 'Only when the object is still of this version.' },
  ],
  *run(k) {
    const expressions = k.args.at(-1);
    if (expressions === undefined) throw new CommandError('one selector is required');
    if (k.args.length === 1) throw new CommandError(nothingNamed);
    if (/!=/.test(expressions)) throw new CommandError('"!=" is not a valid label selector operator');
    const parsed = labelSelectorOf(expressions, k.release.minor);
    const [selector, others] = [members(parsed, 'matchLabels'), list(parsed, 'matchExpressions')];
    const isLocal = k.flags.bool('local');
    const { infos, errors } = yield* fetchSelected(k, { ...selectionFlags(k), args: k.args.slice(0, -1), latest: !isLocal, isLocal });
    const failures: Error[] = [...errors];
    const report = new Report(k, { isStruct: true });
    for (const info of infos) {
      if (info.resource.plural !== 'services') {
        failures.push(new CommandError('setting a selector is only supported for Services'));
        continue;
      }
      if (others.length > 0) {
        const told = others.map((one) => `{${text(one, 'key')} ${text(one, 'operator')} [${list(one, 'values').map(String).join(' ')}]}`);
        failures.push(new CommandError(`match expression [${told.join(' ')}] not supported on this object`));
        continue;
      }
      const changed = withMember(info.object, ['spec', 'selector'], selector);
      if (isLocal || dryRun(k) === 'client') {
        yield* report.say(info, 'selector updated', changed);
        continue;
      }
      const gone = Object.keys(members(info.object, 'spec', 'selector')).filter((name) => !Object.hasOwn(selector, name));
      const version = k.flags.text('resource-version');
      const body = { ...(version !== '' && { metadata: { resourceVersion: version } }), spec: { selector: { ...Object.fromEntries(gone.map((name) => [name, null])), ...selector } } };
      try {
        const query: [string, string][] = [...dryRunQuery(dryRun(k)), ['fieldManager', k.flags.text('field-manager')]];
        const answer = yield* k.client.json(objectPath(info.resource, info.namespace, info.name), { method: 'PATCH', query, body, contentType: 'application/merge-patch+json' });
        yield* report.say(info, 'selector updated', answer as JsonObject);
      } catch (error) {
        if (!(error instanceof StatusError)) throw error;
        failures.push(error);
      }
    }
    throwCollected(failures);
  },
};
