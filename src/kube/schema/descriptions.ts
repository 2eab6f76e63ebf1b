/**
 * What fields are for, in the API's own words: an asset that is loaded when somebody asks (explain, a hover in the
 * editor), because it is larger than the engine. Whoever asks before gets NeedsAsset, and asks again.
 */
import { NeedsAsset } from '../../sim/index.ts';
import type { Release } from '../meta/release.ts';

type Descriptions = Readonly<Record<string, Readonly<Record<string, string>>>>;

export const descriptionsAsset = 'kubernetes-descriptions';

/** How to load them: that of the newest release, and what 1.20 words otherwise. */
export const descriptionFiles = import.meta.glob<Descriptions>(['./descriptions.json', './descriptions-1.20.json'], { import: 'default' });

let latest: Descriptions | undefined;
let older: Descriptions = {};

/** Hands over the loaded files. */
export function setDescriptions(newest: Descriptions, of120: Descriptions): void {
  latest = newest;
  older = of120;
}

/** Throws NeedsAsset until they are loaded. */
export function descriptionOf(release: Release, definition: string, field = ''): string | undefined {
  if (latest === undefined) throw new NeedsAsset(descriptionsAsset);
  const old = release.atLeast(27) ? undefined : older[definition]?.[field];
  return old ?? latest[definition]?.[field];
}
