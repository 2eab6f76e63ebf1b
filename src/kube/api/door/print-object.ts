/** Objects as text on the wire: kind and version first, in the version that was asked for. */
import { printJson } from '../../../base/index.ts';
import type { ServedKind } from '../../kinds/registry.ts';
import type { KubeObject, ObjectMeta } from '../../meta/object.ts';

/** The object in a served version, its members in the order that servers print. */
export function inVersion(object: KubeObject, served: ServedKind): KubeObject {
  const converted = served.kind.conversions?.[served.apiVersion]?.toServed?.(object, served.release) ?? object;
  const { apiVersion: _, kind, metadata, ...rest } = converted;
  return { kind, apiVersion: served.apiVersion, metadata: withSelfLink(metadata, served), ...rest };
}

/** Until 1.20 an object said at which path it lies. */
function withSelfLink(metadata: ObjectMeta, served: ServedKind): ObjectMeta {
  if (served.release.atLeast(selfLinksUntil) || metadata.selfLink !== undefined) return metadata;
  const { name, namespace } = metadata;
  return { ...metadata, selfLink: `${pathOf(served, namespace)}/${name}` };
}

export const selfLinksUntil = 20;

/** The path of a kind's collection. */
export function pathOf({ apiVersion, kind, group }: ServedKind, namespace: string | undefined): string {
  return `/${group === '' ? 'api' : 'apis'}/${apiVersion}${namespace === undefined ? '' : `/namespaces/${namespace}`}/${kind.plural}`;
}

/** The built-in printer is several times faster, but knows no integers past 2⁵³. */
export function printObject(object: object): string {
  try {
    return JSON.stringify(object);
  } catch {
    return printJson(object);
  }
}
