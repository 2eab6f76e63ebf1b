/** Events of the API as rows: there are many, so they are sent of what somebody looks at, and of a moment of the past. */
import { parseRfc3339 } from '../../base/index.ts';
import type { EventRow, RowKey } from '../../client/index.ts';
import type { Event } from '../../kube/index.ts';
import type { World } from '../world.ts';

/** The row of the object with this uid in that store, '' when none shows it. */
export type RowOfUid = (store: string, uid: string) => RowKey | '';

/** All there are, or those that speak of one row. */
export function eventRows(world: World, rowOfUid: RowOfUid, wanted?: RowKey): EventRow[] {
  const epochMs = world.epochMs;
  return world.clusters.flatMap(({ store }) =>
    (store.list('events') as readonly Event[]).flatMap((event) => {
      const { uid = '' } = event.involvedObject;
      if (wanted !== undefined && !wanted.endsWith(uid) && !wanted.startsWith('nodes/')) return []; // a node's row goes by another id
      const about = rowOfUid(store.name, uid);
      return wanted === undefined || about === wanted ? [eventRow(event, about, epochMs)] : [];
    }),
  );
}

function eventRow(event: Event, about: EventRow['about'], epochMs: number): EventRow {
  const { metadata } = event;
  return {
    id: metadata.uid,
    about,
    type: event.type === 'Warning' ? 'Warning' : 'Normal',
    reason: event.reason ?? '',
    message: event.message ?? '',
    count: event.count ?? event.series?.count ?? 1,
    lastMs: parseRfc3339(event.lastTimestamp ?? event.eventTime ?? metadata.creationTimestamp)! - epochMs,
  };
}
