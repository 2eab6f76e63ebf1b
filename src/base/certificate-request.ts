/** Requests for certificates (PKCS #10) as bytes: written with somebody's key, read, and answered by an authority. */
import { bytesOfPem, certificateOf, children, der, oid, oids, partsOf, pemOf, publicKeyOfPrivate, readCertificate, signedPem, tags, type Element, type Certificate } from './certificate.ts';
import { concat } from './door.ts';
import { decodeUtf8, encodeUtf8 } from './utf8.ts';

/** What a name may say, as it is written on a command line. */
const nameParts: Readonly<Record<string, readonly number[]>> = {
  CN: oids.commonName,
  O: oids.organization,
  OU: [0x55, 0x04, 0x0b],
  C: [0x55, 0x04, 0x06],
  ST: [0x55, 0x04, 0x08],
  L: [0x55, 0x04, 0x07],
};

export interface CertificateRequest {
  readonly commonName: string;
  readonly organizations: readonly string[];
  readonly subject: Uint8Array; // in DER
  readonly publicKeyInfo: Uint8Array;
}

/** In DER; undefined when a part has a name that is not known. */
export function subjectOf(parts: readonly (readonly [type: string, value: string])[]): Uint8Array | undefined {
  if (parts.some(([type]) => !Object.hasOwn(nameParts, type))) return undefined;
  return der(tags.sequence, ...parts.map(([type, value]) => der(tags.set, der(tags.sequence, oid(nameParts[type]!), der(tags.utf8, encodeUtf8(value))))));
}

/** "CN = jane, O = dev" */
export function subjectText(subject: Uint8Array): string {
  const [name] = children(subject);
  const parts = (name ? children(name.body) : []).flatMap((set) => children(set.body)).map((pair) => {
    const [type, value] = children(pair.body);
    const known = Object.keys(nameParts).find((key) => type !== undefined && String([...type.body]) === String(nameParts[key]));
    return `${known ?? '?'} = ${value ? decodeUtf8(value.body) : ''}`;
  });
  return parts.join(', ');
}

export function publicKeyPem(publicKeyInfo: Uint8Array): string {
  return pemOf('PUBLIC KEY', publicKeyInfo);
}

/** As PEM. */
export function makeCertificateRequest(subject: Uint8Array, publicKeyInfo: Uint8Array): string {
  return signedPem('CERTIFICATE REQUEST', der(tags.sequence, der(tags.integer, Uint8Array.of(0)), subject, publicKeyInfo, der(0xa0)), publicKeyInfo);
}

export function readCertificateRequest(pem: string): CertificateRequest | undefined {
  const bytes = bytesOfPem(pem, 'CERTIFICATE REQUEST');
  const [whole] = bytes ? children(bytes) : [];
  const [info] = whole ? children(whole.body) : [];
  const [, subject, publicKey]: readonly (Element | undefined)[] = info ? children(info.body) : [];
  if (!subject || !publicKey) return undefined;
  return { commonName: partsOf(subject.body, oids.commonName)[0] ?? '', organizations: partsOf(subject.body, oids.organization), subject: subject.whole, publicKeyInfo: publicKey.whole };
}

/** Of an authority that nobody stands above, or of a server that speaks for itself; as PEM. */
export function selfSigned({ subject, publicKeyInfo }: CertificateRequest, notBeforeMs: number, notAfterMs: number): string {
  return certificateOf({ subject, issuer: subject, issuerKey: publicKeyInfo, publicKeyInfo, notBeforeMs, notAfterMs, isAuthority: true, serial: `${notBeforeMs} ${String(publicKeyInfo.subarray(-16))}` });
}

/** An authority that can sign: its certificate and its key, as PEM. */
export interface Signer {
  readonly certificate: string;
  readonly key: string;
}

/** The certificate that an authority gives for a request, as PEM; undefined when the two texts are no certificate and its key. */
export function signRequest({ subject, publicKeyInfo }: CertificateRequest, { certificate, key }: Signer, notBeforeMs: number, notAfterMs: number): string | undefined {
  return renewCertificate({ subject, names: [] }, publicKeyInfo, { certificate, key }, notBeforeMs, notAfterMs);
}

/** The same once more, from the same authority, for another key and another time; undefined when the authority's texts do not belong together. */
export function renewCertificate({ subject, names }: Pick<Certificate, 'subject' | 'names'>, publicKeyInfo: Uint8Array, { certificate, key }: Signer, notBeforeMs: number, notAfterMs: number): string | undefined {
  const authority = readCertificate(certificate);
  const issuerKey = publicKeyOfPrivate(key);
  if (!authority || !issuerKey || String(issuerKey) !== String(authority.publicKeyInfo)) return undefined;
  return certificateOf({ subject, names, issuer: authority.subject, issuerKey, publicKeyInfo, notBeforeMs, notAfterMs, isAuthority: false, serial: `${notBeforeMs} ${String(concat([subject, publicKeyInfo.subarray(-16)]))}` });
}
