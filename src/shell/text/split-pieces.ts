/** The ways in which split cuts: each gives one piece after another, so that a thousand million of them need not be there at once. */
import { concat } from '../../base/index.ts';

export function* bytePieces(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Lines with their ends. */
function* eachLine(bytes: Uint8Array, end: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; ) {
    const next = bytes.indexOf(end, at);
    const to = next < 0 ? bytes.length : next + 1;
    yield bytes.subarray(at, to);
    at = to;
  }
}

export function* linePieces(bytes: Uint8Array, count: number, end: number): Generator<Uint8Array> {
  let start = 0;
  let at = 0;
  let seen = 0;
  for (const line of eachLine(bytes, end)) {
    at += line.length;
    if (++seen < count) continue;
    yield bytes.subarray(start, at);
    start = at;
    seen = 0;
  }
  if (start < bytes.length) yield bytes.subarray(start);
}

/** As many whole lines as `size` bytes hold; a longer line is cut. */
export function* packedLines(bytes: Uint8Array, size: number, end: number): Generator<Uint8Array> {
  let start = 0;
  let at = 0;
  for (const line of eachLine(bytes, end)) {
    if (at > start && at + line.length - start > size) {
      yield bytes.subarray(start, at);
      start = at;
    }
    at += line.length;
    for (; at - start > size; start += size) yield bytes.subarray(start, start + size);
  }
  if (start < at) yield bytes.subarray(start, at);
}

/** The chunk `index` of `count`; the last takes what is left over. */
export function chunk(bytes: Uint8Array, count: number, index: number): Uint8Array {
  const each = Math.floor(bytes.length / count);
  return bytes.subarray(index * each, index === count - 1 ? bytes.length : (index + 1) * each);
}

export function* chunks(bytes: Uint8Array, count: number): Generator<Uint8Array> {
  for (let i = 0; i < count; i++) yield chunk(bytes, count, i);
}

/** A line belongs to the chunk in which it begins. */
export function* lineChunks(bytes: Uint8Array, count: number, end: number): Generator<Uint8Array> {
  const each = Math.floor(bytes.length / count);
  let start = 0;
  for (let i = 0; i < count; i++) {
    const border = i === count - 1 ? bytes.length : (i + 1) * each;
    let to = Math.max(start, border);
    if (to > start && to < bytes.length && bytes[to - 1] !== end) {
      const next = bytes.indexOf(end, to);
      to = next < 0 ? bytes.length : next + 1;
    }
    yield bytes.subarray(start, to);
    start = to;
  }
}

export function* roundRobin(bytes: Uint8Array, count: number, end: number): Generator<Uint8Array> {
  const lines = [...eachLine(bytes, end)];
  for (let i = 0; i < count; i++) {
    const own: Uint8Array[] = [];
    for (let at = i; at < lines.length; at += count) own.push(lines[at]!);
    yield concat(own);
  }
}
