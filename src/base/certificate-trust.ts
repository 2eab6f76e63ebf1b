/** Whether a certificate is to be trusted, by the authorities that somebody knows; what is wrong with it is said in the words of Go's library. */
import { isAddress, readCertificate, signatureOf, type Certificate } from './certificate.ts';
import { formatRfc3339 } from './rfc3339.ts';

const unknown = 'x509: certificate signed by unknown authority';

/** `authorities` is a PEM text with any number of them. */
export function distrust(certificate: Certificate, authorities: string, nowMs: number): string | undefined {
  const known = authorities.split(/(?=-----BEGIN CERTIFICATE-----)/).map(readCertificate).filter((each) => each !== undefined);
  const candidates = known.filter(({ subject, isAuthority }) => isAuthority && same(subject, certificate.issuedBy));
  if (!candidates.some(({ publicKeyInfo }) => same(signatureOf(certificate.signed, publicKeyInfo), certificate.signature))) {
    const [candidate] = candidates;
    return candidate ? `${unknown} (possibly because of "crypto/rsa: verification error" while trying to verify candidate authority certificate ${JSON.stringify(candidate.commonName)})` : unknown;
  }
  const { notBeforeMs, notAfterMs } = certificate;
  if (nowMs >= notBeforeMs && nowMs <= notAfterMs) return undefined;
  const when = nowMs < notBeforeMs ? `is before ${formatRfc3339(notBeforeMs)}` : `is after ${formatRfc3339(notAfterMs)}`;
  return `x509: certificate has expired or is not yet valid: current time ${formatRfc3339(nowMs)} ${when}`;
}

/** Whether a server's certificate is good for the host that was asked for, too. */
export function distrustServer(pem: string, authorities: string, host: string, nowMs: number): string | undefined {
  const certificate = readCertificate(pem);
  if (!certificate) return unknown;
  const wrong = distrust(certificate, authorities, nowMs);
  const { names } = certificate;
  if (wrong !== undefined || speaksFor(names, host)) return wrong;
  const valid = names.filter((name) => isAddress(name) === isAddress(host));
  if (valid.length > 0) return `x509: certificate is valid for ${valid.join(', ')}, not ${host}`;
  return isAddress(host) ? `x509: cannot validate certificate for ${host} because it doesn't contain any IP SANs` : `x509: certificate is not valid for any names, but wanted to match ${host}`;
}

/** By its name or its address, or by a wildcard in the place of the name's first part. */
export function speaksFor(names: readonly string[], host: string): boolean {
  const asked = host.toLowerCase();
  const dot = asked.indexOf('.');
  return names.some((name) => name.toLowerCase() === asked || (dot > 0 && !isAddress(asked) && name.toLowerCase() === `*${asked.slice(dot)}`));
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
