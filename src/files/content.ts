/** A file's content: a list of chunks, each bytes or a hole. Sizes cost nothing, appends share what was there, and a large image file is one hole. */
import { concat, createHasher, decodeUtf8, encodeUtf8 } from '../base/index.ts';

/** Without `bytes` it is a hole, which reads as zeros. `at` is where it starts, so that a read finds its chunk by halving. */
export type Chunk = { readonly at: number; readonly size: number; readonly bytes?: Uint8Array };
export type Content = { readonly size: number; readonly chunks: readonly Chunk[] };

export const emptyContent: Content = { size: 0, chunks: [] };

// An append to a tail up to this size copies the tail, so that a log written by lines does not become a chunk a line.
const tailMax = 4096;
const mergedMax = 1 << 20;
const zeros = new Uint8Array(65536);
const digests = new WeakMap<Content, string>();

/** The bytes are given away: whoever made them must not write to them again. */
export function bytesContent(bytes: Uint8Array): Content {
  return bytes.length === 0 ? emptyContent : { size: bytes.length, chunks: [{ at: 0, size: bytes.length, bytes }] };
}

export function textContent(text: string): Content {
  return bytesContent(encodeUtf8(text));
}

export function holeContent(size: number): Content {
  return size === 0 ? emptyContent : { size, chunks: [{ at: 0, size }] };
}

/** `O_APPEND`: the chunks before the tail are shared. */
export function appendBytes(content: Content, data: Uint8Array): Content {
  const tail = content.chunks.at(-1);
  if (data.length === 0) return content;
  if (!tail?.bytes || tail.size + data.length > tailMax) {
    const kept = keptContent(data);
    return kept.chunks[0]!.bytes ? appendChunk(content, data) : joinContent(content, kept);
  }
  const bytes = new Uint8Array(tail.size + data.length);
  bytes.set(tail.bytes);
  bytes.set(data, tail.size);
  const chunks = content.chunks.slice(0, -1);
  chunks.push({ at: tail.at, size: bytes.length, bytes });
  return { size: content.size + data.length, chunks };
}

/** Chunks before it that are no larger go into one with it: a file that grows long has few, and each of its bytes is copied a few times. */
function appendChunk({ size, chunks }: Content, data: Uint8Array): Content {
  const merged = [data];
  let bytes = data.length;
  let from = chunks.length;
  for (let last = chunks[from - 1]; last?.bytes && last.size <= bytes && last.size + bytes <= mergedMax; last = chunks[from - 1]) {
    merged.unshift(last.bytes);
    bytes += last.size;
    from--;
  }
  const whole = merged.length === 1 ? data : concat(merged);
  return { size: size + data.length, chunks: chunks.slice(0, from).concat({ at: size + data.length - bytes, size: bytes, bytes: whole }) };
}

export function joinContent(...parts: readonly Content[]): Content {
  const chunks: Chunk[] = [];
  let size = 0;
  for (const part of parts) {
    for (const chunk of part.chunks) {
      const last = chunks.at(-1);
      if (last && !last.bytes && !chunk.bytes) chunks[chunks.length - 1] = { at: last.at, size: last.size + chunk.size };
      else chunks.push(chunk.at === size ? chunk : { ...chunk, at: size });
      size += chunk.size;
    }
  }
  return size === 0 ? emptyContent : { size, chunks };
}

/** From the offset `from` up to `to`, both clamped to what is there. */
export function sliceContent(content: Content, from: number, to = content.size): Content {
  const start = Math.max(0, from);
  const end = Math.min(content.size, to);
  if (start === 0 && end === content.size) return content;
  const chunks: Chunk[] = [];
  for (let i = chunkIndex(content, start); i < content.chunks.length; i++) {
    const chunk = content.chunks[i]!;
    if (chunk.at >= end) break;
    const skip = Math.max(0, start - chunk.at);
    const size = Math.min(chunk.size, end - chunk.at) - skip;
    const at = chunk.at + skip - start;
    chunks.push(chunk.bytes ? { at, size, bytes: chunk.bytes.subarray(skip, skip + size) } : { at, size });
  }
  return end <= start ? emptyContent : { size: end - start, chunks };
}

/** `pwrite`: past the end it leaves a hole between. */
export function overwriteBytes(content: Content, offset: number, data: Uint8Array): Content {
  if (offset === content.size) return appendBytes(content, data);
  const head = truncateContent(content, offset);
  return joinContent(head, keptContent(data), sliceContent(content, offset + data.length));
}

/** Many zeros in a row are kept as a hole, so that `dd if=/dev/zero` fills a disk without filling memory. */
function keptContent(data: Uint8Array): Content {
  return data.length >= tailMax && data.every((byte) => byte === 0) ? holeContent(data.length) : bytesContent(data);
}

/** `ftruncate`: longer makes a hole at the end. */
export function truncateContent(content: Content, size: number): Content {
  return size <= content.size ? sliceContent(content, 0, size) : joinContent(content, holeContent(size - content.size));
}

/** At most `length` bytes; fewer at the end. May share memory with the content, so it is for reading only. */
export function readBytes(content: Content, offset: number, length: number): Uint8Array {
  const part = sliceContent(content, offset, offset + length);
  const only = part.chunks.length === 1 ? part.chunks[0]!.bytes : undefined;
  if (only) return only;
  const bytes = new Uint8Array(part.size);
  for (const chunk of part.chunks) if (chunk.bytes) bytes.set(chunk.bytes, chunk.at);
  return bytes;
}

export function contentBytes(content: Content): Uint8Array {
  return readBytes(content, 0, content.size);
}

export function contentText(content: Content): string {
  return decodeUtf8(contentBytes(content));
}

/** The bytes in pieces, holes as zeros of at most 64 KiB at a time, so that no one needs the whole in memory. */
export function* blocksOf(content: Content): Generator<Uint8Array> {
  for (const chunk of content.chunks) {
    if (chunk.bytes) yield chunk.bytes;
    else for (let left = chunk.size; left > 0; left -= zeros.length) yield left < zeros.length ? zeros.subarray(0, left) : zeros;
  }
}

/** `sha256:…`, computed once for each value. */
export function contentDigest(content: Content): string {
  const known = digests.get(content);
  if (known !== undefined) return known;
  const hasher = createHasher('sha256');
  for (const block of blocksOf(content)) hasher.update(block);
  const digest = `sha256:${hasher.hex()}`;
  digests.set(content, digest);
  return digest;
}

/** Whether two contents read the same, however they are cut into chunks. */
export function sameContent(a: Content, b: Content): boolean {
  if (a === b) return true;
  if (a.size !== b.size) return false;
  for (let offset = 0; offset < a.size; offset += zeros.length) {
    const x = readBytes(a, offset, zeros.length);
    const y = readBytes(b, offset, zeros.length);
    if (x.buffer === y.buffer && x.byteOffset === y.byteOffset) continue;
    for (let i = 0; i < x.length; i++) if (x[i] !== y[i]) return false;
  }
  return true;
}

/** The chunk that holds the offset, or the number of chunks past the end. */
function chunkIndex(content: Content, offset: number): number {
  let low = 0;
  let high = content.chunks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const chunk = content.chunks[middle]!;
    if (chunk.at + chunk.size <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
