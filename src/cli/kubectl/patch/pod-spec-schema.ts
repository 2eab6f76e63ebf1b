/** How the lists of a pod's spec merge: the client knows this much by itself, so that `set` need not ask the server. */
import type { Json } from '../../../base/index.ts';
import { OpenApiDocument } from '../wire/openapi.ts';
import { PatchSchema } from './patch-schema.ts';

const merges = (mergeKey: string, properties: Json = {}): Json => ({
  'x-kubernetes-patch-merge-key': mergeKey,
  'x-kubernetes-patch-strategy': 'merge',
  type: 'array',
  items: { properties },
});

const containers = merges('name', { env: merges('name'), ports: merges('containerPort'), volumeMounts: merges('mountPath') });
const podSpec: Json = { properties: { containers, initContainers: containers, ephemeralContainers: containers, volumes: merges('name') } };

/** For an object whose pod spec is at this path. */
export function podSpecSchema(path: readonly string[]): PatchSchema {
  const schema = [...path].reverse().reduce<Json>((inner, name) => ({ properties: { [name]: inner } }), podSpec);
  return new PatchSchema(new OpenApiDocument({}), schema as Readonly<Record<string, Json>>);
}
