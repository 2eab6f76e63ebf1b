/**
 * X.509 certificates as bytes: enough DER to write one and to read who it speaks of, for which names, until when, and the public key whose
 * hash pins an authority. The numbers in a key are drawn, not prime. A signature ties a certificate's content to its issuer's key, as a
 * digest of both: nothing in a world can be told from it but whether they belong together, and it costs next to nothing.
 */
import { bytesToHex, decodeBase64, encodeBase64, sha256Bytes, sha256Hex } from './digest.ts';
import { concat } from './door.ts';
import { epochOf, formatRfc3339 } from './rfc3339.ts';
import { decodeUtf8, encodeUtf8 } from './utf8.ts';

export interface CertificateSpec {
  readonly commonName: string;
  readonly organization?: string;
  readonly issuer: string; // its common name; the same for one that signs itself
  readonly issuerSeed?: string; // of the issuer's key; its own when left out
  readonly issuerKey?: Uint8Array; // instead: the public half of that key
  /** The hosts that it speaks for: names, and addresses. */
  readonly names?: readonly string[];
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  readonly isAuthority: boolean;
  /** What the numbers are drawn from: an equal text gives an equal key. */
  readonly seed: string;
}

export interface Certificate {
  readonly commonName: string;
  readonly organizations: readonly string[];
  readonly issuer: string;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  /** The DER of the SubjectPublicKeyInfo. */
  readonly publicKeyInfo: Uint8Array;
  readonly subject: Uint8Array; // in DER
  readonly isAuthority: boolean;
  readonly names: readonly string[];
  readonly issuedBy: Uint8Array; // in DER
  readonly signed: Uint8Array;
  readonly signature: Uint8Array;
}

export const tags = { integer: 0x02, bits: 0x03, null: 0x05, oid: 0x06, utf8: 0x0c, printable: 0x13, time: 0x17, sequence: 0x30, set: 0x31 } as const;
export const oids = {
  commonName: [0x55, 0x04, 0x03],
  organization: [0x55, 0x04, 0x0a],
  rsa: [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01],
  sha256WithRsa: [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b],
  basicConstraints: [0x55, 0x1d, 0x13],
  names: [0x55, 0x1d, 0x11],
} as const;
const keyBytes = 256;
const lineLength = 64;

/** As PEM. */
export function makeCertificate({ commonName, organization, issuer, seed, issuerSeed = seed, issuerKey, ...rest }: CertificateSpec): string {
  return certificateOf({ ...rest, issuer: nameOf(issuer), issuerKey: issuerKey ?? publicKeyOf(issuerSeed), subject: nameOf(commonName, organization), publicKeyInfo: publicKeyOf(seed), serial: `${seed} ${commonName}` });
}

/** Names and key in DER; as PEM. */
export function certificateOf(parts: {
  readonly subject: Uint8Array;
  readonly issuer: Uint8Array;
  readonly issuerKey: Uint8Array; // its public half
  readonly publicKeyInfo: Uint8Array;
  readonly names?: readonly string[];
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  readonly isAuthority: boolean;
  readonly serial: string; // what its number is drawn from
}): string {
  const version = der(0xa0, der(tags.integer, Uint8Array.of(2)));
  const serial = integer(drawn(`serial ${parts.serial}`, 8));
  const validity = der(tags.sequence, time(parts.notBeforeMs), time(parts.notAfterMs));
  const constraints = der(tags.sequence, oid(oids.basicConstraints), der(0x04, der(tags.sequence, ...(parts.isAuthority ? [der(0x01, Uint8Array.of(0xff))] : []))));
  const algorithm = der(tags.sequence, oid(oids.sha256WithRsa), der(tags.null));
  const names = parts.names?.length ? [der(tags.sequence, oid(oids.names), der(0x04, der(tags.sequence, ...parts.names.map(hostName))))] : [];
  const signed = der(tags.sequence, version, serial, algorithm, parts.issuer, validity, parts.subject, parts.publicKeyInfo, der(0xa3, der(tags.sequence, constraints, ...names)));
  return signedPem('CERTIFICATE', signed, parts.issuerKey);
}

function hostName(text: string): Uint8Array {
  const numbers = text.split('.').map(Number);
  return isAddress(text) ? der(0x87, Uint8Array.from(numbers)) : der(0x82, encodeUtf8(text));
}

