/** gzip for programs: always without a time, so that the same bytes in give the same bytes out. */
import { Gunzip, gzipSync } from 'fflate';
import { concat } from '../../base/index.ts';
import { TarError } from '../../files/index.ts';

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

export function gzip(bytes: Uint8Array, level: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 = 6, filename?: string): Uint8Array {
  return gzipSync(bytes, { mtime: 0, level, ...(filename === undefined ? {} : { filename }) });
}

/** As its end tells. */
export function originalSize(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(bytes.length - 4, true);
}

/** Throws TarError for bytes that are no gzip. */
export function gunzip(bytes: Uint8Array): Uint8Array {
  try {
    const parts: Uint8Array[] = []; // an archive may have several members, one after another
    new Gunzip((part) => void parts.push(part)).push(bytes, true);
    return concat(parts);
  } catch {
    throw new TarError('gzip: invalid header');
  }
}
