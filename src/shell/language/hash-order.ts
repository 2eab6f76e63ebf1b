/** The order in which bash lists the keys of an associative array: that of its hash table, and so nobody's order of insertion. */
import { bytesOfText } from './byte-text.ts';

const BUCKETS = 1_024;
const CROWDED = 2; // entries a bucket at which the table grows
const GROWTH = 4;

/** FNV of the key's bytes, which are signed. */
function hashOf(key: string): number {
  let hash = 2_166_136_261;
  for (const byte of bytesOfText(key)) hash = Math.imul(hash, 16_777_619) ^ ((byte << 24) >> 24);
  return hash >>> 0;
}

/** A key that came later stands before those that were in its bucket already. */
export function inHashOrder(map: ReadonlyMap<string, string>): [key: string, value: string][] {
  let buckets = BUCKETS;
  while (map.size > buckets * CROWDED) buckets *= GROWTH;
  return [...map]
    .reverse()
    .map((entry) => ({ entry, bucket: hashOf(entry[0]) % buckets }))
    .sort((a, b) => a.bucket - b.bucket)
    .map(({ entry }) => entry);
}
