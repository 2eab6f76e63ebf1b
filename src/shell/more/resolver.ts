/** What /etc/resolv.conf says, for programs that ask name servers themselves. */
import type { FileView } from '../../host/index.ts';
import { tried } from '../tool/tool.ts';

export interface Resolver {
  readonly servers: readonly string[];
  readonly search: readonly string[];
  /** The names to ask for, in their order. */
  readonly candidates: (name: string) => string[];
}

export function resolverOf(files: FileView): Resolver {
  const text = tried(() => files.readText('/etc/resolv.conf'));
  const lines = 'value' in text ? text.value.split('\n').map((line) => line.trim().split(/\s+/)) : [];
  const servers = lines.filter(([word]) => word === 'nameserver').map(([, address = '']) => address);
  const search = lines.filter(([word]) => word === 'search' || word === 'domain').at(-1)?.slice(1) ?? [];
  const dots = Number(/ndots:(\d+)/.exec(lines.filter(([word]) => word === 'options').flat().join(' '))?.[1] ?? 1);
  const candidates = (name: string): string[] => {
    if (name.endsWith('.')) return [name.slice(0, -1)];
    const local = search.map((domain) => `${name}.${domain}`);
    return name.split('.').length - 1 >= dots ? [name, ...local] : [...local, name];
  };
  return { servers, search, candidates };
}

/** 10.96.0.1 as 1.0.96.10.in-addr.arpa. */
export function reverseName(address: string): string {
  return `${address.split('.').reverse().join('.')}.in-addr.arpa`;
}
