/** The kind Event. */
import { clusterCode } from '../../cluster-code.ts';
import type { Kind } from '../kind.ts';
import { withChecks } from '../with-rules.ts';
import type { Event } from './event.ts';

export const eventKind: Kind<Event> = withChecks<Event>({
  kind: 'Event',
  plural: 'events',
  singular: 'event',
  shortNames: ['ev'],
  group: '',
  storage: 'v1',
  versions: [
    { name: 'v1' },
    { name: 'v1', group: 'events.k8s.io', since: 19 },
    { name: 'v1beta1', group: 'events.k8s.io', until: 25 },
  ],
  namespaced: true,
  table: 'events',
  hasStatus: false,
  hasGeneration: false,
  defaults: (event) => (event.involvedObject ? event : { ...event, involvedObject: {} }),
}, () => clusterCode.get().kindChecks.event);
