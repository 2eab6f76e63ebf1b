/** Ed25519 keys as ssh writes them: the public half as a blob and a line, the private one as a file, and what a key is known by. */
import { decodeBase64, encodeBase64, sha256Bytes } from './digest.ts';
import { concat } from './door.ts';
import { ed25519PublicKey } from './ed25519.ts';
import { decodeUtf8, encodeUtf8 } from './utf8.ts';

export const SSH_KEY_TYPE = 'ssh-ed25519';
const MAGIC = 'openssh-key-v1\0';
const LINE = 70;

export interface SshKey {
  readonly seed: Uint8Array;
  readonly blob: Uint8Array; // its public half
  readonly comment: string;
}

export function sshKeyOf(seed: Uint8Array, comment: string): SshKey {
  return { seed, blob: concat([sshString(SSH_KEY_TYPE), sshString(ed25519PublicKey(seed))]), comment };
}

/** With its length in front. */
export function sshString(data: Uint8Array | string): Uint8Array {
  const bytes = typeof data === 'string' ? encodeUtf8(data) : data;
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, bytes.length);
  return concat([length, bytes]);
}

/** The point in a blob; undefined when it is no key of this type. */
export function sshPublicKey(blob: Uint8Array): Uint8Array | undefined {
  const reader = new StringReader(blob);
  const type = reader.text();
  const key = reader.next();
  return type === SSH_KEY_TYPE && key?.length === 32 ? key : undefined;
}

export function sshPublicLine({ blob, comment }: SshKey): string {
  return `${SSH_KEY_TYPE} ${encodeBase64(blob)}${comment === '' ? '' : ` ${comment}`}\n`;
}

export function sshFingerprint(blob: Uint8Array): string {
  return `SHA256:${encodeBase64(sha256Bytes(blob)).replace(/=+$/, '')}`;
}

/** `check` is any number: it stands there twice, so that whoever decrypts sees whether the passphrase was right. */
export function sshPrivateText({ seed, blob, comment }: SshKey, check: number): string {
  const point = sshPublicKey(blob)!;
  const twice = new Uint8Array(8);
  for (const at of [0, 4]) new DataView(twice.buffer).setUint32(at, check >>> 0);
  const secret = concat([twice, sshString(SSH_KEY_TYPE), sshString(point), sshString(concat([seed, point])), sshString(comment)]);
  const padding = Uint8Array.from({ length: (8 - (secret.length % 8)) % 8 }, (_, i) => i + 1);
  const one = Uint8Array.of(0, 0, 0, 1);
  const whole = encodeBase64(concat([encodeUtf8(MAGIC), sshString('none'), sshString('none'), sshString(''), one, sshString(blob), sshString(concat([secret, padding]))]));
  const lines = Array.from({ length: Math.ceil(whole.length / LINE) }, (_, i) => whole.slice(i * LINE, (i + 1) * LINE));
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines.join('\n')}\n-----END OPENSSH PRIVATE KEY-----\n`;
}

/** Undefined for what is no such file, or one with a passphrase. */
export function readSshPrivate(text: string): SshKey | undefined {
  const body = /-----BEGIN OPENSSH PRIVATE KEY-----\s+([A-Za-z0-9+/=\s]+)-----END OPENSSH PRIVATE KEY-----/.exec(text)?.[1];
  const decoded = body === undefined ? undefined : decodeBase64(body.replace(/\s/g, ''));
  if (!decoded || !('bytes' in decoded) || decodeUtf8(decoded.bytes.subarray(0, MAGIC.length)) !== MAGIC) return undefined;
  const outer = new StringReader(decoded.bytes.subarray(MAGIC.length));
  const cipher = outer.text();
  outer.next();
  outer.next();
  outer.skip(4);
  const blob = outer.next();
  const secret = outer.next();
  if (cipher !== 'none' || !blob || !secret || !sshPublicKey(blob)) return undefined;
  const inner = new StringReader(secret.subarray(8));
  inner.next();
  inner.next();
  const pair = inner.next();
  return pair?.length === 64 ? { seed: pair.slice(0, 32), blob, comment: inner.text() } : undefined;
}

class StringReader {
  private rest: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.rest = bytes;
  }

  skip(bytes: number): void {
    this.rest = this.rest.subarray(bytes);
  }

  next(): Uint8Array | undefined {
    if (this.rest.length < 4) return undefined;
    const length = new DataView(this.rest.buffer, this.rest.byteOffset, 4).getUint32(0);
    if (this.rest.length < 4 + length) return undefined;
    const bytes = this.rest.slice(4, 4 + length);
    this.skip(4 + length);
    return bytes;
  }

  text(): string {
    return decodeUtf8(this.next() ?? new Uint8Array(0));
  }
}
