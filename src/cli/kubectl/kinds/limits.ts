/** What the client knows of limits: quotas of a namespace, ranges for its containers, priorities. */
import { sortedKeys, type Json } from '../../../base/index.ts';
import { bool, count, list, members, text } from '../objects/member.ts';
import type { ClientKind } from './client-kind.ts';
import { quantityText } from './describe-containers.ts';
import { describeEvents } from './describe-events.ts';
import { DescribeText, flatPairs } from './describe-text.ts';

/** As the real client explains the scopes that it knows. */
const scopeMeaning: Readonly<Record<string, string>> = {
  BestEffort: 'Matches all pods that do not have resource requirements set. These pods have a best effort quality of service.',
  NotBestEffort: 'Matches all pods that have at least one resource requirement set. These pods have a burstable or guaranteed quality of service.',
  NotTerminating: 'Matches all pods that do not have an active deadline. These pods usually include long running pods whose container command is not expected to terminate.',
  Terminating: 'Matches all pods that have an active deadline. These pods have a limited lifespan on a node before being actively terminated by the system.',
};

/** Which pods a quota counts, and what that means. */
export function describeScopes(out: DescribeText, quota: Json, indent = ''): void {
  const scopes = list(quota, 'spec', 'scopes').map(String).sort();
  if (scopes.length > 0) out.line(0, `${indent}Scopes:\t${scopes.join(', ')}`);
  for (const scope of scopes) if (scopeMeaning[scope] !== undefined) out.line(0, `${indent.length === 1 ? '  ' : indent || ' '}* ${scopeMeaning[scope]}`);
}

export const resourceQuotaKind: ClientKind = {
  group: '',
  kind: 'ResourceQuota',
  // eslint-disable-next-line require-yield
  *describe(_k, info) {
    const quota = info.object;
    const out = new DescribeText();
    out.pair('Name', info.name).pair('Namespace', info.namespace);
    describeScopes(out, quota);
    out.line(0, 'Resource\tUsed\tHard').line(0, '--------\t----\t----');
    const [hard, used] = [members(quota, 'status', 'hard'), members(quota, 'status', 'used')];
    for (const name of sortedKeys(hard)) out.line(0, `${name}\t${quantityText(used[name])}\t${quantityText(hard[name])}`);
    return out.text;
  },
};

export const limitRangeKind: ClientKind = {
  group: '',
  kind: 'LimitRange',
  // eslint-disable-next-line require-yield
  *describe(_k, info) {
    const out = new DescribeText();
    out.pair('Name', info.name).pair('Namespace', info.namespace);
    out.line(0, 'Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio');
    out.line(0, '----\t--------\t---\t---\t---------------\t-------------\t-----------------------');
    for (const limit of list(info.object, 'spec', 'limits')) {
      const fields = ['min', 'max', 'defaultRequest', 'default', 'maxLimitRequestRatio'];
      const names = new Set(fields.flatMap((field) => Object.keys(members(limit, field))));
      for (const name of names) out.line(0, [text(limit, 'type'), name, ...fields.map((field) => quantityText(members(limit, field)[name]) || '-')].join('\t'));
    }
    return out.text;
  },
};

export const priorityClassKind: ClientKind = {
  group: 'scheduling.k8s.io',
  kind: 'PriorityClass',
  *describe(k, info, options) {
    const out = new DescribeText();
    out.pair('Name', info.name).pair('Value', count(info.object, 'value')).pair('GlobalDefault', bool(info.object, 'globalDefault'));
    out.pair('PreemptionPolicy', text(info.object, 'preemptionPolicy')).pair('Description', text(info.object, 'description'));
    out.pair('Annotations', flatPairs(members(info.object, 'metadata', 'annotations')));
    if (options.showEvents) yield* describeEvents(k, info, out);
    return out.text;
  },
};