export function isAddress(text: string): boolean {
  return /^\d+\.\d+\.\d+\.\d+$/.test(text);
}

/** What is signed, how, and the signature. */
export function signedPem(label: string, signed: Uint8Array, signer: Uint8Array): string {
  const signature = der(tags.bits, Uint8Array.of(0), signatureOf(signed, signer));
  return pemOf(label, der(tags.sequence, signed, der(tags.sequence, oid(oids.sha256WithRsa), der(tags.null)), signature));
}

/** `signer` is the public half of the key. */
export function signatureOf(signed: Uint8Array, signer: Uint8Array): Uint8Array {
  return drawn(`signature ${sha256Hex(signed)} ${sha256Hex(signer)}`, keyBytes);
}

/** A private key that belongs to the seed's certificate, as PEM. */
export function makePrivateKey(seed: string): string {
  const numbers = [Uint8Array.of(0), modulusOf(seed), Uint8Array.of(1, 0, 1), ...['d', 'p', 'q', 'dp', 'dq', 'qi'].map((part) => drawn(`${part} ${seed}`, part === 'd' ? keyBytes : keyBytes / 2))];
  return pemOf('RSA PRIVATE KEY', der(tags.sequence, ...numbers.map(integer)));
}

/** The public half alone, as PEM. */
export function makePublicKey(seed: string): string {
  return pemOf('PUBLIC KEY', publicKeyOf(seed));
}

/** The first certificate of a PEM text; undefined when there is none that can be read. */
export function readCertificate(pem: string): Certificate | undefined {
  const bytes = bytesOfPem(pem, 'CERTIFICATE');
  const [whole] = bytes ? children(bytes) : [];
  const [signed, , signature] = whole ? children(whole.body) : [];
  const [, , , issuer, validity, subject, publicKey, extensions] = signed ? children(signed.body) : [];
  if (!issuer || !validity || !subject || !publicKey || !signature) return undefined;
  const extension = (kind: readonly number[]) => children(children(extensions?.body ?? subject.body)[0]?.body ?? subject.body).map(({ body }) => children(body)).find(([type]) => type && isKind(type.body, kind))?.at(-1);
  const [hosts] = children(extension(oids.names)?.body ?? noBytes);
  const [constraints] = children(extension(oids.basicConstraints)?.body ?? noBytes);
  const [from, to] = children(validity.body).map((t) => timeOf(decodeUtf8(t.body)));
  return {
    commonName: partsOf(subject.body, oids.commonName)[0] ?? '',
    organizations: partsOf(subject.body, oids.organization),
    issuer: partsOf(issuer.body, oids.commonName)[0] ?? '',
    notBeforeMs: from ?? 0,
    notAfterMs: to ?? 0,
    publicKeyInfo: publicKey.whole,
    subject: subject.whole,
    isAuthority: constraints !== undefined && constraints.body.length > 0,
    names: children(hosts?.body ?? noBytes).map(({ tag, body }) => (tag === 0x87 ? [...body].join('.') : decodeUtf8(body))),
    issuedBy: issuer.whole,
    signed: signed!.whole,
    signature: signature.body.subarray(1),
  };
}

const noBytes = new Uint8Array(0);

/** As --discovery-token-ca-cert-hash pins it: "sha256:…" of the public key; undefined when the text is no certificate. */
export function publicKeyPin(pem: string): string | undefined {
  const certificate = readCertificate(pem);
  return certificate && `sha256:${bytesToHex(sha256Bytes(certificate.publicKeyInfo))}`;
}

export function bytesOfPem(pem: string, label: string): Uint8Array | undefined {
  const begin = pem.indexOf(`-----BEGIN ${label}-----`);
  const end = pem.indexOf(`-----END ${label}-----`, begin);
  if (begin < 0 || end < 0) return undefined;
  const decoded = decodeBase64(pem.slice(begin + label.length + 16, end).replace(/\s+/g, ''));
  return 'bytes' in decoded ? decoded.bytes : undefined;
}

export function pemOf(label: string, bytes: Uint8Array): string {
  const text = encodeBase64(bytes);
  const lines: string[] = [];
  for (let at = 0; at < text.length; at += lineLength) lines.push(text.slice(at, at + lineLength));
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

export function der(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const body = concat(parts);
  const { length } = body;
  const head = length < 0x80 ? [tag, length] : length < 0x100 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 0xff];
  return concat([Uint8Array.from(head), body]);
}

