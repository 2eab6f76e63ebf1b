import { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { makeCertificateRequest, publicKeyOfPrivate, readCertificateRequest, signRequest, subjectOf, subjectText } from './certificate-request.ts';
import { makeCertificate, makePrivateKey } from './certificate.ts';

const key = makePrivateKey('jane');
const subject = subjectOf([['CN', 'jane'], ['O', 'dev'], ['O', 'ops']])!;
const pem = makeCertificateRequest(subject, publicKeyOfPrivate(key)!);

test('a request is read back as it was written', () => {
  expect(readCertificateRequest(pem)).toMatchObject({ commonName: 'jane', organizations: ['dev', 'ops'], subject });
  expect(subjectText(subject)).toBe('CN = jane, O = dev, O = ops');
  expect(readCertificateRequest(makeCertificate({ commonName: 'x', issuer: 'x', notBeforeMs: 0, notAfterMs: 0, isAuthority: false, seed: 'x' }))).toBeUndefined();
  expect(subjectOf([['XX', 'y']])).toBeUndefined();
});

test("the authority's certificate has the request's name and key", () => {
  const from = 1_772_442_000_000;
  const authority = makeCertificate({ commonName: 'kubernetes', issuer: 'kubernetes', notBeforeMs: from, notAfterMs: from, isAuthority: true, seed: 'ca' });
  const theirs = new X509Certificate(signRequest(readCertificateRequest(pem)!, authority, from, from + 86_400_000)!);
  expect([theirs.subject, theirs.issuer, theirs.validTo]).toEqual(['CN=jane\nO=dev\nO=ops', 'CN=kubernetes', 'Mar  3 09:00:00 2026 GMT']);
  expect(Buffer.from(publicKeyOfPrivate(key)!)).toEqual(theirs.publicKey.export({ type: 'spki', format: 'der' }));
  expect(signRequest(readCertificateRequest(pem)!, 'no certificate', from, from)).toBeUndefined();
});
