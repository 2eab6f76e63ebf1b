/** kubectl set subject. */
import type { Json, JsonObject } from '../../../base/index.ts';
import { dryRun, dryRunFlag, dryRunQuery } from '../command/dry-run.ts';
import { CommandError } from '../command/errors.ts';
import type { Verb } from '../command/verb.ts';
import { list, text, withMember } from '../objects/member.ts';
import { outputFlags } from '../print/object-printer.ts';
import { Report } from '../print/report.ts';
import { fetchAll, fileFlags, selectionFlags, selectorFlag } from '../resources/fetch.ts';
import { objectPath, pathName } from '../resources/info.ts';
import { subjectFlags, subjectsOf } from '../kinds/subjects.ts';

export const setSubjectVerb: Verb = {
  name: 'subject',
  summary: 'Update the user, group, or service account in a role binding or cluster role binding',
  usage: 'set subject (-f FILENAME | TYPE NAME) [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]',
  completes: 'resources',
  flags: [
    ...fileFlags('what to change'),
    ...outputFlags(),
    selectorFlag,
    dryRunFlag,
    ...subjectFlags,
    { name: 'all', type: 'bool', initial: 'false', usage: 'Everything of the types in the namespace.' },
    { name: 'field-manager', type: 'string', initial: 'kubectl-set', usage: 'The name under which fields are set.' },
    { name: 'local', type: 'bool', initial: 'false', usage: 'Change what the files say, and only print it.' },
  ],
  *run(k) {
    const added = subjectsOf(k);
    const infos = yield* fetchAll(k, { ...selectionFlags(k), latest: !k.flags.bool('local') });
    if (added.length === 0) throw new CommandError('you must specify at least one value of user, group or serviceaccount');
    const report = new Report(k, { isStruct: true });
    for (const info of infos) {
      if (!info.resource.kind.endsWith('RoleBinding')) throw new CommandError(`${pathName(info)} setting subjects is only supported for RoleBinding/ClusterRoleBinding`);
      const present = list(info.object, 'subjects');
      const key = (subject: Json): string => [text(subject, 'kind'), text(subject, 'namespace'), text(subject, 'name')].join('/');
      const subjects = [...present, ...added.filter((subject) => !present.some((known) => key(known) === key(subject)))];
      if (subjects.length === present.length && !k.flags.bool('local')) continue;
      const changed = withMember(info.object, ['subjects'], subjects);
      if (k.flags.bool('local') || dryRun(k) === 'client') {
        yield* report.say(info, 'subjects updated', changed);
        continue;
      }
      const query: [string, string][] = [...dryRunQuery(dryRun(k)), ['fieldManager', k.flags.text('field-manager')]];
      const answer = yield* k.client.json(objectPath(info.resource, info.namespace, info.name), { method: 'PATCH', query, body: { subjects }, contentType: 'application/merge-patch+json' });
      yield* report.say(info, 'subjects updated', answer as JsonObject);
    }
  },
};
