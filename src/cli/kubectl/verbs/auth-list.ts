/** kubectl auth can-i --list: everything that one may do in a namespace. */
import { formatTable, kubectlTable, type Json } from '../../../base/index.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import { ruleLines } from '../kinds/access.ts';
import { list, text } from '../objects/member.ts';

export function* listWhatOneMay(k: Invocation): Task {
  const answer = yield* k.client.json('/apis/authorization.k8s.io/v1/selfsubjectrulesreviews', {
    method: 'POST',
    body: { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectRulesReview', metadata: {}, spec: { namespace: k.namespace }, status: { incomplete: false, nonResourceRules: null, resourceRules: null } },
  });
  const rows = [
    ...ruleLines(list(answer, 'status', 'resourceRules')).map((line) => [line.resource, line.urls, line.names, `[${line.verbs.join(' ')}]`]),
    ...addresses(list(answer, 'status', 'nonResourceRules')),
  ];
  const headers = k.flags.bool('no-headers') ? [] : [['Resources', 'Non-Resource URLs', 'Resource Names', 'Verbs']];
  yield* k.print(formatTable(kubectlTable, [...headers, ...rows]));
}

/** One address a line, as often as rules name it. */
function addresses(rules: readonly Json[]): string[][] {
  const rows = rules.flatMap((rule) => list(rule, 'nonResourceURLs').map((url) => ['', `[${text(url)}]`, '[]', `[${list(rule, 'verbs').map((verb) => text(verb)).join(' ')}]`]));
  return rows.sort((a, b) => (a[1]! < b[1]! ? -1 : a[1]! > b[1]! ? 1 : 0));
}
