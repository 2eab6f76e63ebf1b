/** Texts that many processes print word for word, encoded once: ten thousand containers of an image say the same at their start. */
import { encodeUtf8 } from '../../base/index.ts';
import { bytesContent, type Content } from '../../files/index.ts';

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

const contents = new WeakMap<Uint8Array, Content>();

/** Of a file that many processes write word for word. */
export function sharedContent(text: string): Content {
  const bytes = sharedBytes(text);
  let content = contents.get(bytes);
  if (!content) contents.set(bytes, (content = bytesContent(bytes)));
  return content;
}
