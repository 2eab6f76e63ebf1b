/** What a process knows of names before it asks anybody: /etc/hosts, and whom /etc/resolv.conf says to ask. */
import { decodeUtf8 } from '../../base/index.ts';
import { contentBytes, type Content } from '../../files/index.ts';
import type { FileView } from '../mounts/file-view.ts';
import { parseAddress } from './address.ts';

export interface ResolvConf {
  readonly nameservers: readonly string[];
  readonly search: readonly string[];
  readonly ndots: number;
  readonly timeoutMs: number;
  readonly attempts: number;
}

const hostsTables = new WeakMap<Content, ReadonlyMap<string, readonly string[]>>();
const resolvConfs = new WeakMap<Content, ResolvConf>();
const NAMESERVERS_MAX = 3;
const withoutFile: ResolvConf = { nameservers: ['127.0.0.1'], search: [], ndots: 1, timeoutMs: 5_000, attempts: 2 };

/** The IPv4 addresses of a name in /etc/hosts. */
export function hostsEntry(files: FileView, name: string): readonly string[] {
  const content = contentIfAny(files, '/etc/hosts');
  if (!content) return name === 'localhost' ? ['127.0.0.1'] : [];
  let table = hostsTables.get(content);
  if (!table) hostsTables.set(content, (table = parseHosts(decodeUtf8(contentBytes(content)))));
  return table.get(name.toLowerCase()) ?? [];
}

export function resolvConf(files: FileView): ResolvConf {
  const content = contentIfAny(files, '/etc/resolv.conf');
  if (!content) return withoutFile;
  let conf = resolvConfs.get(content);
  if (!conf) resolvConfs.set(content, (conf = parseResolvConf(decodeUtf8(contentBytes(content)))));
  return conf;
}

/** The full names to ask for, in order. */
export function candidates(name: string, conf: ResolvConf): string[] {
  if (name.endsWith('.')) return [name.slice(0, -1)];
  const searched = conf.search.map((domain) => `${name}.${domain}`);
  const dots = name.split('.').length - 1;
  return dots >= conf.ndots ? [name, ...searched] : [...searched, name];
}

function contentIfAny(files: FileView, path: string): Content | undefined {
  try {
    return files.content(path);
  } catch {
    return undefined;
  }
}

function parseHosts(text: string): Map<string, string[]> {
  const table = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const [address, ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    if (!address || parseAddress(address) === undefined) continue;
    for (const name of names) {
      const known = table.get(name.toLowerCase());
      if (known) known.push(address);
      else table.set(name.toLowerCase(), [address]);
    }
  }
  return table;
}

function parseResolvConf(text: string): ResolvConf {
  const nameservers: string[] = [];
  let search: string[] = [];
  const options = { ndots: 1, timeout: 5, attempts: 2 };
  for (const line of text.split('\n')) {
    const [key, ...values] = line.replace(/[#;].*/, '').trim().split(/\s+/);
    if (key === 'nameserver' && values[0]) nameservers.push(values[0]);
    else if (key === 'search' || key === 'domain') search = values;
    else if (key === 'options') {
      for (const option of values) {
        const [name, value] = option.split(':');
        if ((name === 'ndots' || name === 'timeout' || name === 'attempts') && value && /^\d+$/.test(value)) options[name] = Number(value);
      }
    }
  }
  const servers = nameservers.length > 0 ? nameservers.slice(0, NAMESERVERS_MAX) : withoutFile.nameservers;
  return { nameservers: servers, search, ndots: options.ndots, timeoutMs: options.timeout * 1_000, attempts: options.attempts };
}
