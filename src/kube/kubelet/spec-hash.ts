/** A container's spec in a few digits: another hash means that it must be made anew. Pods of one template hash it once. */
import { canonicalJson, fnv32a } from '../../base/index.ts';
import type { Container } from '../kinds/pod/container.ts';

const hashes = new WeakMap<Container, string>();

export function specHash(container: Container): string {
  let hash = hashes.get(container);
  if (hash === undefined) {
    // What may be changed while it runs, and resources that are resized in place, do not count.
    const { name, image } = container;
    hash = fnv32a(canonicalJson({ name, image })).toString(16);
    hashes.set(container, hash);
  }
  return hash;
}
