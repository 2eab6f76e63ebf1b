import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ed25519PublicKey, ed25519Sign, ed25519Verify } from './ed25519.ts';

const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

test('keys and signatures are those that others make and take', () => {
  fc.assert(
    fc.property(bytes(32), fc.uint8Array({ maxLength: 200 }), (seed, message) => {
      const key = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
      const publicKey = ed25519PublicKey(seed);
      const signature = ed25519Sign(seed, message);
      expect(Buffer.from(signature)).toEqual(sign(null, message, key));
      expect(verify(null, message, createPublicKey({ key: Buffer.concat([SPKI, publicKey]), format: 'der', type: 'spki' }), signature)).toBe(true);
      expect(ed25519Verify(publicKey, message, signature)).toBe(true);
    }),
    { numRuns: 20 },
  );
});

test('a signature holds for its message and its key alone', () => {
  fc.assert(
    fc.property(bytes(32), bytes(32), bytes(40), fc.nat(63), fc.nat(7), (seed, other, message, at, bit) => {
      fc.pre(Buffer.compare(seed, other) !== 0);
      const signature = ed25519Sign(seed, message);
      const bent = signature.slice();
      bent[at]! ^= 1 << bit;
      expect(ed25519Verify(ed25519PublicKey(seed), message, bent)).toBe(false);
      expect(ed25519Verify(ed25519PublicKey(other), message, signature)).toBe(false);
      expect(ed25519Verify(ed25519PublicKey(seed), message.slice(1), signature)).toBe(false);
    }),
    { numRuns: 20 },
  );
});
