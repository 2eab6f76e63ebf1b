/** What OpenSSL says of a server's certificate, and curl after it. */
import { distrust, isAddress, readCertificate, speaksFor, subjectText, type Certificate } from '../../base/index.ts';
import { formatDate } from '../language/date-format.ts';

export interface Verdict {
  readonly code: number;
  readonly words: string;
}

/** `wrong`: as the rules of trust put it. */
export function verdictOf(certificate: Certificate, wrong: string, nowMs: number): Verdict {
  if (wrong.includes('expired')) return nowMs < certificate.notBeforeMs ? { code: 9, words: 'certificate is not yet valid' } : { code: 10, words: 'certificate has expired' };
  if (wrong.includes('verification error')) return { code: 7, words: 'certificate signature failure' };
  return String(certificate.subject) === String(certificate.issuedBy) ? { code: 18, words: 'self-signed certificate' } : { code: 20, words: 'unable to get local issuer certificate' };
}

export interface Inspection {
  /** What curl -v tells of it. */
  readonly lines: readonly string[];
  /** Why curl does not go on; undefined when it does. */
  readonly refusal: string | undefined;
}

export function inspect(pem: string, authorities: string, host: string, nowMs: number, isInsecure: boolean): Inspection {
  const certificate = readCertificate(pem);
  if (!certificate) return { lines: [], refusal: 'SSL certificate problem: unable to get local issuer certificate' };
  const told = ['Server certificate:', ` subject: ${nameText(certificate.subject)}`, ` start date: ${timeText(certificate.notBeforeMs)}`, ` expire date: ${timeText(certificate.notAfterMs)}`];
  const wrong = distrust(certificate, authorities, nowMs);
  const verdict = wrong === undefined ? undefined : verdictOf(certificate, wrong, nowMs);
  if (verdict && !isInsecure) return { lines: [], refusal: `SSL certificate problem: ${verdict.words}` };
  const names = certificate.names.length > 0 ? certificate.names : [certificate.commonName];
  const isMeant = speaksFor(names, host);
  if (!isInsecure) told.push(isMeant ? ` subjectAltName: host "${host}" matched cert's "${names.find((name) => speaksFor([name], host))!}"` : ` subjectAltName does not match ${isAddress(host) ? 'ipv4 address' : 'host name'} ${host}`);
  if (!isMeant && !isInsecure) return { lines: told, refusal: mismatch(certificate, host) };
  const issuer = ` issuer: ${nameText(certificate.issuedBy)}`;
  return { lines: [...told, issuer, verdict ? ` SSL certificate verify result: ${verdict.words} (${verdict.code}), continuing anyway.` : ' SSL certificate verify ok.'], refusal: undefined };
}

function mismatch({ names, commonName }: Certificate, host: string): string {
  if (names.length > 0) return `SSL: no alternative certificate subject name matches target ${isAddress(host) ? 'ipv4 address' : 'host name'} '${host}'`;
  return `SSL: certificate subject name '${commonName}' does not match target host name '${host}'`;
}

function nameText(name: Uint8Array): string {
  return subjectText(name).replaceAll(' = ', '=').replaceAll(', ', '; ');
}

function timeText(ms: number): string {
  return formatDate('%b %e %H:%M:%S %Y GMT', ms);
}
