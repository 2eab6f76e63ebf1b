// What is seen that the engine sends only while it is: of now by the live rows, of the past with the moment asked for.
import type { Look } from '../../client/index.ts';
import { parentOf } from './place.ts';
import type { PageState } from './store.ts';

export function looksOf({ place, inspector, selection }: PageState): readonly Look[] {
  const looks: Look[] = inspector.open && inspector.tab === 'events' && selection !== '' ? [{ at: 'events', about: selection }] : [];
  if (place.lens === 'stack') looks.push({ at: 'files', container: place.of, folder: place.folder });
  else if (place.lens === 'file') looks.push({ at: 'files', container: place.of, folder: parentOf(place.path) });
  else if (place.lens === 'host' || place.lens === 'mounts') looks.push({ at: 'processes', host: place.host });
  if (place.lens === 'mounts') looks.push({ at: 'mounts', host: place.host, pid: place.pid });
  return looks;
}
