/** sha224sum, sha384sum, b2sum: digests that are asked for less often. */
import { blake2b } from '@noble/hashes/blake2.js';
import { asHasher } from '../../base/index.ts';
import { checksum, digestTool } from '../tool/checksum.ts';

const BLAKE_DIGITS = 128;

export const sha224sum = checksum('sha224');
export const sha384sum = checksum('sha384');
export const b2sum = digestTool({ title: 'BLAKE2b', digits: BLAKE_DIGITS, make: () => asHasher(blake2b.create()) });