export function oid(bytes: readonly number[]): Uint8Array {
  return der(tags.oid, Uint8Array.from(bytes));
}

/** A first bit that is set would make it negative. */
function integer(bytes: Uint8Array): Uint8Array {
  return der(tags.integer, bytes[0]! & 0x80 ? concat([Uint8Array.of(0), bytes]) : bytes);
}

function nameOf(commonName: string, organization?: string): Uint8Array {
  const part = (kind: readonly number[], text: string) => der(tags.set, der(tags.sequence, oid(kind), der(tags.printable, encodeUtf8(text))));
  return der(tags.sequence, ...(organization === undefined ? [] : [part(oids.organization, organization)]), part(oids.commonName, commonName));
}

function publicKeyOf(seed: string): Uint8Array {
  return publicKeyInfoOf(integer(modulusOf(seed)), der(tags.integer, Uint8Array.of(1, 0, 1)));
}

/** The public half of a private key, in DER; undefined when the text is no key. */
export function publicKeyOfPrivate(pem: string): Uint8Array | undefined {
  const bytes = bytesOfPem(pem, 'RSA PRIVATE KEY');
  const [whole] = bytes ? children(bytes) : [];
  const [, modulus, exponent] = whole ? children(whole.body) : [];
  return modulus && exponent && publicKeyInfoOf(modulus.whole, exponent.whole);
}

function publicKeyInfoOf(modulus: Uint8Array, exponent: Uint8Array): Uint8Array {
  const key = der(tags.sequence, modulus, exponent);
  return der(tags.sequence, der(tags.sequence, oid(oids.rsa), der(tags.null)), der(tags.bits, Uint8Array.of(0), key));
}

function modulusOf(seed: string): Uint8Array {
  const bytes = drawn(`modulus ${seed}`, keyBytes);
  bytes[keyBytes - 1]! |= 1;
  return bytes;
}

/** So many bytes that follow from a text. Of a full key the first bit is set, so that it has all its bits; of others it is not. */
function drawn(text: string, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  const seed = sha256Bytes(text);
  bytes.set(seed.subarray(0, length));
  let state = ((seed[0]! << 24) | (seed[1]! << 16) | (seed[2]! << 8) | seed[3]!) || 1;
  for (let at = seed.length; at < length; at++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[at] = state >>> 24;
  }
  bytes[0] = length === keyBytes ? bytes[0]! | 0x80 : (bytes[0]! & 0x7f) | 0x40;
  return bytes;
}

/** UTCTime, YYMMDDhhmmssZ. */
function time(ms: number): Uint8Array {
  return der(tags.time, encodeUtf8(formatRfc3339(ms).replace(/[-:T]/g, '').slice(2)));
}

function timeOf(text: string): number {
  const [, y = 0, mo = 1, d = 1, h = 0, mi = 0, s = 0] = (/^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? []).map(Number);
  return epochOf(2000 + y, mo, d, h, mi, s);
}

export interface Element {
  readonly tag: number;
  readonly body: Uint8Array;
  readonly whole: Uint8Array;
}

/** What stands side by side in these bytes; up to where they make sense. */
export function children(bytes: Uint8Array): Element[] {
  const found: Element[] = [];
  let at = 0;
  while (at + 2 <= bytes.length) {
    const first = bytes[at + 1]!;
    const digits = first & 0x80 ? first & 0x7f : 0;
    if (digits > 3 || at + 2 + digits > bytes.length) break;
    let length = digits === 0 ? first : 0;
    for (let i = 0; i < digits; i++) length = length * 256 + bytes[at + 2 + i]!;
    const begin = at + 2 + digits;
    if (begin + length > bytes.length) break;
    found.push({ tag: bytes[at]!, body: bytes.subarray(begin, begin + length), whole: bytes.subarray(at, begin + length) });
    at = begin + length;
  }
  return found;
}

/** The texts of one kind in a name. */
export function partsOf(name: Uint8Array, kind: readonly number[]): string[] {
  return children(name).flatMap((set) =>
    children(set.body).flatMap((pair) => {
      const [type, value] = children(pair.body);
      return type && value && isKind(type.body, kind) ? [decodeUtf8(value.body)] : [];
    }),
  );
}

function isKind(given: Uint8Array, kind: readonly number[]): boolean {
  return given.length === kind.length && kind.every((byte, i) => given[i] === byte);
}
