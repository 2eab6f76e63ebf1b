/**
 * What fields are for, in the API's own words: an asset that is loaded when somebody asks (explain, a hover in the
 * editor), because it is larger than the engine. Whoever asks before gets NeedsAsset, and asks again.
 */
import { Asset } from '../../sim/index.ts';
import type { Release } from '../meta/release.ts';

type Descriptions = Readonly<Record<string, Readonly<Record<string, string>>>>;

const files = import.meta.glob<Descriptions>('./*descriptions*.json', { import: 'default' });
const asset = (name: string) => new Asset(`kubernetes-${name}`, files[`./${name}.json`]!);

/** In the words of the newest release. */
const latest = asset('descriptions');
/** What 1.20 words otherwise. */
const older = asset('descriptions-1.20');
/** Those of the kinds that are loaded when somebody uses one; what went since 1.20 is among the older. */
const moreLatest = asset('more-descriptions');
const moreOlder = asset('more-descriptions-1.20');

export const descriptions = [latest, older, moreLatest, moreOlder];

/** Throws NeedsAsset until they are loaded. */
export function descriptionOf(release: Release, definition: string, field = ''): string | undefined {
  const isOld = !release.atLeast(27);
  const isFirst = Object.hasOwn(latest.get(), definition) || (isOld && Object.hasOwn(older.get(), definition));
  const old = isOld ? (isFirst ? older : moreOlder).get()[definition]?.[field] : undefined;
  return old ?? (isFirst ? latest : moreLatest).get()[definition]?.[field];
}
