/** gzip for programs: always without a time, so that the same bytes in give the same bytes out. */
import { gunzipSync, gzipSync } from 'fflate';
import { TarError } from '../../files/index.ts';

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

export function gzip(bytes: Uint8Array, level: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 = 6): Uint8Array {
  return gzipSync(bytes, { mtime: 0, level });
}

/** Throws TarError for bytes that are no gzip. */
export function gunzip(bytes: Uint8Array): Uint8Array {
  try {
    return gunzipSync(bytes);
  } catch {
    throw new TarError('gzip: invalid header');
  }
}
