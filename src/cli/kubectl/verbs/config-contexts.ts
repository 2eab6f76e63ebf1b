/** The verbs of `kubectl config` that deal with contexts. */
import { formatTable } from '../../../base/index.ts';
import { CommandError, Exit, HelpError } from '../command/errors.ts';
import { helpOf } from '../command/help.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import type { Verb } from '../command/verb.ts';
import { dropEntry, putEntry, setCurrentContext } from '../config/edit-kubeconfig.ts';
import { text } from '../objects/member.ts';
import { listStyle } from '../print/list-style.ts';

export const currentContextVerb: Verb = {
  name: 'current-context',
  summary: 'Display the current-context',
  usage: 'config current-context',
  completes: 'none',
  *run(k) {
    if (k.kubeconfig.currentContext === '') throw new CommandError('current-context is not set');
    yield* k.print(`${k.kubeconfig.currentContext}\n`);
  },
};

export const useContextVerb: Verb = {
  name: 'use-context',
  aliases: ['use'],
  summary: 'Set the current-context in a kubeconfig file',
  usage: 'config use-context CONTEXT_NAME',
  completes: 'contexts',
  *run(k) {
    const name = oneArgument(k);
    if (!k.kubeconfig.entries.contexts.has(name)) throw new CommandError(`no context exists with the name: ${JSON.stringify(name)}`);
    setCurrentContext(k.p, k.kubeconfig, name);
    yield* k.print(`Switched to context ${JSON.stringify(name)}.\n`);
  },
};

export const setContextVerb: Verb = {
  name: 'set-context',
  summary: 'Set a context entry in kubeconfig',
  usage: 'config set-context [NAME | --current] [--cluster=cluster_nickname] [--user=user_nickname] [--namespace=namespace]',
  completes: 'contexts',
  flags: [{ name: 'current', type: 'bool', initial: 'false', usage: 'Change the current context.' }],
  *run(k) {
    const { entries, currentContext } = k.kubeconfig;
    const name = k.flags.bool('current') ? currentContext : (k.args[0] ?? '');
    if (k.flags.bool('current') && k.args.length > 0) throw new CommandError('you cannot specify both a context name and --current');
    if (k.flags.bool('current') && name === '') throw new CommandError('no current context is set');
    if (k.args.length > 1) throw new HelpError(`Unexpected args: [${k.args.join(' ')}]`);
    if (name === '') throw new CommandError('you must specify a non-empty context name or --current');
    const before = entries.contexts.get(name)?.settings ?? { cluster: '', user: '' };
    const given = (flag: string) => (k.flags.has(flag) ? { [flag]: k.flags.text(flag) } : {});
    const existed = putEntry(k.p, k.kubeconfig, 'contexts', name, { ...before, ...given('cluster'), ...given('namespace'), ...given('user') });
    yield* k.print(`Context ${JSON.stringify(name)} ${existed ? 'modified' : 'created'}.\n`);
  },
};

export const getContextsVerb: Verb = {
  name: 'get-contexts',
  summary: 'Describe one or many contexts',
  usage: 'config get-contexts [(-o|--output=)name)]',
  completes: 'contexts',
  flags: [
    { name: 'no-headers', type: 'bool', initial: 'false', usage: 'Print no headers.' },
    { name: 'output', short: 'o', type: 'string', usage: 'name prints only names.' },
  ],
  *run(k) {
    const output = k.flags.text('output');
    if (!['', 'name'].includes(output)) throw new CommandError(`--output ${output} is not available in kubectl config get-contexts; resetting to default output format`);
    const { entries, currentContext } = k.kubeconfig;
    const known = [...entries.contexts.keys()].sort();
    const wanted = k.args.length > 0 ? known.filter((name) => k.args.includes(name)) : known;
    const missing = k.args.filter((name) => !entries.contexts.has(name));
    if (output === 'name') yield* k.print(wanted.map((name) => `${name}\n`).join(''));
    else {
      const rows = wanted.map((name) => {
        const settings = entries.contexts.get(name)!.settings;
        return [name === currentContext ? '*' : '', name, text(settings, 'cluster'), text(settings, 'user'), text(settings, 'namespace')];
      });
      const headers = k.flags.bool('no-headers') ? [] : [['CURRENT', 'NAME', 'CLUSTER', 'AUTHINFO', 'NAMESPACE']];
      yield* k.print(formatTable(listStyle(k.release.minor), [...headers, ...rows]));
    }
    if (missing.length > 0) throw new CommandError(missing.map((name) => `context ${name} not found`).join('\n'));
  },
};

export const deleteContextVerb: Verb = {
  name: 'delete-context',
  summary: 'Delete the specified context from the kubeconfig',
  usage: 'config delete-context NAME',
  completes: 'contexts',
  *run(k) {
    const name = yield* entryToDelete(k);
    if (name === undefined) return;
    const file = dropEntry(k.p, k.kubeconfig, 'contexts', name);
    if (file === undefined) throw new CommandError(`cannot delete context ${name}, not in ${k.kubeconfig.defaultFile}`);
    if (name === k.kubeconfig.currentContext) yield* k.warn('warning: this removed your active context, use "kubectl config use-context" to select a different one\n');
    yield* k.print(`deleted context ${name} from ${file}\n`);
  },
};

export const renameContextVerb: Verb = {
  name: 'rename-context',
  summary: 'Rename a context from the kubeconfig file',
  usage: 'config rename-context CONTEXT_NAME NEW_NAME',
  completes: 'contexts',
  *run(k) {
    const [from, to] = k.args;
    if (from === undefined || to === undefined || k.args.length > 2) throw new HelpError(`Unexpected args: [${k.args.join(' ')}]`);
    const { entries, currentContext } = k.kubeconfig;
    const known = entries.contexts.get(from);
    if (!known) throw new CommandError(`cannot rename the context ${JSON.stringify(from)}, it's not in ${k.kubeconfig.defaultFile}`);
    if (entries.contexts.has(to)) throw new CommandError(`cannot rename the context ${JSON.stringify(from)}, the context ${JSON.stringify(to)} already exists in ${known.file}`);
    putEntry(k.p, k.kubeconfig, 'contexts', to, known.settings);
    dropEntry(k.p, k.kubeconfig, 'contexts', from);
    if (currentContext === from) setCurrentContext(k.p, k.kubeconfig, to);
    yield* k.print(`Context ${JSON.stringify(from)} renamed to ${JSON.stringify(to)}.\n`);
  },
};

export function oneArgument(k: Invocation, words = 'Unexpected args', mayBeEmpty = false): string {
  if (k.args.length !== 1) throw new HelpError(`${words}: [${k.args.join(' ')}]`);
  if (k.args[0] === '' && !mayBeEmpty) throw new Exit(1);
  return k.args[0]!;
}

/** The one entry to delete; undefined where its help has been printed instead. */
export function* entryToDelete(k: Invocation): Task<string | undefined> {
  if (k.args.length === 1) return k.args[0];
  yield* k.print(helpOf(k.verb, k.path, k.release.minor));
  return undefined;
}
