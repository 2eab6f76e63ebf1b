/** kubectl config set and unset: one value, by its path. */
import { decodeBase64, encodeBase64, encodeUtf8, type Json } from '../../../base/index.ts';
import { CommandError, HelpError } from '../command/errors.ts';
import { isBool, isTrue } from '../command/flag.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Verb } from '../command/verb.ts';
import { dropEntry, putEntry, setCurrentContext } from '../config/edit-kubeconfig.ts';
import { sections, type Section } from '../config/kubeconfig.ts';
import { withMember } from '../objects/member.ts';

/** "contexts.NAME.namespace": names of entries may hold dots. */
function place(k: Invocation, path: string): { readonly section: Section; readonly name: string; readonly fields: readonly string[] } {
  const [section = '', ...rest] = path.split('.');
  if (!sections.some((known) => known === section) || rest.length === 0) throw new CommandError(`unable to parse ${path} after [] at api.Config`);
  const known = [...k.kubeconfig.entries[section as Section].keys()].filter((name) => rest.join('.') === name || rest.join('.').startsWith(`${name}.`));
  const field = rest.findIndex((word, i) => i > 0 && fieldsOf[section as Section].includes(word));
  const name = field > 0 ? rest.slice(0, field).join('.') : (known.sort((a, b) => b.length - a.length)[0] ?? rest[0]!);
  const left = rest.join('.').slice(name.length + 1);
  return { section: section as Section, name, fields: left === '' ? [] : left.split('.') };
}

const fieldsOf: Readonly<Record<Section, readonly string[]>> = {
  clusters: ['certificate-authority', 'certificate-authority-data', 'disable-compression', 'insecure-skip-tls-verify', 'proxy-url', 'server', 'tls-server-name'],
  contexts: ['cluster', 'namespace', 'user'],
  users: ['act-as', 'as', 'client-certificate', 'client-certificate-data', 'client-key', 'client-key-data', 'password', 'token', 'tokenFile', 'username'],
};

/** In the type of its field; bytes come in base64 unless said otherwise. */
function valueOf({ flags }: Invocation, field: string, value: string): Json {
  if (field === 'insecure-skip-tls-verify' || field === 'disable-compression') {
    if (!isBool(value)) throw new CommandError(`strconv.ParseBool: parsing ${JSON.stringify(value)}: invalid syntax`);
    return isTrue(value);
  }
  if (!field.endsWith('-data')) return value;
  if (flags.bool('set-raw-bytes')) return encodeBase64(encodeUtf8(value));
  const decoded = decodeBase64(value);
  if ('illegalAt' in decoded) throw new CommandError(`error decoding input value: illegal base64 data at input byte ${decoded.illegalAt}`);
  return value;
}

export const setPropertyVerb: Verb = {
  name: 'set',
  summary: 'Set an individual value in a kubeconfig file',
  usage: 'config set PROPERTY_NAME PROPERTY_VALUE',
  completes: 'none',
  flags: [{ name: 'set-raw-bytes', type: 'bool', initial: 'false', usage: 'The value is not base64.' }],
  *run(k) {
    const [path, value] = k.args;
    if (path === undefined || value === undefined || k.args.length > 2) throw new HelpError(`Unexpected args: [${k.args.join(' ')}]`);
    if (path === 'current-context') setCurrentContext(k.p, k.kubeconfig, value);
    else {
      const { section, name, fields } = place(k, path);
      if (fields.length !== 1 || !fieldsOf[section].includes(fields[0]!)) throw new CommandError(`can't set a map to a value: map[${[...k.kubeconfig.entries[section].keys()].join(' ')}]`);
      const before = k.kubeconfig.entries[section].get(name)?.settings ?? (section === 'contexts' ? { cluster: '', user: '' } : {});
      putEntry(k.p, k.kubeconfig, section, name, withMember(before, fields, valueOf(k, fields[0]!, value)));
    }
    yield* k.print(`Property ${JSON.stringify(path)} set.\n`);
  },
};

/** The first client that refuses to unset what is not there. */
const DEMANDS_ENTRY_SINCE = 21;

export const unsetPropertyVerb: Verb = {
  name: 'unset',
  summary: 'Unset an individual value in a kubeconfig file',
  usage: 'config unset PROPERTY_NAME',
  completes: 'none',
  *run(k) {
    const [path] = k.args;
    if (path === undefined || k.args.length > 1) throw new HelpError(`Unexpected args: [${k.args.join(' ')}]`);
    if (path === 'current-context') setCurrentContext(k.p, k.kubeconfig, '');
    else if (sections.some((section) => section === path)) for (const name of k.kubeconfig.entries[path as Section].keys()) dropEntry(k.p, k.kubeconfig, path as Section, name);
    else {
      const { section, name, fields } = place(k, path);
      const known = k.kubeconfig.entries[section].get(name);
      if (!known && k.release.minor >= DEMANDS_ENTRY_SINCE) throw new CommandError(`current map key \`${name}\` is invalid`);
      if (!known) return yield* k.print(`Property ${JSON.stringify(path)} unset.\n`);
      if (fields.length === 0) dropEntry(k.p, k.kubeconfig, section, name);
      else putEntry(k.p, k.kubeconfig, section, name, withMember(known.settings, fields, undefined));
    }
    yield* k.print(`Property ${JSON.stringify(path)} unset.\n`);
  },
};
