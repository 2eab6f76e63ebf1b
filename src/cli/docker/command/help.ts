/** What --help, a bare `docker` and a bare group print, made from the verbs' data. */
import type { DockerFlag } from './docker-flag.ts';
import type { DockerGroup, DockerVerb } from './verb.ts';

const WIDTH = 80;

export function verbHelp(verb: DockerVerb, path: string): string {
  const parts = [`Usage:  docker ${usageOf(verb, path)}`, verb.details ?? verb.summary];
  if (verb.alsoAs) parts.push(`Aliases:\n  ${verb.alsoAs.join(', ')}`);
  if (verb.flags && verb.flags.length > 0) parts.push(`Options:\n${optionsText(verb.flags)}`);
  if (verb.examples) parts.push(`Examples:\n${verb.examples.map((line) => `  ${line}`).join('\n')}`);
  return `${parts.join('\n\n')}\n`;
}

/** The usage under the name that was typed. */
export function usageOf(verb: DockerVerb, path: string): string {
  const rest = verb.usage.slice(verb.usage.indexOf(' ') < 0 ? verb.usage.length : verb.usage.indexOf(' '));
  return path.replace(/^docker /, '') + rest;
}

export function groupHelp(group: DockerGroup): string {
  const told = group.verbs.filter(({ hidden }) => !hidden);
  return `\nUsage:  docker ${group.name} COMMAND\n\n${group.summary}\n\nCommands:\n${listOf(told, 0)}\nRun 'docker ${group.name} COMMAND --help' for more information on a command.\n`;
}

export interface RootParts {
  readonly common: readonly DockerVerb[];
  readonly groups: readonly DockerGroup[];
  readonly other: readonly DockerVerb[];
  readonly flags: readonly DockerFlag[];
}

export function rootHelp({ common, groups, other, flags }: RootParts): string {
  const byName = <T extends { readonly name: string }>(list: readonly T[]): T[] => [...list].sort((a, b) => (a.name < b.name ? -1 : 1));
  return [
    'Usage:  docker [OPTIONS] COMMAND\n\nA self-sufficient runtime for containers\n',
    `Common Commands:\n${listOf(common, 9)}`,
    `Management Commands:\n${listOf(byName(groups), 9)}`,
    `Commands:\n${listOf(byName(other), 9)}`,
    `Global Options:\n${optionsText(flags)}\n`,
    "Run 'docker COMMAND --help' for more information on a command.\n",
    'For more help on how to use Docker, head to https://docs.docker.com/go/guides/\n',
  ].join('\n');
}

function listOf(entries: readonly { readonly name: string; readonly summary: string }[], widthMin: number): string {
  const width = Math.max(widthMin, ...entries.map(({ name }) => name.length));
  return entries.map(({ name, summary }) => `  ${name.padEnd(width)}   ${summary}\n`).join('');
}

/** Names in one column, what they do in another, wrapped to the width of the screen. */
function optionsText(flags: readonly DockerFlag[]): string {
  const sorted = flags.filter((flag) => !flag.hidden).sort((a, b) => (a.name < b.name ? -1 : 1));
  const heads = sorted.map((flag) => `${flag.short ? `  -${flag.short}, ` : '      '}--${flag.name}${flag.shows ? ` ${flag.shows}` : ''}`);
  const width = Math.max(...heads.map((head) => head.length)) + 3;
  return sorted.map((flag, i) => heads[i]!.padEnd(width) + wrapped(usageText(flag), width)).join('\n');
}

function usageText(flag: DockerFlag): string {
  const initial = flag.initial ?? '';
  if (initial === '' || initial === 'false' || flag.type === 'array') return flag.usage;
  return `${flag.usage} (default ${flag.type === 'string' ? `"${initial}"` : initial})`;
}

function wrapped(text: string, indent: number): string {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    for (const word of paragraph.split(' ')) {
      if (line !== '' && indent + line.length + 1 + word.length > WIDTH) {
        lines.push(line);
        line = word;
      } else line = line === '' ? word : `${line} ${word}`;
    }
    lines.push(line);
  }
  return lines.join(`\n${' '.repeat(indent)}`);
}
