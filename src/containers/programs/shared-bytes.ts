/** Texts that many processes print word for word, encoded once: ten thousand containers of an image say the same at their start. */
import { encodeUtf8 } from '../../base/index.ts';

const known = new Map<string, Uint8Array>();
const KEPT = 64;

/** Not to be written to. */
export function sharedBytes(text: string): Uint8Array {
  let bytes = known.get(text);
  if (!bytes) {
    bytes = encodeUtf8(text);
    if (known.size >= KEPT) known.clear();
    known.set(text, bytes);
  }
  return bytes;
}
