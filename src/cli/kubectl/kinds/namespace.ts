/** What the client knows of namespaces: they are described with the quotas and ranges in them. */
import { addQuantity, formatQuantity, parseQuantity, sortedKeys, tryQuantity, zeroQuantity, type Json } from '../../../base/index.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import { list, members, text } from '../objects/member.ts';
import { StatusError } from '../wire/status-error.ts';
import type { ClientKind } from './client-kind.ts';
import { DescribeText } from './describe-text.ts';
import { describeScopes } from './limits.ts';

export const namespaceKind: ClientKind = {
  group: '',
  kind: 'Namespace',
  *describe(k, info) {
    const namespace = info.object;
    const quotas = yield* listOf(k, `/api/v1/namespaces/${info.name}/resourcequotas`);
    const ranges = yield* listOf(k, `/api/v1/namespaces/${info.name}/limitranges`);
    const out = new DescribeText();
    out.pair('Name', info.name);
    out.labels('Labels', members(namespace, 'metadata', 'labels')).annotations('Annotations', members(namespace, 'metadata', 'annotations'));
    out.pair('Status', text(namespace, 'status', 'phase'));
    const conditions = list(namespace, 'status', 'conditions');
    if (conditions.length > 0) {
      out.line(0, 'Conditions:').line(1, 'Type\tStatus\tLastTransitionTime\tReason\tMessage').line(1, '----\t------\t------------------\t------\t-------');
      for (const c of conditions) out.line(1, [text(c, 'type'), text(c, 'status'), text(c, 'lastTransitionTime'), text(c, 'reason'), text(c, 'message')].join('\t'));
    }
    if (quotas) quotasOf(out, quotas, k.release.minor < LEVELS_SINCE);
    if (ranges) rangesOf(out, ranges);
    return out.text;
  },
};

/** Undefined where the server has no such type: then nothing is said of it. */
function* listOf(k: Invocation, path: string): Task<readonly Json[] | undefined> {
  try {
    return list(yield* k.client.get(path, [['limit', '500']]), 'items');
  } catch (error) {
    if (error instanceof StatusError && error.isNotFound) return [];
    throw error;
  }
}

/** The first client that sets quotas two blanks in, and close together. */
const LEVELS_SINCE = 21;

function quotasOf(out: DescribeText, quotas: readonly Json[], isOld: boolean): void {
  if (quotas.length === 0) {
    out.line(0, '').line(0, 'No resource quota.');
    return;
  }
  out.line(0, '').line(0, 'Resource Quotas');
  const indent = isOld ? ' ' : '  ';
  quotas.forEach((quota, i) => {
    if (isOld && i > 0) out.line(0, '');
    out.line(0, `${indent}Name:\t${text(quota, 'metadata', 'name')}`);
    describeScopes(out, quota, indent);
    out.line(0, `${indent}Resource\tUsed\tHard`).line(0, `${indent}--------\t---\t---`);
    const [hard, used] = [members(quota, 'status', 'hard'), members(quota, 'status', 'used')];
    for (const name of sortedKeys(hard)) out.line(0, `${indent}${name}\t${amount(used[name])}\t${amount(hard[name])}`);
  });
}

function amount(written: Json | undefined): string {
  const parsed = tryQuantity(text(written));
  return parsed ? formatQuantity(addQuantity(zeroQuantity, parseQuantity(text(written)))) : text(written);
}

function rangesOf(out: DescribeText, ranges: readonly Json[]): void {
  if (ranges.length === 0) {
    out.line(0, '').line(0, 'No LimitRange resource.');
    return;
  }
  out.line(0, '').line(0, 'Resource Limits');
  out.line(0, ' Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio');
  out.line(0, ' ----\t--------\t---\t---\t---------------\t-------------\t-----------------------');
  for (const range of ranges) {
    for (const limit of list(range, 'spec', 'limits')) {
      const fields = ['min', 'max', 'defaultRequest', 'default', 'maxLimitRequestRatio'];
      const names = new Set(fields.flatMap((field) => Object.keys(members(limit, field))));
      for (const name of names) out.line(0, ` ${[text(limit, 'type'), name, ...fields.map((field) => text(limit, field, name) || '-')].join('\t')}`);
    }
  }
}
