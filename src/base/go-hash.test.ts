import { expect, test } from 'vitest';
import { crc32, fnv32a, fnv64a } from './go-hash.ts';
import { encodeUtf8 } from './utf8.ts';

test('published values', () => {
  expect(fnv32a('')).toBe(0x811c9dc5);
  expect(fnv32a('a')).toBe(0xe40c292c);
  expect(fnv32a('foobar')).toBe(0xbf9cf968);
  expect(fnv64a('')).toBe(0xcbf29ce484222325n);
  expect(fnv64a('foobar')).toBe(0x85944171f73967e8n);
  expect(crc32(encodeUtf8('123456789'))).toBe(0xcbf43926);
});
