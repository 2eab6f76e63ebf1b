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
  writeEvents(k, out, yield* fetchEvents(k, info));
}

/** The first clients that leave out the host which an event is from, and that say which container it is about. */
const WITHOUT_HOSTS_SINCE = 19;
const PLACES_SINCE = 35;

export function writeEvents(k: Invocation, out: DescribeText, events: readonly Json[]): void {
  if (events.length === 0) {
    out.line(0, 'Events:\t<none>');
    return;
  }
  out.flush();
  out.line(0, 'Events:').line(1, 'Type\tReason\tAge\tFrom\tMessage').line(1, '----\t------\t----\t----\t-------');
  for (const event of [...events].sort((a, b) => lastSeen(a) - lastSeen(b))) {
    const host = k.release.minor < WITHOUT_HOSTS_SINCE ? text(event, 'source', 'host') : '';
    const from = text(event, 'source', 'component') || text(event, 'reportingComponent') || text(event, 'reportingController');
    const place = k.release.minor < PLACES_SINCE ? '' : text(event, 'involvedObject', 'fieldPath');
    out.line(1, [text(event, 'type'), text(event, 'reason'), intervalText(event, k), host === '' ? from : `${from}, ${host}`, `${place === '' ? '' : `${place}: `}${text(event, 'message').trim()}`].join('\t'));
  }
}

function lastSeen(event: Json): number {
  return parseRfc3339(text(event, 'lastTimestamp')) ?? 0;
}

/** "3s", or "4s (x3 over 7s)" of one that came again. */
export function intervalText(event: Json, k: Invocation): string {
  const first = text(event, 'eventTime') || text(event, 'firstTimestamp');
  if (has(event, 'series')) {
    return `${ageText(k, text(event, 'series', 'lastObservedTime'))} (x${count(event, 'series', 'count')} over ${ageText(k, first)})`;
  }
  if (count(event, 'count') > 1) {
    return `${ageText(k, text(event, 'lastTimestamp'))} (x${count(event, 'count')} over ${ageText(k, text(event, 'firstTimestamp'))})`;
  }
  return ageText(k, first);
}
