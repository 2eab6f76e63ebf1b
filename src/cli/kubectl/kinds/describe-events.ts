/** The events at the end of a description: asked for by the object they are about, the latest last. */
import { parseRfc3339, type Json } from '../../../base/index.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import { count, has, list, text } from '../objects/member.ts';
import type { Info } from '../resources/info.ts';
import { ageText, type DescribeText } from './describe-text.ts';

export type EventFields = readonly (readonly [field: string, value: string])[];

/** Those of one object, as its own namespace keeps them. */
export function* fetchEvents(k: Invocation, info: Info, fields?: EventFields): Task<readonly Json[]> {
  const wanted = fields ?? [
    ['involvedObject.name', info.name],
    ['involvedObject.namespace', info.namespace],
    ['involvedObject.kind', info.resource.kind],
    ['involvedObject.uid', text(info.object, 'metadata', 'uid')],
  ];
  const path = info.namespace === '' ? '/api/v1/events' : `/api/v1/namespaces/${info.namespace}/events`;
  const selector = wanted.map(([field, value]) => `${field}=${value}`).join(',');
  return list(yield* k.client.get(path, [['fieldSelector', selector], ['limit', '500']]), 'items');
}

export function* describeEvents(k: Invocation, info: Info, out: DescribeText): Task {
  writeEvents(out, yield* fetchEvents(k, info), k.nowMs);
}

export function writeEvents(out: DescribeText, events: readonly Json[], nowMs: number): void {
  if (events.length === 0) {
    out.line(0, 'Events:\t<none>');
    return;
  }
  out.flush();
  out.line(0, 'Events:').line(1, 'Type\tReason\tAge\tFrom\tMessage').line(1, '----\t------\t----\t----\t-------');
  for (const event of [...events].sort((a, b) => lastSeen(a) - lastSeen(b))) {
    const from = text(event, 'source', 'component') || text(event, 'reportingComponent') || text(event, 'reportingController');
    out.line(1, [text(event, 'type'), text(event, 'reason'), intervalText(event, nowMs), from, text(event, 'message').trim()].join('\t'));
  }
}

function lastSeen(event: Json): number {
  return parseRfc3339(text(event, 'lastTimestamp')) ?? 0;
}

/** "3s", or "4s (x3 over 7s)" of one that came again. */
export function intervalText(event: Json, nowMs: number): string {
  const first = text(event, 'eventTime') || text(event, 'firstTimestamp');
  if (has(event, 'series')) {
    return `${ageText(nowMs, text(event, 'series', 'lastObservedTime'))} (x${count(event, 'series', 'count')} over ${ageText(nowMs, first)})`;
  }
  if (count(event, 'count') > 1) {
    return `${ageText(nowMs, text(event, 'lastTimestamp'))} (x${count(event, 'count')} over ${ageText(nowMs, text(event, 'firstTimestamp'))})`;
  }
  return ageText(nowMs, first);
}
