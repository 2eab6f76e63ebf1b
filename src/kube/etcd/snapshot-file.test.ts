// A file that is no snapshot is told from one, whatever stands in it; what is one comes out as it went in.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { concat, decodeUtf8, encodeUtf8 } from '../../base/index.ts';
import { Clock } from '../../sim/index.ts';
import { createClusterStore } from '../api/cluster-store.ts';
import { putKey } from './keys.ts';
import { readSnapshotFile, snapshotBytes } from './snapshot-file.ts';

const store = createClusterStore('test', new Clock());
putKey(store, 'a', encodeUtf8('hello'));
putKey(store, 'b', Uint8Array.of(0xff, 0x00, 0xfe));
const bytes = snapshotBytes(store);
const head = decodeUtf8(bytes).split('\n')[0]!;

test('whole, with its digest or without', () => {
  for (const whole of [bytes, bytes.subarray(0, -32)]) {
    const { isOwn, keys } = readSnapshotFile(store, whole)!;
    expect([isOwn, keys.map(({ key }) => key), [...keys[1]!.value]]).toEqual([true, ['a', 'b'], [0xff, 0x00, 0xfe]]);
  }
  expect(readSnapshotFile(createClusterStore('other', new Clock()), bytes)?.isOwn).toBe(false);
});

test.each(['null', '5', '[]', '{}', '"x"', '{"key":""}', '{"key":5,"value":"x"}', '{"key":"a"}', '{"key":"a","bytes":"*"}', '{"key":"a","value":null}', '[['.repeat(60_000)])('%.20s is no line of it', (line) => {
  expect(readSnapshotFile(store, encodeUtf8(`${head}\n${line}\n`))).toBeUndefined();
  expect(readSnapshotFile(store, encodeUtf8(`${line}\n`))).toBeUndefined();
});

test('any damage', () => {
  fc.assert(fc.property(fc.nat(bytes.length - 1), fc.nat(400), fc.uint8Array({ maxLength: 40 }), (at, length, put) => {
    const read = readSnapshotFile(store, concat([bytes.subarray(0, at), put, bytes.subarray(at + length)]));
    for (const { key, value } of read?.keys ?? []) expect([typeof key, value instanceof Uint8Array]).toEqual(['string', true]);
  }), { seed: 1, numRuns: 200 });
});
