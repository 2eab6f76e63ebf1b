import { createHash, X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { makeCertificate, makePrivateKey, publicKeyPin, readCertificate } from './certificate.ts';

const day = 86_400_000;
const spec = { commonName: 'kubernetes-admin', organization: 'system:masters', issuer: 'kubernetes', notBeforeMs: 1_772_442_000_000, notAfterMs: 1_772_442_000_000 + 365 * day, isAuthority: false, seed: 'a' };

test('a certificate is one to others too, and is read back as it was written', () => {
  const pem = makeCertificate(spec);
  const theirs = new X509Certificate(pem);
  expect(theirs.subject).toBe('O=system:masters\nCN=kubernetes-admin');
  expect(theirs.issuer).toBe('CN=kubernetes');
  expect([theirs.ca, theirs.validFrom, theirs.validTo]).toEqual([false, 'Mar  2 09:00:00 2026 GMT', 'Mar  2 09:00:00 2027 GMT']);
  expect(readCertificate(pem)).toMatchObject({ commonName: 'kubernetes-admin', organizations: ['system:masters'], issuer: 'kubernetes', notBeforeMs: spec.notBeforeMs, notAfterMs: spec.notAfterMs });
});

test('the pin is the hash of the public key that openssl finds in it', () => {
  for (const seed of ['a', 'b', 'c']) {
    const pem = makeCertificate({ ...spec, isAuthority: true, seed });
    const key = new X509Certificate(pem).publicKey;
    expect([key.asymmetricKeyType, key.asymmetricKeyDetails]).toEqual(['rsa', { modulusLength: 2048, publicExponent: 65_537n }]);
    expect(publicKeyPin(pem)).toBe(`sha256:${createHash('sha256').update(key.export({ type: 'spki', format: 'der' })).digest('hex')}`);
  }
  expect(publicKeyPin(makeCertificate(spec))).not.toBe(publicKeyPin(makeCertificate({ ...spec, seed: 'b' })));
});

test('one changed byte of a text makes no certificate, or another pin', () => {
  const pem = makeCertificate(spec);
  expect(readCertificate('')).toBeUndefined();
  expect(readCertificate(pem.replace('MII', 'AAA'))).toBeUndefined();
  expect(readCertificate(pem.slice(0, 200))).toBeUndefined();
  expect(makePrivateKey('a')).toMatch(/^-----BEGIN RSA PRIVATE KEY-----\nMII/);
});
