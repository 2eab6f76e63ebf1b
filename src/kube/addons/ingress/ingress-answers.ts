/** What ingress-nginx answers by itself, before anybody behind it is asked: ways to go instead, and what it does not let through. */
import type { Request } from '../../../base/index.ts';
import { printQuery } from '../../../base/index.ts';
import type { Ingress } from '../../kinds/ingress/ingress.ts';

export interface OwnAnswer {
  readonly status: number;
  readonly location?: string;
}

const prefix = 'nginx.ingress.kubernetes.io/';
const bodyMax = '1m';
const byteUnits: Readonly<Record<string, number>> = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

/** Undefined: it goes on. `isSecret`: a certificate is set up for the host. */
export function ownAnswer({ metadata }: Ingress, request: Request, host: string, isTls: boolean, isSecret: boolean): OwnAnswer | undefined {
  const note = (name: string): string | undefined => metadata.annotations?.[`${prefix}${name}`];
  const { path, query, peer, headers, body } = request;
  const allowed = note('whitelist-source-range') ?? note('allowlist-source-range');
  if (allowed && !allowed.split(',').some((range) => isWithin(peer.address, range.trim()))) return { status: 403 };
  if (!isTls && (note('force-ssl-redirect') === 'true' || (isSecret && note('ssl-redirect') !== 'false'))) return { status: 308, location: `https://${host}${path}${printQuery(query)}` };
  const root = note('app-root');
  if (root?.startsWith('/') && path === '/') return { status: 302, location: `${isTls ? 'https' : 'http'}://${headers['host'] ?? host}${root}` };
  const permanent = note('permanent-redirect');
  if (permanent) return { status: Number(note('permanent-redirect-code') ?? 301), location: permanent };
  const temporal = note('temporal-redirect');
  if (temporal) return { status: Number(note('temporal-redirect-code') ?? 302), location: temporal };
  const most = bytesOf(note('proxy-body-size') ?? bodyMax);
  return most > 0 && Math.max(body.length, Number(headers['content-length'] ?? 0)) > most ? { status: 413 } : undefined;
}

/** As nginx writes sizes; what is none stays at the usual. */
function bytesOf(text: string): number {
  const [, count, unit] = /^(\d+)([kmg]?)$/i.exec(text.trim()) ?? [];
  return count === undefined ? bytesOf(bodyMax) : Number(count) * byteUnits[unit!.toLowerCase()]!;
}

function isWithin(address: string, range: string): boolean {
  const [base = '', length = '32'] = range.split('/');
  const bits = (text: string): number => text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - Number(length));
  return Math.floor(bits(address) / size) === Math.floor(bits(base) / size);
}
