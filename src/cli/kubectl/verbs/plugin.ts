/** kubectl plugin list, and plugins themselves: programs on the PATH whose names begin with "kubectl-". */
import type { Process } from '../../../host/index.ts';
import { CommandError } from '../command/errors.ts';
import type { Verb } from '../command/verb.ts';

const PREFIX = 'kubectl-';

function foldersOf(p: Process): readonly string[] {
  return [...new Set((p.env.get('PATH') ?? '').split(':'))].filter((folder) => folder !== '');
}

/** The paths of all plugins, by folder of the PATH. */
function pluginsOn(p: Process): readonly string[] {
  return foldersOf(p).flatMap((folder) => {
    if (!p.files.exists(folder)) return [];
    return p.files.readdir(folder).filter((name) => name.startsWith(PREFIX)).map((name) => `${folder}/${name}`);
  });
}

/** The longest run of words that names a plugin: `kubectl foo bar` is kubectl-foo-bar before it is kubectl-foo. */
export function findPlugin(p: Process, words: readonly string[]): { readonly path: string; readonly rest: readonly string[] } | undefined {
  const end = words.findIndex((word) => word.startsWith('-'));
  for (let taken = end < 0 ? words.length : end; taken > 0; taken--) {
    const name = PREFIX + words.slice(0, taken).map((word) => word.replaceAll('-', '_')).join('-');
    const path = foldersOf(p).map((folder) => `${folder}/${name}`).find((candidate) => p.files.exists(candidate));
    if (path !== undefined) return { path, rest: words.slice(taken) };
  }
  return undefined;
}

export const pluginVerb: Verb = {
  name: 'plugin',
  summary: 'Provides utilities for interacting with plugins',
  details: 'A plugin is a program on the PATH whose name begins with "kubectl-"; kubectl-foo is run as `kubectl foo`.',
  usage: 'plugin [flags]',
  group: 'Other Commands',
  verbs: [
    {
      name: 'list',
      summary: 'List all visible plugin executables on a user\'s PATH',
      usage: 'plugin list [flags]',
      completes: 'none',
      flags: [{ name: 'name-only', type: 'bool', initial: 'false', usage: 'Names without their folders.' }],
      *run(k) {
        const found = pluginsOn(k.p);
        if (found.length === 0) throw new CommandError('unable to find any kubectl plugins in your PATH');
        const shown = found.map((path) => (k.flags.bool('name-only') ? path.slice(path.lastIndexOf('/') + 1) : path));
        yield* k.print(`The following compatible plugins are available:\n\n${shown.map((path) => `${path}\n`).join('')}`);
      },
    },
  ],
};
