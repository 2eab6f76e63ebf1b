/** Objects as text on the wire: kind and version first, in the version that was asked for. */
import { printJson } from '../../../base/index.ts';
import type { ServedKind } from '../../kinds/registry.ts';
import type { KubeObject } from '../../meta/object.ts';

/** The object in a served version, its members in the order that servers print. */
export function inVersion(object: KubeObject, served: ServedKind): KubeObject {
  const converted = served.kind.conversions?.[served.apiVersion]?.toServed?.(object) ?? object;
  const { apiVersion: _, kind, metadata, ...rest } = converted;
  return { kind, apiVersion: served.apiVersion, metadata, ...rest };
}

/** The built-in printer is several times faster, but knows no integers past 2⁵³. */
export function printObject(object: object): string {
  try {
    return JSON.stringify(object);
  } catch {
    return printJson(object);
  }
}
