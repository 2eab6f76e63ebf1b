/** kubectl auth can-i --list: everything that one may do in a namespace. */
import { formatTable } from '../../../base/index.ts';
import { CommandError } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import { ruleLines } from '../kinds/access.ts';
import { list } from '../objects/member.ts';
import { listStyle } from '../print/list-style.ts';

export function* listWhatOneMay(k: Invocation): Task {
  if (k.args.length > 0) throw new CommandError('list option must be specified with no arguments');
  const answer = yield* k.client.json('/apis/authorization.k8s.io/v1/selfsubjectrulesreviews', {
    method: 'POST',
    body: { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectRulesReview', metadata: {}, spec: { namespace: k.namespace }, status: { incomplete: false, nonResourceRules: null, resourceRules: null } },
  });
  const rules = [...list(answer, 'status', 'resourceRules'), ...list(answer, 'status', 'nonResourceRules')];
  const rows = ruleLines(rules).map((line) => [line.resource, line.urls, line.names, `[${line.verbs.join(' ')}]`]);
  const headers = k.flags.bool('no-headers') ? [] : [['Resources', 'Non-Resource URLs', 'Resource Names', 'Verbs']];
  yield* k.print(formatTable(listStyle(k.release.minor), [...headers, ...rows]));
}
