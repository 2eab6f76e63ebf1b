import { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { makeCertificateRequest, readCertificateRequest, signRequest, subjectOf, subjectText } from './certificate-request.ts';
import { distrustServer } from './certificate-trust.ts';
import { bytesOfPem, makeCertificate, makePrivateKey, pemOf, publicKeyOfPrivate, readCertificate } from './certificate.ts';

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
  const signer = { certificate: authority, key: makePrivateKey('ca') };
  const theirs = new X509Certificate(signRequest(readCertificateRequest(pem)!, signer, from, from + 86_400_000)!);
  expect([theirs.subject, theirs.issuer, theirs.validTo]).toEqual(['CN=jane\nO=dev\nO=ops', 'CN=kubernetes', 'Mar  3 09:00:00 2026 GMT']);
  expect(Buffer.from(publicKeyOfPrivate(key)!)).toEqual(theirs.publicKey.export({ type: 'spki', format: 'der' }));
  for (const wrong of [{ ...signer, certificate: 'no certificate' }, { ...signer, key: makePrivateKey('other') }]) expect(signRequest(readCertificateRequest(pem)!, wrong, from, from)).toBeUndefined();
});

test('a certificate is believed by who knows its issuer, for its hosts, while it holds, as it was written', () => {
  const from = 1_772_442_000_000;
  const authority = { commonName: 'kubernetes', issuer: 'kubernetes', notBeforeMs: from, notAfterMs: from + 1000, isAuthority: true, seed: 'ca' };
  const leaf = makeCertificate({ ...authority, commonName: 'server', isAuthority: false, seed: 'server', issuerSeed: 'ca', names: ['kubernetes', 'kubernetes.default', '10.96.0.1'] });
  const mine = makeCertificate(authority);
  const others = makeCertificate({ ...authority, seed: 'other' });
  expect(new X509Certificate(leaf).subjectAltName).toBe('DNS:kubernetes, DNS:kubernetes.default, IP Address:10.96.0.1');
  const unknown = 'x509: certificate signed by unknown authority';
  for (const host of ['kubernetes', '10.96.0.1']) expect(distrustServer(leaf, others + mine, host, from)).toBeUndefined();
  expect(distrustServer(leaf, mine, 'web', from)).toBe('x509: certificate is valid for kubernetes, kubernetes.default, not web');
  expect(distrustServer(leaf, mine, '10.0.0.1', from)).toBe('x509: certificate is valid for 10.96.0.1, not 10.0.0.1');
  expect(distrustServer(leaf, '', 'kubernetes', from)).toBe(unknown);
  expect(distrustServer(leaf, leaf, 'kubernetes', from)).toBe(unknown);
  expect(distrustServer(leaf, others, 'kubernetes', from)).toBe(`${unknown} (possibly because of "crypto/rsa: verification error" while trying to verify candidate authority certificate "kubernetes")`);
  expect(distrustServer(leaf, mine, 'kubernetes', from + 2000)).toBe('x509: certificate has expired or is not yet valid: current time 2026-03-02T09:00:02Z is after 2026-03-02T09:00:01Z');
  const bytes = bytesOfPem(leaf, 'CERTIFICATE')!;
  for (let at = 8; at < readCertificate(leaf)!.signed.length; at += 7) {
    const changed = bytes.slice();
    changed[at]! ^= 1;
    expect(distrustServer(pemOf('CERTIFICATE', changed), mine, 'kubernetes', from)).toBeDefined();
  }
});
