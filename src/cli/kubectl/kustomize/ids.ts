/** How kustomize names an object in its messages: kind, version and group, name and namespace. */
import type { Json } from '../../../base/index.ts';
import { text } from '../objects/member.ts';

/** "Deployment.v1.apps", with what is not given in brackets. */
export function typeId(kind: string, version: string, group: string): string {
  return `${kind || '[noKind]'}.${version || '[noVer]'}.${group || '[noGrp]'}`;
}

export function groupVersion(apiVersion: string): readonly [group: string, version: string] {
  const at = apiVersion.indexOf('/');
  return at < 0 ? ['', apiVersion] : [apiVersion.slice(0, at), apiVersion.slice(at + 1)];
}

/** "Deployment.v1.apps/web.[noNs]". */
export function objectId(object: Json, name = text(object, 'metadata', 'name')): string {
  const [group, version] = groupVersion(text(object, 'apiVersion'));
  return `${typeId(text(object, 'kind'), version, group)}/${name || '[noName]'}.${text(object, 'metadata', 'namespace') || '[noNs]'}`;
}

/** The same of something that chooses objects by these members. */
export function selectorId(selector: Json): string {
  return `${typeId(text(selector, 'kind'), text(selector, 'version'), text(selector, 'group'))}/${text(selector, 'name') || '[noName]'}.${text(selector, 'namespace') || '[noNs]'}`;
}
