/** What `config set-credentials` keeps of programs and providers that are to give a credential. */
import type { Json } from '../../../base/index.ts';
import { CommandError, HelpError } from '../command/errors.ts';
import type { Flags, FlagSpec } from '../command/flag.ts';
import { list, members, text } from '../objects/member.ts';

const modes = ['IfAvailable', 'Never', 'Always'];
/** The first client that can say whether such a program may ask. */
const modesSince = 27;

export const credentialProgramFlags: readonly FlagSpec[] = [
  { name: 'auth-provider', type: 'string', usage: 'The kind of provider of credentials.' },
  { name: 'auth-provider-arg', type: 'list', usage: 'What the provider is told: key=value, or key- to take it back.' },
  { name: 'exec-api-version', type: 'string', usage: 'The version in which the program answers.' },
  { name: 'exec-arg', type: 'list', usage: 'Its arguments.' },
  { name: 'exec-command', type: 'string', usage: 'The program that gives a credential.' },
  { name: 'exec-env', type: 'array', usage: 'Its environment: key=value, or key- to take it back.' },
  { name: 'exec-interactive-mode', type: 'string', usage: 'Whether it may ask: Never, IfAvailable or Always.', since: modesSince },
  { name: 'exec-provide-cluster-info', type: 'bool', initial: 'false', usage: 'It is told of the cluster.', since: modesSince },
];

export function putCredentialProgram(flags: Flags, settings: Record<string, Json>): void {
  putProvider(flags, settings);
  const before = members(settings, 'exec');
  if (flags.has('exec-command')) settings.exec = { env: null, provideClusterInfo: false, ...before, args: null, command: flags.text('exec-command') };
  if (settings.exec === undefined) return;
  const exec: Record<string, Json> = { ...members(settings, 'exec') };
  if (flags.has('exec-api-version')) exec.apiVersion = flags.text('exec-api-version');
  if (flags.has('exec-interactive-mode')) exec.interactiveMode = mode(flags.text('exec-interactive-mode'));
  if (flags.has('exec-provide-cluster-info')) exec.provideClusterInfo = flags.bool('exec-provide-cluster-info');
  if (flags.has('exec-arg')) exec.args = [...flags.list('exec-arg')];
  const { put, dropped } = changes('exec-env', flags.list('exec-env'));
  const kept = list(exec, 'env').filter((each) => !dropped.includes(text(each, 'name'))).map((each) => ({ name: text(each, 'name'), value: put.get(text(each, 'name')) ?? text(each, 'value') }));
  const added = [...put].filter(([name]) => !kept.some((each) => each.name === name)).map(([name, value]) => ({ name, value }));
  if (flags.has('exec-env')) exec.env = [...kept, ...added];
  settings.exec = exec;
}

function putProvider(flags: Flags, settings: Record<string, Json>): void {
  const name = flags.text('auth-provider');
  if (name !== '' && text(settings, 'auth-provider', 'name') !== name) settings['auth-provider'] = { config: null, name };
  const { put, dropped } = changes('auth-provider-arg', flags.list('auth-provider-arg'));
  if (settings['auth-provider'] === undefined) return;
  const config = { ...members(settings, 'auth-provider', 'config'), ...Object.fromEntries(put) };
  for (const key of dropped) delete config[key];
  settings['auth-provider'] = { config: Object.keys(config).length > 0 ? config : null, name: text(settings, 'auth-provider', 'name') };
}

function mode(given: string): string {
  if (!modes.includes(given)) throw new CommandError(`invalid interactive mode type, can be only ${modes.join(', ')}`);
  return given;
}

/** key=value puts one there, key- takes it away. */
function changes(flag: string, pairs: readonly string[]): { readonly put: ReadonlyMap<string, string>; readonly dropped: readonly string[] } {
  const put = new Map<string, string>();
  const dropped: string[] = [];
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    if (at >= 0) put.set(pair.slice(0, at), pair.slice(at + 1));
    else if (pair.endsWith('-')) dropped.push(pair.slice(0, -1));
    else throw new HelpError(`invalid ${flag} format: ${pair}`);
  }
  return { put, dropped };
}
