/** The kind Event. */
import type { Kind } from '../kind.ts';
import type { Event } from './event.ts';

export const eventKind: Kind<Event> = {
  kind: 'Event',
  plural: 'events',
  singular: 'event',
  shortNames: ['ev'],
  group: '',
  storage: 'v1',
  versions: [{ name: 'v1' }],
  namespaced: true,
  table: 'events',
  hasStatus: false,
  hasGeneration: false,
  columns: [],
};
