/** Makes the kinds whole that stand in the registry by their names alone. */
import type { KubeObject } from '../meta/object.ts';
import type { Kind } from './kind.ts';
import { moreKinds } from './more-asset.ts';

let isWhole = false;

/** Throws NeedsAsset while nothing but the kind's names is there: to be asked as the first thing of an event. */
export function demandKind<T extends KubeObject>(kind: Kind<T>): void {
  if (kind.onDemand !== true || isWhole) return;
  for (const [names, details] of moreKinds.get().kinds) Object.assign(names, details);
  isWhole = true;
}
