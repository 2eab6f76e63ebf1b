/**
 * A file's content: a list of chunks, each bytes, bytes over and over, or a hole. Sizes cost nothing, appends share what was there, a large
 * image file is one hole, and what `yes` writes is kept once.
 */
import { concat, createHasher, decodeUtf8, encodeUtf8 } from '../base/index.ts';

/**
 * Without `bytes` it is a hole, which reads as zeros; when they are fewer than its size, they come again and again. `at` is where it
 * starts, so that a read finds its chunk by halving.
 */
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

/** The bytes that it really keeps in memory. */
export function keptBytes({ chunks }: Content): number {
  let bytes = 0;
  for (const chunk of chunks) bytes += chunk.bytes?.length ?? 0;
  return bytes;
}

/**
 * `O_APPEND`: the chunks before the tail are shared, the data is copied if it is kept. Chunks before it that are no larger go into one with
 * it: a file that grows long has few, and each of its bytes is copied a few times.
 */
export function appendBytes(content: Content, data: Uint8Array): Content {
  if (data.length === 0) return content;
  const { size, chunks } = content;
  const tail = chunks.at(-1);
  const grown = tail && continued(tail, data);
  if (grown) return { size: size + data.length, chunks: [...chunks.slice(0, -1), grown] };
  if (areZeros(data)) return { size: size + data.length, chunks: [...chunks, { at: size, size: data.length }] };
  const merged = [data];
  let bytes = data.length;
  let from = chunks.length;
  for (let last = tail; last && goesInto(last, bytes); last = chunks[from - 1]) {
    merged.unshift(last.bytes!);
    bytes += last.size;
    from--;
  }
  const whole = merged.length === 1 ? data.slice() : concat(merged);
  return { size: size + data.length, chunks: [...chunks.slice(0, from), { at: size + data.length - bytes, size: bytes, bytes: whole }] };
}

function goesInto({ size, bytes }: Chunk, next: number): boolean {
  return bytes?.length === size && (size + next <= tailMax || (size <= next && size + next <= mergedMax));
}

/** The tail with the data, where it only goes on as it is: with zeros, or with its bytes once more. */
function continued({ at, size, bytes }: Chunk, data: Uint8Array): Chunk | undefined {
  if (!bytes) return data.every((byte) => byte === 0) ? { at, size: size + data.length } : undefined;
  if (size + data.length <= tailMax) return undefined;
  for (let i = 0, from = size % bytes.length; i < data.length; i++) {
    if (data[i] !== bytes[from]) return undefined;
    if (++from === bytes.length) from = 0;
  }
  return { at, size: size + data.length, bytes };
}

/** Many zeros in a row are kept as a hole, so that `dd if=/dev/zero` fills a disk without filling memory. */
function areZeros(data: Uint8Array): boolean {
  return data.length >= tailMax && data.every((byte) => byte === 0);
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
    chunks.push(chunk.bytes ? { at, size, bytes: partOf(chunk.bytes, skip, size) } : { at, size });
  }
  return end <= start ? emptyContent : { size: end - start, chunks };
}

/** What bytes that come again and again are from some place on: no more of them than `size`. */
function partOf(bytes: Uint8Array, from: number, size: number): Uint8Array {
  const start = from % bytes.length;
  if (start + size <= bytes.length) return bytes.subarray(start, start + size);
  return start === 0 ? bytes : concat([bytes.subarray(start), bytes.subarray(0, start + Math.min(size, bytes.length) - bytes.length)]);
}

/** `pwrite`, which copies the data: past the end it leaves a hole between. */
export function overwriteBytes(content: Content, offset: number, data: Uint8Array): Content {
  if (offset === content.size) return appendBytes(content, data);
  return joinContent(appendBytes(truncateContent(content, offset), data), sliceContent(content, offset + data.length));
}

/** `ftruncate`: longer makes a hole at the end. */
export function truncateContent(content: Content, size: number): Content {
  return size <= content.size ? sliceContent(content, 0, size) : joinContent(content, holeContent(size - content.size));
}

/** At most `length` bytes; fewer at the end. May share memory with the content, so it is for reading only. */
export function readBytes(content: Content, offset: number, length: number): Uint8Array {
  const part = sliceContent(content, offset, offset + length);
  const only = part.chunks.length === 1 ? part.chunks[0]!.bytes : undefined;
  if (only?.length === part.size) return only;
  const whole = new Uint8Array(part.size);
  for (const { at, size, bytes } of part.chunks) {
    if (!bytes) continue;
    for (let done = 0; done < size; done += bytes.length) whole.set(size - done < bytes.length ? bytes.subarray(0, size - done) : bytes, at + done);
  }
  return whole;
}

export function contentBytes(content: Content): Uint8Array {
  return readBytes(content, 0, content.size);
}

export function contentText(content: Content): string {
  return decodeUtf8(contentBytes(content));
}

/** The bytes in pieces, so that no one needs the whole in memory. */
export function* blocksOf(content: Content): Generator<Uint8Array> {
  for (const { size, bytes = zeros } of content.chunks) {
    for (let left = size; left > 0; left -= bytes.length) yield left < bytes.length ? bytes.subarray(0, left) : bytes;
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
