// The OpenAPI v2 documents of servers, as make-schema.ts reads them: definitions by short name, whatever the release called their package.
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** What an OpenAPI v2 document says of a field, or of a definition. */
export interface Property {
  readonly description?: string;
  readonly type?: string;
  readonly format?: string;
  readonly $ref?: string;
  readonly items?: Property;
  readonly additionalProperties?: Property;
  readonly properties?: Readonly<Record<string, Property>>;
  readonly required?: readonly string[];
  readonly 'x-kubernetes-patch-strategy'?: string;
  readonly 'x-kubernetes-patch-merge-key'?: string;
  readonly 'x-kubernetes-list-type'?: string;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-map-type'?: string;
  readonly 'x-kubernetes-group-version-kind'?: readonly { readonly group: string; readonly version: string; readonly kind: string }[];
}

export interface Document {
  readonly minor: number;
  readonly definitions: ReadonlyMap<string, Property>;
}

const packages: readonly (readonly [RegExp, string])[] = [
  [/^io\.k8s\.apimachinery\.pkg\.apis\./, ''],
  [/^io\.k8s\.apimachinery\.pkg\.(?=api\.resource|util\.intstr)/, ''],
  [/^io\.k8s\.apiextensions-apiserver\.pkg\.apis\./, ''],
  [/^io\.k8s\.kube-aggregator\.pkg\.apis\./, ''],
  [/^io\.k8s\.kubernetes\.pkg\.apis\./, ''],
  [/^io\.k8s\.kubernetes\.pkg\.api\./, 'core.'],
  [/^io\.k8s\.api\./, ''],
];

/** `core.v1.Pod` of io.k8s.api.core.v1.Pod; undefined for what is no part of the API itself. */
export function shortName(full: string): string | undefined {
  for (const [prefix, replacement] of packages) if (prefix.test(full)) return full.replace(prefix, replacement);
  return undefined;
}

export function readDocument(path: string, minor: number): Document {
  const all = (JSON.parse(gunzipSync(readFileSync(path)).toString()) as { definitions: Record<string, Property> }).definitions;
  const definitions = new Map<string, Property>();
  for (const [full, property] of Object.entries(all)) {
    const name = shortName(full);
    if (name !== undefined && property.$ref === undefined) definitions.set(name, property);
  }
  return { minor, definitions };
}

/** The documents of 1.7 to 1.13 that a folder of specs has, oldest first. */
export function readOldDocuments(folder: string): Document[] {
  return [7, 8, 9, 10, 11, 12, 13]
    .map((minor) => ({ minor, path: `${folder}/swagger-1.${minor}.json.gz` }))
    .filter(({ path }) => existsSync(path))
    .map(({ minor, path }) => readDocument(path, minor));
}

/** The kinds that documents name, by short name of their definition; lists and what every group has are none. */
export function kindsOf({ definitions }: Document): string[] {
  return [...definitions]
    .filter(([name, property]) => (property['x-kubernetes-group-version-kind'] ?? []).length === 1 && property.properties?.['metadata'] !== undefined && !name.endsWith('List'))
    .map(([name]) => name);
}
