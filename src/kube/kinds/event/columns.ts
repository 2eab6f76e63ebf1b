/** The table of Events. */
import { ageOf, nameColumn, text, wide, type Column, type ColumnContext } from '../column.ts';
import type { Event } from './event.ts';

export const eventColumns: readonly Column<Event>[] = [
  text('Last Seen', lastSeen),
  text('Type', (event) => event.type ?? ''),
  text('Reason', (event) => event.reason ?? ''),
  text('Object', involved),
  text('Subobject', (event) => event.involvedObject.fieldPath ?? '', wide),
  text('Source', source, wide),
  text('Message', (event) => (event.message ?? '').trim()),
  text('First Seen', firstSeen, wide),
  { name: 'Count', type: 'string', wide: true, cell: (event) => event.series?.count ?? (event.count || 1) },
  { ...nameColumn, wide: true },
];

function firstSeen(event: Event, context: ColumnContext): string {
  return ageOf(event.firstTimestamp ?? event.eventTime, context);
}

function lastSeen(event: Event, context: ColumnContext): string {
  if (event.series) return ageOf(event.series.lastObservedTime, context);
  return event.lastTimestamp ? ageOf(event.lastTimestamp, context) : firstSeen(event, context);
}

function involved({ involvedObject: { kind = '', name } }: Event): string {
  return name ? `${kind.toLowerCase()}/${name}` : kind.toLowerCase();
}

function source(event: Event): string {
  const component = event.source?.component || event.reportingComponent || '';
  const host = event.source?.host || event.reportingInstance || '';
  return host === '' ? component : `${component}, ${host}`;
}
