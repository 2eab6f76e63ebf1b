/** One object on its way through a kustomization, and the name that it came with. */
import type { JsonObject } from '../../../base/index.ts';

export interface Part {
  readonly object: JsonObject;
  readonly name: string; // before prefixes, suffixes and hashes: what references in other manifests say
  readonly hashed: boolean;
  readonly origin: string; // where it came from, as YAML: what the annotation of origins tells
}
