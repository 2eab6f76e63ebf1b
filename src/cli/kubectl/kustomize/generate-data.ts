/** configMapGenerator and secretGenerator: objects made from literals and files, named after what they hold. */
import { decodeUtf8, encodeBase64, encodeUtf8, type Json, type JsonObject } from '../../../base/index.ts';
import type { Process } from '../../../host/index.ts';
import { CommandError } from '../command/errors.ts';
import { bool, list, members, text } from '../objects/member.ts';
import type { Kustomization } from './kustomization.ts';

export interface Generated {
  readonly object: JsonObject;
  readonly hashed: boolean;
  readonly behavior: string; // create, merge, replace
}

export function generatedOf(p: Process, kustomization: Kustomization): readonly Generated[] {
  const { content } = kustomization;
  return [
    ...list(content, 'configMapGenerator').map((spec) => generate(p, kustomization, spec, { kind: 'ConfigMap', isSecret: false })),
    ...list(content, 'secretGenerator').map((spec) => generate(p, kustomization, spec, { kind: 'Secret', isSecret: true })),
  ];
}

function generate(p: Process, { folder, content }: Kustomization, spec: Json, { kind, isSecret }: { readonly kind: string; readonly isSecret: boolean }): Generated {
  const data = dataOf(p, folder, spec);
  const shared = members(content, 'generatorOptions');
  const own = members(spec, 'options');
  const labels = { ...members(shared, 'labels'), ...members(own, 'labels') };
  const annotations = { ...members(shared, 'annotations'), ...members(own, 'annotations') };
  const encoded = Object.fromEntries([...data].map(([key, bytes]) => [key, isSecret ? encodeBase64(bytes) : decodeUtf8(bytes)]));
  const object: JsonObject = {
    apiVersion: 'v1',
    ...(data.size > 0 && { data: encoded }),
    kind,
    metadata: {
      ...(Object.keys(annotations).length > 0 && { annotations }),
      ...(Object.keys(labels).length > 0 && { labels }),
      name: text(spec, 'name'),
      ...(text(spec, 'namespace') !== '' && { namespace: text(spec, 'namespace') }),
    },
    ...(isSecret && { type: text(spec, 'type') || 'Opaque' }),
    ...((bool(shared, 'immutable') || bool(own, 'immutable')) && { immutable: true }),
  };
  return { object, hashed: !bool(shared, 'disableNameSuffixHash') && !bool(own, 'disableNameSuffixHash'), behavior: text(spec, 'behavior') || 'create' };
}

function dataOf(p: Process, folder: string, spec: Json): ReadonlyMap<string, Uint8Array> {
  const data = new Map<string, Uint8Array>();
  for (const path of [...list(spec, 'envs').map(String), ...(text(spec, 'env') === '' ? [] : [text(spec, 'env')])]) {
    for (const line of decodeUtf8(read(p, `${folder}/${path}`)).split('\n')) {
      if (line.trim() === '' || line.startsWith('#')) continue;
      const at = line.indexOf('=');
      data.set(at < 0 ? line.trim() : line.slice(0, at), encodeUtf8(at < 0 ? (p.env.get(line.trim()) ?? '') : line.slice(at + 1)));
    }
  }
  for (const literal of list(spec, 'literals').map(String)) {
    const at = literal.indexOf('=');
    if (at < 1) throw new CommandError(`invalid literal source ${literal}, expected key=value`);
    data.set(literal.slice(0, at), encodeUtf8(literal.slice(at + 1).replace(/^(["'])(.*)\1$/s, '$2')));
  }
  for (const file of list(spec, 'files').map(String)) {
    const at = file.indexOf('=');
    const path = at < 0 ? file : file.slice(at + 1);
    data.set(at < 0 ? path.slice(path.lastIndexOf('/') + 1) : file.slice(0, at), read(p, `${folder}/${path}`));
  }
  return data;
}

function read(p: Process, path: string): Uint8Array {
  if (!p.files.exists(path)) throw new CommandError(`loading KV pairs: file sources: [${path}]: evalsymlink failure on '${path}' : lstat ${path}: no such file or directory`);
  return p.files.readFile(path);
}
