/** What goes between ssh and sshd: the frames of exec and attach, first who either is and what proves it, last the daemon's answer. Bytes are in base64. */
import { channels, decodeBase64, decodeUtf8, encodeUtf8, frame } from '../../base/index.ts';

/** The client's first word. */
export interface Hello {
  readonly nonce: string;
}

export interface Login {
  readonly user: string;
  /** Of each key that the client has: its public half, and its signature under this session and this user. */
  readonly proofs: readonly { readonly key: string; readonly signature: string }[];
  readonly terminal: { readonly type: string; readonly rows: number; readonly cols: number } | null;
  readonly command: string | null; // a login shell when there is none
}

/** The daemon's: who it is, which key has let the client in, how a terminal is to be minded at the client's end, and how it all ended. */
export type Notice = { readonly hostKey: string; readonly nonce: string; readonly signature: string } | { readonly accepted: string } | { readonly mode: { readonly canonical: boolean; readonly echo: boolean } } | { readonly denied: true } | { readonly code: number; readonly signal: boolean };

export function said(what: Hello | Login | Notice): Uint8Array {
  return frame(channels.error, encodeUtf8(JSON.stringify(what)));
}

/** Undefined when it is not JSON: somebody else has called. */
export function heardLogin(payload: Uint8Array): Login | undefined {
  return parsed(payload) as Login | undefined;
}

export function heardHello(payload: Uint8Array): Hello | undefined {
  return parsed(payload) as Hello | undefined;
}

/** The bytes that a field stands for; none when it is no base64. */
export function bytesIn(field: unknown): Uint8Array {
  const decoded = typeof field === 'string' ? decodeBase64(field) : undefined;
  return decoded && 'bytes' in decoded ? decoded.bytes : new Uint8Array(0);
}

export function heardNotice(payload: Uint8Array): Notice | undefined {
  return parsed(payload) as Notice | undefined;
}

function parsed(payload: Uint8Array): unknown {
  try {
    return JSON.parse(decodeUtf8(payload));
  } catch {
    return undefined;
  }
}

export function resized(rows: number, cols: number): Uint8Array {
  return frame(channels.resize, encodeUtf8(`${rows} ${cols}`));
}
