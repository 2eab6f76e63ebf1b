// A session as text of an address: JSON, deflated, in base64 that addresses can carry. What is too long for one becomes a file.
import type { ShareAnswer } from '../../client/index.ts';

export const LINK_MAX = 8 * 1024;
const PREFIX = '#s=';

export async function packSession(shared: ShareAnswer): Promise<string> {
  const json = new TextEncoder().encode(JSON.stringify(shared));
  return PREFIX + toBase64Url(await transform(json, new CompressionStream('deflate-raw')));
}

/** undefined when the hash is none of ours; throws when it is ours and broken. */
export async function unpackSession(hash: string): Promise<ShareAnswer | undefined> {
  if (!hash.startsWith(PREFIX)) return undefined;
  const bytes = await transform(fromBase64Url(hash.slice(PREFIX.length)), new DecompressionStream('deflate-raw'));
  return checkShared(JSON.parse(new TextDecoder().decode(bytes)));
}

/** What came over an address or a file was written by anybody. */
export function checkShared(value: unknown): ShareAnswer {
  const shared = value as Partial<ShareAnswer> | null;
  const session = shared?.session;
  const whole = session && typeof session.scenario === 'string' && typeof session.seed === 'string' && typeof session.engine === 'string' && Array.isArray(session.inputs);
  if (!whole || typeof shared.snapshot !== 'string') throw new Error('not a session');
  if (typeof session.epochMs !== 'number' || typeof shared.hash !== 'string') throw new Error('not a session');
  return { session, hash: shared.hash, snapshot: shared.snapshot };
}

async function transform(bytes: Uint8Array<ArrayBuffer>, through: CompressionStream | DecompressionStream): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(through);
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function toBase64Url(bytes: Uint8Array): string {
  let binary = '';
  for (let i = 0; i < bytes.length; i += 0x8000) binary += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (c) => c.charCodeAt(0));
}
