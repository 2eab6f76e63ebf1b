/** Completion of a line at a terminal: files and commands as that terminal's shell sees them. It only looks; nothing runs. */
import type { Answer, Ask, Candidate } from '../../client/index.ts';
import type { Terminal } from '../terminals.ts';
import type { World } from '../world.ts';

const CANDIDATES_MAX = 200;

export function answerComplete(world: World, { tty, line, cursor }: Ask<'complete'>): Answer<'complete'> {
  const terminal = world.terminals.get(tty);
  const before = line.slice(0, cursor);
  const word = /[^\s|&;<>()]*$/.exec(before)![0];
  const from = cursor - word.length;
  if (!terminal) return { from, candidates: [] };
  const isCommand = /(^|[|&;(]|\$\()\s*$/.test(before.slice(0, from)) && !word.includes('/');
  const found = isCommand ? commandsOf(terminal, word) : filesOf(terminal, word);
  return { from, candidates: found.slice(0, CANDIDATES_MAX) };
}

function commandsOf({ shell }: Terminal, prefix: string): Candidate[] {
  const names = new Set<string>();
  for (const folder of (shell.env.get('PATH') ?? '').split(':')) {
    if (!shell.files.exists(folder)) continue;
    for (const name of shell.files.readdir(folder)) if (name.startsWith(prefix)) names.add(name);
  }
  return [...names].sort().map((text) => ({ text, kind: 'command', note: '' }));
}

function filesOf({ shell }: Terminal, word: string): Candidate[] {
  const slash = word.lastIndexOf('/');
  const [folder, prefix] = [word.slice(0, slash + 1), word.slice(slash + 1)];
  const home = shell.env.get('HOME') ?? '/';
  const real = folder.startsWith('~/') ? home + folder.slice(1) : folder || '.';
  if (!shell.files.exists(real)) return [];
  return shell.files
    .readdir(real)
    .filter((name) => name.startsWith(prefix) && (prefix.startsWith('.') || !name.startsWith('.')))
    .map((name): Candidate => {
      const isFolder = shell.files.stat(`${real.replace(/\/$/, '')}/${name}`).kind === 'dir';
      return { text: `${folder}${name}${isFolder ? '/' : ''}`, kind: isFolder ? 'folder' : 'file', note: '' };
    });
}
