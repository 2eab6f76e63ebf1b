/** The parts of a URL, as far as programs here dial them. */
import type { Target } from '../../host/index.ts';
import { parseAddress } from '../../host/index.ts';

export interface Url {
  readonly scheme: string;
  readonly host: string;
  readonly port: number;
  readonly path: string; // without the query
  readonly query: ReadonlyMap<string, readonly string[]>;
  /** Path and query as they were written. */
  readonly pathText: string;
  readonly user: string | undefined;
}

/** Undefined when it is none that can be dialled. */
export function parseUrl(text: string): Url | undefined {
  const match = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(?:([^@/?#]*)@)?(\[[0-9a-fA-F:]+\]|[^:/?#]*)(?::(\d+))?([^?#]*)(\?[^#]*)?/i.exec(text);
  if (!match || match[3] === '') return undefined;
  const scheme = (match[1] ?? 'http').toLowerCase();
  const path = match[5] === '' ? '/' : match[5]!;
  const query = new Map<string, string[]>();
  for (const pair of (match[6] ?? '').slice(1).split('&')) {
    if (pair === '') continue;
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    const key = unescapeQuery(name);
    query.set(key, [...(query.get(key) ?? []), unescapeQuery(value)]);
  }
  return { scheme, host: match[3]!.replace(/^\[|\]$/g, ''), port: Number(match[4] ?? (scheme === 'https' ? 443 : 80)), path, query, pathText: path + (match[6] ?? ''), user: match[2] };
}

export function unescapeQuery(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

export function targetOf(url: Url): Target {
  return parseAddress(url.host) === undefined ? { host: url.host, port: url.port } : { address: url.host, port: url.port };
}
