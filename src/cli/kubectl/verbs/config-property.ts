/** kubectl config set and unset: one value, by its path. */
import { CommandError } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Verb } from '../command/verb.ts';
import { dropEntry, putEntry, setCurrentContext } from '../config/edit-kubeconfig.ts';
import { sections, type Section } from '../config/kubeconfig.ts';
import { withMember } from '../objects/member.ts';

/** "contexts.NAME.namespace": names of entries may hold dots. */
function place(k: Invocation, path: string): { readonly section: Section; readonly name: string; readonly fields: readonly string[] } {
  const [section = '', ...rest] = path.split('.');
  if (!sections.some((known) => known === section) || rest.length === 0) throw new CommandError(`unable to parse ${path} at ${path}`);
  const known = [...k.kubeconfig.entries[section as Section].keys()].filter((name) => rest.join('.') === name || rest.join('.').startsWith(`${name}.`));
  const name = known.sort((a, b) => b.length - a.length)[0] ?? rest[0]!;
  const left = rest.join('.').slice(name.length + 1);
  return { section: section as Section, name, fields: left === '' ? [] : left.split('.') };
}

export const setPropertyVerb: Verb = {
  name: 'set',
  summary: 'Set an individual value in a kubeconfig file',
  usage: 'config set PROPERTY_NAME PROPERTY_VALUE',
  completes: 'none',
  flags: [{ name: 'set-raw-bytes', type: 'bool', initial: 'false', usage: 'The value is not base64.' }],
  *run(k) {
    const [path, value] = k.args;
    if (path === undefined || value === undefined || k.args.length > 2) throw k.usageError(`Unexpected args: [${k.args.join(' ')}]`);
    if (path === 'current-context') setCurrentContext(k.p, k.kubeconfig, value);
    else {
      const { section, name, fields } = place(k, path);
      if (fields.length === 0) throw new CommandError(`unable to parse ${path}: a property of the entry is needed`);
      const before = k.kubeconfig.entries[section].get(name)?.settings ?? (section === 'contexts' ? { cluster: '', user: '' } : {});
      const isBool = /^(true|false)$/.test(value) && fields.at(-1) === 'insecure-skip-tls-verify';
      putEntry(k.p, k.kubeconfig, section, name, withMember(before, fields, isBool ? value === 'true' : value));
    }
    yield* k.print(`Property ${JSON.stringify(path)} set.\n`);
  },
};

export const unsetPropertyVerb: Verb = {
  name: 'unset',
  summary: 'Unset an individual value in a kubeconfig file',
  usage: 'config unset PROPERTY_NAME',
  completes: 'none',
  *run(k) {
    const [path] = k.args;
    if (path === undefined || k.args.length > 1) throw k.usageError(`Unexpected args: [${k.args.join(' ')}]`);
    if (path === 'current-context') setCurrentContext(k.p, k.kubeconfig, '');
    else {
      const { section, name, fields } = place(k, path);
      const known = k.kubeconfig.entries[section].get(name);
      if (!known) throw new CommandError(`current map key \`${name}\` is invalid`);
      if (fields.length === 0) dropEntry(k.p, k.kubeconfig, section, name);
      else putEntry(k.p, k.kubeconfig, section, name, withMember(known.settings, fields, undefined));
    }
    yield* k.print(`Property ${JSON.stringify(path)} unset.\n`);
  },
};
