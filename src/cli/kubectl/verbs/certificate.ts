/** kubectl certificate approve and deny: a condition set on a signing request. */
import { formatRfc3339, type Json } from '../../../base/index.ts';
import { CommandError, throwCollected } from '../command/errors.ts';
import type { Verb } from '../command/verb.ts';
import { list, text, withMember } from '../objects/member.ts';
import { outputFlags } from '../print/object-printer.ts';
import { Report } from '../print/report.ts';
import { fetchSelected, fileFlags, selectionFlags } from '../resources/fetch.ts';
import { objectPath } from '../resources/info.ts';

function verdictVerb(name: 'approve' | 'deny', type: 'Approved' | 'Denied', done: string): Verb {
  return {
    name,
    summary: `${name === 'approve' ? 'Approve' : 'Deny'} a certificate signing request`,
    usage: `certificate ${name} (-f FILENAME | NAME)`,
    completes: 'none',
    flags: [...fileFlags('the requests'), ...outputFlags(), { name: 'force', type: 'bool', initial: 'false', usage: 'Even when it has been decided already.' }],
    *run(k) {
      if (k.args.length === 0 && k.flags.list('filename').length === 0) throw new CommandError('one or more CSRs must be specified as <name> or -f <filename>');
      const args = k.args.length > 0 ? ['certificatesigningrequests', ...k.args] : [];
      const { infos, errors } = yield* fetchSelected(k, { ...selectionFlags(k), args, latest: true });
      const report = new Report(k);
      for (const info of infos) {
        const conditions = list(info.object, 'status', 'conditions');
        if (!conditions.some((condition) => text(condition, 'type') === type) || k.flags.bool('force')) {
          const now = formatRfc3339(k.nowMs);
          const verdict: Json = { lastUpdateTime: now, message: `This CSR was ${done} by kubectl certificate ${name}.`, reason: `Kubectl${type === 'Approved' ? 'Approve' : 'Deny'}`, status: 'True', type };
          const body = withMember(info.object, ['status', 'conditions'], [...conditions.filter((condition) => text(condition, 'type') !== type), verdict]);
          yield* k.client.json(objectPath(info.resource, '', info.name, 'approval'), { method: 'PUT', body });
        }
        yield* report.say(info, done, info.object);
      }
      throwCollected(errors);
    },
  };
}

export const certificateVerb: Verb = {
  name: 'certificate',
  summary: 'Modify certificate resources',
  usage: 'certificate SUBCOMMAND',
  group: 'Cluster Management Commands',
  alone: { toOutput: true, exitCode: 0, takesAnything: true },
  verbs: [verdictVerb('approve', 'Approved', 'approved'), verdictVerb('deny', 'Denied', 'denied')],
};
