/** configMapGenerator and secretGenerator: objects made from literals and files, named after what they hold. */
import { decodeUtf8, encodeBase64, encodeUtf8, type Json, type JsonObject } from '../../../base/index.ts';
import { CommandError } from '../command/errors.ts';
import { bool, list, members, text } from '../objects/member.ts';
import type { Kustomization } from './kustomization.ts';
import { fourthSince, load, type Loading } from './loader.ts';

export interface Generated {
  readonly object: JsonObject;
  readonly hashed: boolean;
  readonly behavior: string; // merge, replace; anything else makes a new one
}

export function generatedOf(loading: Loading, kustomization: Kustomization): readonly Generated[] {
  const { content } = kustomization;
  return [
    ...list(content, 'configMapGenerator').map((spec) => generate(loading, kustomization, spec, { kind: 'ConfigMap', isSecret: false })),
    ...list(content, 'secretGenerator').map((spec) => generate(loading, kustomization, spec, { kind: 'Secret', isSecret: true })),
  ];
}

function generate(loading: Loading, { root, content }: Kustomization, spec: Json, { kind, isSecret }: { readonly kind: string; readonly isSecret: boolean }): Generated {
  const name = text(spec, 'name');
  if (name === '') throw new CommandError(`a ${kind.toLowerCase()} must have a name`);
  const pairs = pairsOf(loading, root, spec);
  const twice = pairs.find(([key], i) => pairs.findIndex(([other]) => other === key) !== i);
  if (twice) throw new CommandError(`${kind.toLowerCase()} ${name} illegally repeats the key \`${twice[0]}\``);
  const shared = members(content, 'generatorOptions');
  const own = members(spec, 'options');
  const labels = { ...members(shared, 'labels'), ...members(own, 'labels') };
  const annotations = { ...members(shared, 'annotations'), ...members(own, 'annotations') };
  const encoded = Object.fromEntries(pairs.map(([key, bytes]) => [key, isSecret ? encodeBase64(bytes) : decodeUtf8(bytes)]));
  const object: JsonObject = {
    apiVersion: 'v1',
    ...(pairs.length > 0 && { data: encoded }),
    kind,
    metadata: {
      ...(Object.keys(annotations).length > 0 && { annotations }),
      ...(Object.keys(labels).length > 0 && { labels }),
      name,
      ...(text(spec, 'namespace') !== '' && { namespace: text(spec, 'namespace') }),
    },
    ...(isSecret && { type: text(spec, 'type') || 'Opaque' }),
    ...((bool(shared, 'immutable') || bool(own, 'immutable')) && { immutable: true }),
  };
  return { object, hashed: !bool(shared, 'disableNameSuffixHash') && !bool(own, 'disableNameSuffixHash'), behavior: text(spec, 'behavior') };
}

type Pair = readonly [key: string, bytes: Uint8Array];

function pairsOf(loading: Loading, root: string, spec: Json): readonly Pair[] {
  const envs = [...list(spec, 'envs').map(String), ...(text(spec, 'env') === '' ? [] : [text(spec, 'env')])];
  const [literals, files] = [list(spec, 'literals').map(String), list(spec, 'files').map(String)];
  return [
    ...from(loading, `env source files: [${envs.join(' ')}]`, () => envs.flatMap((path) => lines(loading, decodeUtf8(load(loading, root, path))))),
    ...from(loading, `literal sources [${literals.join(' ')}]`, () => literals.map(literalPair)),
    ...from(loading, `file sources: [${files.join(' ')}]`, () => files.map((file): Pair => {
      const at = file.indexOf('=');
      const path = at < 0 ? file : file.slice(at + 1);
      return [at < 0 ? path.slice(path.lastIndexOf('/') + 1) : file.slice(0, at), load(loading, root, path)];
    })),
  ];
}

function from({ minor }: Loading, sources: string, make: () => readonly Pair[]): readonly Pair[] {
  const isOld = minor < fourthSince;
  try {
    return make();
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw new CommandError(`${isOld ? '' : 'loading KV pairs: '}${sources}: ${error.message}`);
  }
}

function literalPair(literal: string): Pair {
  const at = literal.indexOf('=');
  if (at < 1) throw new CommandError(`invalid literal source ${literal}, expected key=value`);
  return [literal.slice(0, at), encodeUtf8(literal.slice(at + 1).replace(/^(["'])(.*)\1$/s, '$2'))];
}

/** NAME=VALUE a line; a name alone has its value from the environment. */
function lines({ p }: Loading, content: string): readonly Pair[] {
  return content.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#')).map((line): Pair => {
    const at = line.indexOf('=');
    return at < 0 ? [line.trim(), encodeUtf8(p.env.get(line.trim()) ?? '')] : [line.slice(0, at), encodeUtf8(line.slice(at + 1))];
  });
}
