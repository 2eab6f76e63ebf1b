/** What goes between ssh and sshd: the frames of exec and attach, first the client's login, last the daemon's answer. */
import { channels, decodeUtf8, encodeUtf8, frame } from '../../base/index.ts';

export interface Login {
  readonly user: string;
  readonly key: string; // the base64 of a public key line; '' for none
  readonly terminal: { readonly type: string; readonly rows: number; readonly cols: number } | null;
  readonly command: string | null; // a login shell when there is none
}

/** The daemon's: how a terminal is to be minded at the client's end, and how it all ended. */
export type Notice = { readonly mode: { readonly canonical: boolean; readonly echo: boolean } } | { readonly denied: true } | { readonly code: number; readonly signal: boolean };

export function said(what: Login | Notice): Uint8Array {
  return frame(channels.error, encodeUtf8(JSON.stringify(what)));
}

/** Undefined when it is not JSON: somebody else has called. */
export function heardLogin(payload: Uint8Array): Login | undefined {
  return parsed(payload) as Login | undefined;
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
