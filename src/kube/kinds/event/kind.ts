/** The kind Event. */
import type { Kind } from '../kind.ts';
import { eventColumns } from './columns.ts';
import { fromEventsGroup, toEventsGroup } from './events-group.ts';
import type { Event } from './event.ts';

export const eventKind: Kind<Event> = {
  kind: 'Event',
  plural: 'events',
  singular: 'event',
  shortNames: ['ev'],
  group: '',
  storage: 'v1',
  versions: [
    { name: 'v1' },
    { name: 'v1', group: 'events.k8s.io', since: 19, toServed: toEventsGroup, fromServed: fromEventsGroup },
    { name: 'v1beta1', group: 'events.k8s.io', until: 25, toServed: toEventsGroup, fromServed: fromEventsGroup },
  ],
  namespaced: true,
  table: 'events',
  hasStatus: false,
  hasGeneration: false,
  columns: eventColumns,
  fields: {
    'involvedObject.kind': (event) => event.involvedObject.kind ?? '',
    'involvedObject.namespace': (event) => event.involvedObject.namespace ?? '',
    'involvedObject.name': (event) => event.involvedObject.name ?? '',
    'involvedObject.uid': (event) => event.involvedObject.uid ?? '',
    'involvedObject.apiVersion': (event) => event.involvedObject.apiVersion ?? '',
    'involvedObject.resourceVersion': (event) => event.involvedObject.resourceVersion ?? '',
    'involvedObject.fieldPath': (event) => event.involvedObject.fieldPath ?? '',
    reason: (event) => event.reason ?? '',
    reportingComponent: (event) => event.reportingComponent ?? '',
    source: (event) => event.source?.component || event.reportingComponent || '',
    type: (event) => event.type ?? '',
  },
};
