/**
 * The pod-template-hash: a short name for a template, so that a ReplicaSet is found again when its template comes back.
 * A template is one immutable value for as long as nobody edits it, so its canonical text is made once.
 */
import { canonicalJson, fnv32a, safeEncode } from '../../../base/index.ts';
import type { PodTemplateSpec } from '../../kinds/pod/pod.ts';

export const templateHashLabel = 'pod-template-hash';

const texts = new WeakMap<PodTemplateSpec, string>();

/** One text for equal templates, whatever hash label they carry. */
export function templateText(template: PodTemplateSpec): string {
  let text = texts.get(template);
  if (text === undefined) {
    text = canonicalJson(withoutHash(template));
    texts.set(template, text);
  }
  return text;
}

/** `collisions` changes the hash when another template already has the name that it gives. */
export function templateHash(template: PodTemplateSpec, collisions = 0): string {
  const text = templateText(template);
  return safeEncode(fnv32a(collisions > 0 ? `${text}#${collisions}` : text));
}

function withoutHash(template: PodTemplateSpec): PodTemplateSpec {
  const { metadata, ...rest } = template;
  const { [templateHashLabel]: _hash, ...labels } = metadata?.labels ?? {};
  const { creationTimestamp: _time, labels: _labels, ...meta } = metadata ?? {};
  return { ...rest, metadata: { ...meta, labels } };
}
