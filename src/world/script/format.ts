/**
 * The script: commands and what they print, in one text that is test, lesson solution, documentation and bug report.
 *
 *   # prose
 *   @scenario golden            before the first command: which world, and what may be renamed
 *   $ kubectl get rs -w         a command as it is typed
 *   > second line               what is typed at the continuation prompt
 *   @for 10s                    runs it that long, then Ctrl-C
 *   @while kubectl apply -f x   typed meanwhile in a second terminal
 *   @on node-1                  typed in a shell there
 *   NAME   DESIRED …            what it prints
 *
 *   @run 30s | @settle | @fault node-down node-2      between commands
 *
 * A blank line ends the output; a blank line inside it is written as a lone `·`.
 */
import { parseDuration } from '../../base/index.ts';

export interface Script {
  readonly scenario: string | undefined;
  readonly seed: number;
  readonly names: readonly string[]; // what a renamed run calls otherwise
  readonly items: readonly Item[];
}

export type Item = Prose | CommandBlock | Directive;

export interface Prose {
  readonly kind: 'prose';
  readonly lines: readonly string[];
}

export interface CommandBlock {
  readonly kind: 'command';
  readonly line: number; // of the script, from 1
  readonly typed: readonly string[]; // first line, then what is typed at PS2
  readonly forMs?: number;
  readonly meanwhile?: string;
  readonly on?: string; // host; the laptop when left out
  readonly expected: readonly string[];
}

export interface Directive {
  readonly kind: 'run' | 'settle' | 'fault';
  readonly line: number;
  readonly argument: string;
}

export class ScriptError extends Error {
  override name = 'ScriptError';
}

const BLANK = '·';

/** Throws ScriptError with the line where the text is not a script. */
export function parseScript(text: string): Script {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const items: Item[] = [];
  const header = { scenario: undefined as string | undefined, seed: 1, names: [] as string[] };
  let i = 0;
  while (i < lines.length) {
    const line = lines[i]!;
    if (line.startsWith('$ ')) {
      const [block, next] = parseCommand(lines, i);
      items.push(block);
      i = next;
    } else if (line.startsWith('@')) {
      const directive = parseDirective(line, i + 1, header);
      if (directive) items.push(directive);
      i++;
    } else {
      const start = i;
      while (i < lines.length && !lines[i]!.startsWith('$ ') && !lines[i]!.startsWith('@')) i++;
      if (i === lines.length) {
        while (i > start && lines[i - 1] === '') {
          lines.pop();
          i--;
        }
      }
      if (i > start) items.push({ kind: 'prose', lines: lines.slice(start, i) });
      for (const [k, prose] of lines.slice(start, i).entries())
        if (prose !== '' && !prose.startsWith('#')) throw new ScriptError(`line ${start + k + 1}: neither a command ($), a directive (@) nor prose (#): ${prose}`);
    }
  }
  return { ...header, items };
}

function parseCommand(lines: readonly string[], start: number): [CommandBlock, number] {
  let i = start;
  const typed = [lines[i++]!.slice(2)];
  while (lines[i]?.startsWith('> ') || lines[i] === '>') typed.push(lines[i++]!.slice(2));
  const options: { forMs?: number; meanwhile?: string; on?: string } = {};
  while (lines[i]?.startsWith('@')) {
    const [word, argument] = splitWord(lines[i]!.slice(1));
    if (word === 'for') options.forMs = duration(argument, i + 1);
    else if (word === 'while') options.meanwhile = argument;
    else if (word === 'on') options.on = argument;
    else break;
    i++;
  }
  const expected: string[] = [];
  for (; i < lines.length && lines[i] !== ''; i++) {
    if (lines[i]!.startsWith('$ ')) throw new ScriptError(`line ${i + 1}: this command follows what the one before it prints: put a blank line between`);
    expected.push(lines[i] === BLANK ? '' : lines[i]!);
  }
  return [{ kind: 'command', line: start + 1, typed, expected, ...options }, i];
}

function parseDirective(text: string, line: number, header: { scenario: string | undefined; seed: number; names: string[] }): Directive | undefined {
  const [word, argument] = splitWord(text.slice(1));
  switch (word) {
    case 'scenario':
      header.scenario = argument;
      return undefined;
    case 'seed':
      header.seed = Number(argument);
      return undefined;
    case 'names':
      header.names.push(...argument.split(' '));
      return undefined;
    case 'run':
      duration(argument, line);
      return { kind: 'run', line, argument };
    case 'settle':
    case 'fault':
      return { kind: word, line, argument };
    default:
      throw new ScriptError(`line ${line}: no directive @${word}; there are @scenario, @seed, @names, @run, @settle, @fault, and after a command @for, @while, @on`);
  }
}

/** The script's text with what `outputs` (one for each command, in order) printed in place of what was expected. */
export function printScript(script: Script, outputs: readonly (readonly string[])[]): string {
  const lines: string[] = [];
  if (script.scenario !== undefined) lines.push(`@scenario ${script.scenario}`);
  if (script.seed !== 1) lines.push(`@seed ${script.seed}`);
  if (script.names.length > 0) lines.push(`@names ${script.names.join(' ')}`);
  let n = 0;
  for (const item of script.items) {
    if (item.kind === 'prose') lines.push(...item.lines);
    else if (item.kind === 'command') lines.push(...printCommand(item, outputs[n++] ?? item.expected));
    else lines.push(`@${item.kind}${item.argument && ` ${item.argument}`}`);
  }
  return `${lines.join('\n')}\n`;
}

function printCommand(block: CommandBlock, output: readonly string[]): string[] {
  const [first, ...rest] = block.typed;
  const lines = [`$ ${first}`, ...rest.map((l) => (l === '' ? '>' : `> ${l}`))];
  if (block.forMs !== undefined) lines.push(`@for ${block.forMs / 1000}s`);
  if (block.meanwhile !== undefined) lines.push(`@while ${block.meanwhile}`);
  if (block.on !== undefined) lines.push(`@on ${block.on}`);
  return [...lines, ...output.map((l) => (l === '' ? BLANK : l))];
}

export function duration(text: string, line: number): number {
  const answer = parseDuration(text);
  if ('error' in answer) throw new ScriptError(`line ${line}: ${answer.error} (write 10s, 2m, 500ms)`);
  return answer.milliseconds;
}

function splitWord(text: string): [string, string] {
  const space = text.indexOf(' ');
  return space < 0 ? [text, ''] : [text.slice(0, space), text.slice(space + 1).trim()];
}
