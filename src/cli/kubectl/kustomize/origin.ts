/** buildMetadata: a label that says kustomize made it, and an annotation that says from which file. */
import type { JsonObject } from '../../../base/index.ts';
import { members, withMember } from '../objects/member.ts';
import type { Kustomization } from './kustomization.ts';
import { relative } from './loader.ts';
import type { Part } from './part.ts';

export function fileOrigin(top: string, path: string): string {
  return `path: ${relative(top, path)}\n`;
}

export function generatorOrigin(top: string, { root, file }: Kustomization, kind: string): string {
  return `configuredIn: ${relative(top, `${root}/${file}`)}\nconfiguredBy:\n  apiVersion: builtin\n  kind: ${kind}\n`;
}

export function withOrigins(parts: readonly Part[], wanted: readonly string[], version: string): readonly Part[] {
  const put = (object: JsonObject, field: string, name: string, value: string): JsonObject => withMember(object, ['metadata', field], { ...members(object, 'metadata', field), [name]: value });
  return parts.map((part) => {
    let { object } = part;
    if (wanted.includes('managedByLabel')) object = put(object, 'labels', 'app.kubernetes.io/managed-by', `kustomize-${version}`);
    if (wanted.includes('originAnnotations')) object = put(object, 'annotations', 'config.kubernetes.io/origin', part.origin);
    return { ...part, object };
  });
}
