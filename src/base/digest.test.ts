import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesToHex, createHasher, decodeBase64, digestHex, encodeBase64, hmacSha256 } from './digest.ts';

const bytes = fc.uint8Array({ maxLength: 300 });

test('digests are those of Node, whole and in chunks', () => {
  fc.assert(
    fc.property(bytes, fc.nat(300), (data, cut) => {
      for (const algorithm of ['md5', 'sha1', 'sha256', 'sha512'] as const) {
        const expected = createHash(algorithm).update(data).digest('hex');
        expect(digestHex(algorithm, data)).toBe(expected);
        const hasher = createHasher(algorithm);
        hasher.update(data.subarray(0, cut));
        hasher.update(data.subarray(cut));
        expect(hasher.hex()).toBe(expected);
      }
      expect(bytesToHex(hmacSha256(data, 'x'))).toBe(createHmac('sha256', data).update('x').digest('hex'));
    }),
    { numRuns: 30 },
  );
});

test('base64 is that of Node, and reads back', () => {
  fc.assert(
    fc.property(bytes, (data) => {
      const standard = Buffer.from(data).toString('base64');
      const url = Buffer.from(data).toString('base64url');
      expect(encodeBase64(data)).toBe(standard);
      expect(encodeBase64(data, 'url')).toBe(url);
      expect(decodeBase64(standard)).toEqual({ bytes: data });
      expect(decodeBase64(url, 'url')).toEqual({ bytes: data });
      expect(decodeBase64(standard.replace(/(.{7})/g, '$1\r\n'))).toEqual({ bytes: data });
    }),
  );
});

test.each([
  ['YWJ', 3],
  ['YW=', 3],
  ['YW===', 4],
  ['Y', 1],
  ['Y===', 1],
  ['YW!j', 2],
  ['YWJj=', 4],
  ['YQ==x', 4],
])('%s is illegal at %i', (text, illegalAt) => {
  expect(decodeBase64(text)).toEqual({ illegalAt });
});
