/** What the server refuses and prints of an Event. */
import { eventColumns } from './columns.ts';
import { fromEventsGroup, toEventsGroup } from './events-group.ts';
import { invalidValue } from '../../meta/field-error.ts';
import type { KindChecks } from '../kind.ts';
import type { Event } from './event.ts';

const inEventsGroup = { toServed: toEventsGroup, fromServed: fromEventsGroup };

export const eventChecks: KindChecks<Event> = {
  conversions: { 'events.k8s.io/v1': inEventsGroup, 'events.k8s.io/v1beta1': inEventsGroup },
  validate: ({ metadata, involvedObject: { namespace = '' } }) =>
    namespace === metadata.namespace || (namespace === '' && metadata.namespace === 'default') ? [] : [invalidValue('involvedObject.namespace', namespace, 'does not match event.namespace')],
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
