/** What the two ends of a connection prove to each other: the machine that it is itself, the user that a key is his. */
import { concat, ed25519Sign, ed25519Verify, encodeUtf8, sha256Bytes, SSH_KEY_TYPE, sshPublicKey, sshString, type SshKey } from '../../base/index.ts';

const USERAUTH_REQUEST = 50;
const NONCE_BYTES = 16;

export function nonceOf(random: { next(): number }): Uint8Array {
  return Uint8Array.from({ length: NONCE_BYTES }, () => random.next() >>> 24);
}

/** Of this connection alone: both ends have had a hand in it. */
export function sessionId(client: Uint8Array, server: Uint8Array, hostKey: Uint8Array): Uint8Array {
  return sha256Bytes(concat([sshString(client), sshString(server), sshString(hostKey)]));
}

export function signed(key: SshKey, data: Uint8Array): Uint8Array {
  return ed25519Sign(key.seed, data);
}

export function holds(blob: Uint8Array, data: Uint8Array, signature: Uint8Array): boolean {
  const point = sshPublicKey(blob);
  return point !== undefined && ed25519Verify(point, data, signature);
}

/** What the user's key signs, as RFC 4252 has it. */
export function authenticationOf(session: Uint8Array, user: string, blob: Uint8Array): Uint8Array {
  return concat([sshString(session), Uint8Array.of(USERAUTH_REQUEST), ...[user, 'ssh-connection', 'publickey'].map((text) => sshString(encodeUtf8(text))), Uint8Array.of(1), sshString(SSH_KEY_TYPE), sshString(blob)]);
}
