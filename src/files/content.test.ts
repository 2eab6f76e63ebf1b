import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  appendBytes,
  blocksOf,
  bytesContent,
  contentBytes,
  contentDigest,
  contentText,
  emptyContent,
  holeContent,
  joinContent,
  keptBytes,
  overwriteBytes,
  readBytes,
  sameContent,
  sliceContent,
  textContent,
  truncateContent,
  type Content,
} from './content.ts';

const size = fc.nat(9000);
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  fc.tuple(fc.integer({ min: 0, max: 255 }), size).map(([byte, length]) => new Uint8Array(length).fill(byte)),
  fc.tuple(fc.integer({ min: 1, max: 300 }), size).map(([period, length]) => Uint8Array.from({ length }, (_, i) => i % period)),
);
type Edit = { does: string; content: (before: Content) => Content; plain: (before: Uint8Array) => Uint8Array };

const concat = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));
const resized = (before: Uint8Array, length: number): Uint8Array => concat(before.slice(0, length), new Uint8Array(Math.max(0, length - before.length)));

/** What `cat a a > b` does. */
function repeated(content: Content, times: number): Content {
  let next = emptyContent;
  for (let i = 0; i < times; i++) for (const block of blocksOf(content)) next = appendBytes(next, block);
  return next;
}

const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.integer({ min: 1, max: 4 }).map((times) => ({ does: 'double', content: (c: Content) => repeated(c, times), plain: (b: Uint8Array) => concat(...Array<Uint8Array>(times).fill(b)) })),
  bytes.map((data) => ({ does: 'append', content: (c: Content) => appendBytes(c, data), plain: (b: Uint8Array) => concat(b, data) })),
  size.map((length) => ({ does: 'hole', content: (c: Content) => joinContent(c, holeContent(length)), plain: (b: Uint8Array) => concat(b, new Uint8Array(length)) })),
  size.map((length) => ({ does: 'truncate', content: (c: Content) => truncateContent(c, length), plain: (b: Uint8Array) => resized(b, length) })),
  fc.tuple(size, size).map(([from, to]) => ({ does: 'slice', content: (c: Content) => sliceContent(c, from, to), plain: (b: Uint8Array) => b.slice(from, Math.max(from, to)) })),
  fc.tuple(size, bytes).map(([at, data]) => ({
    does: 'overwrite',
    content: (c: Content) => overwriteBytes(c, at, data),
    plain: (b: Uint8Array) => (data.length === 0 ? resized(b, Math.max(at, b.length)) : concat(resized(b, at), data, b.slice(at + data.length))),
  })),
);

describe('content', () => {
  test('reads as plain bytes do after any edits, and never changes what it was made from', () => {
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 8 }), size, size, (edits, offset, length) => {
        const history: [Content, Uint8Array][] = [[emptyContent, new Uint8Array()]];
        for (const { content, plain } of edits) {
          const [before, was] = history.at(-1)!;
          history.push([content(before), plain(was)]);
        }
        for (const [content, plain] of history) {
          expect(content.size).toBe(plain.length);
          expect(Buffer.compare(contentBytes(content), plain)).toBe(0);
          expect(Buffer.compare(readBytes(content, offset, length), plain.slice(offset, offset + length))).toBe(0);
          expect(Buffer.compare(concat(...blocksOf(content)), plain)).toBe(0);
          expect(contentDigest(content)).toBe(contentDigest(bytesContent(plain)));
          expect(sameContent(content, bytesContent(plain))).toBe(true);
        }
      }),
    );
  });

  test('chunks are dense, and start where they say', () => {
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 8 }), (edits) => {
        const content = edits.reduce((before, { content: apply }) => apply(before), emptyContent);
        let at = 0;
        for (const chunk of content.chunks) {
          expect(chunk.at).toBe(at);
          expect(chunk.size).toBeGreaterThan(0);
          expect(chunk.bytes?.length ?? 1).toBeGreaterThan(0);
          expect(chunk.bytes?.length ?? chunk.size).toBeLessThanOrEqual(chunk.size);
          at += chunk.size;
        }
        expect(content.size).toBe(at);
      }),
    );
  });

  test('an append shares all chunks but the tail, and lines do not make a chunk each', () => {
    const line = new Uint8Array(100).fill(120);
    let log = emptyContent;
    for (let i = 0; i < 1000; i++) log = appendBytes(log, line);
    expect(log.size).toBe(100_000);
    expect(log.chunks.length).toBeLessThan(30);
    const longer = appendBytes(log, line);
    for (const [i, chunk] of log.chunks.slice(0, -1).entries()) expect(longer.chunks[i]).toBe(chunk);
  });

  test('differs where one byte does, past the first block too', () => {
    const one = new Uint8Array(200_000);
    const other = one.slice();
    other[199_999] = 1;
    expect(sameContent(bytesContent(one), bytesContent(other))).toBe(false);
    expect(sameContent(bytesContent(one), holeContent(200_000))).toBe(true);
  });

  test('a hole of a gigabyte costs nothing until it is read', () => {
    const big = joinContent(textContent('head'), holeContent(2 ** 30), textContent('tail'));
    expect(big.size).toBe(2 ** 30 + 8);
    expect(big.chunks).toHaveLength(3);
    expect(contentText(sliceContent(big, 2 ** 30 + 4))).toBe('tail');
  });

  test('the digest is SHA-256', () => {
    expect(contentDigest(emptyContent)).toBe('sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(contentDigest(textContent('abc'))).toBe('sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});

test('a file that grows long by large writes has few chunks', () => {
  const whole = Uint8Array.from({ length: 5_000_000 }, (_, i) => (i % 251) + 1);
  let content = emptyContent;
  for (let at = 0; at < whole.length; at += 5_000) content = appendBytes(content, whole.subarray(at, at + 5_000));
  expect(content.chunks.length).toBeLessThan(20);
  expect(sameContent(content, bytesContent(whole))).toBe(true);
});

test('what comes again and again is kept once, however long, read from anywhere, and as it is where something else follows', () => {
  const block = new TextEncoder().encode('yes\n'.repeat(2_048));
  let content = emptyContent;
  for (let i = 0; i < 2_000; i++) content = appendBytes(content, block);
  expect(content.size).toBe(2_000 * block.length);
  expect(keptBytes(content)).toBe(block.length);
  const longer = appendBytes(content, new TextEncoder().encode('no\n'));
  expect(contentText(sliceContent(longer, longer.size - 8))).toBe('es\nyes\nno\n'.slice(-8));
  expect(contentText(sliceContent(longer, 4_000_001, 4_000_009))).toBe('es\nyes\ny');

  let doubled = textContent('hello\n');
  while (doubled.size < 2 ** 22) doubled = repeated(doubled, 2);
  expect(keptBytes(doubled)).toBeLessThan(10_000);
});
