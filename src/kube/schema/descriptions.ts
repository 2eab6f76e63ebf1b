/**
 * What fields are for, in the API's own words: an asset that is loaded when somebody asks (explain, a hover in the
 * editor), because it is larger than the engine. Whoever asks before gets NeedsAsset, and asks again.
 */
import { Asset } from '../../sim/index.ts';
import type { Release } from '../meta/release.ts';

type Descriptions = Readonly<Record<string, Readonly<Record<string, string>>>>;

const { './descriptions.json': newest, './descriptions-1.20.json': of120 } = import.meta.glob<Descriptions>(['./descriptions.json', './descriptions-1.20.json'], { import: 'default' });

/** In the words of the newest release. */
const latest = new Asset('kubernetes-descriptions', newest!);
/** What 1.20 words otherwise. */
const older = new Asset('kubernetes-descriptions-1.20', of120!);

export const descriptions = [latest, older];

/** Throws NeedsAsset until they are loaded. */
export function descriptionOf(release: Release, definition: string, field = ''): string | undefined {
  const old = release.atLeast(27) ? undefined : older.get()[definition]?.[field];
  return old ?? latest.get()[definition]?.[field];
}
