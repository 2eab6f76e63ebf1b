/** What the commands of a node are made of: verbs as data and a generator, found by the first word, their failures in the program's words. */
import type { Process, Program } from '../../host/index.ts';
import { CommandError, Exit, FlagError } from '../kubectl/command/errors.ts';
import type { Flags, FlagSpec } from '../kubectl/command/flag.ts';
import { parseFlags } from '../kubectl/command/parse-flags.ts';
import type { Task } from '../kubectl/command/task.ts';

export interface NodeCall {
  readonly p: Process;
  readonly flags: Flags;
  readonly args: readonly string[];
}

export interface NodeVerb {
  readonly name: string; // "token create" is two words
  readonly summary: string;
  readonly usage: string; // behind the program's name
  readonly flags?: readonly FlagSpec[];
  /** What follows the first argument belongs to it: a command to be run elsewhere. */
  readonly stopsAtArgument?: boolean;
  run(call: NodeCall): Task<number | void>;
}

export interface NodeTool {
  readonly name: string;
  readonly summary: string;
  readonly verbs: readonly NodeVerb[];
  readonly flags?: readonly FlagSpec[]; // of every verb
  /** Run when no verb is named. */
  readonly bare?: string;
  readonly unknownVerb: (word: string, next?: string) => string;
  readonly failure: (message: string) => string;
  /** What the program makes of its words before it reads them. */
  readonly words?: (words: readonly string[], p: Process) => readonly string[];
  /** Reads its flags with getopt and speaks of them so. */
  readonly isGetopt?: boolean;
}

const help: FlagSpec = { name: 'help', short: 'h', type: 'bool', initial: 'false', usage: 'Print this help.' };

export function nodeProgram(tool: NodeTool): Program {
  return function* run(p) {
    try {
      const typed = p.argv.slice(1);
      if (typed[0] === 'help' && !tool.isGetopt) return yield* helpOn(p, tool, typed.slice(1));
      const words = tool.words?.(typed, p) ?? typed;
      if (typed[0] === '--help' || typed[0] === '-h' || (typed.length === 0 && tool.bare === undefined)) return yield* said(p, toolHelp(tool));
      const found = findVerb(tool, words);
      if (typeof found === 'string') {
        yield* p.error(tool.failure(tool.unknownVerb(found, words.slice(words.indexOf(found) + 1).find((word) => !word.startsWith('-')))));
        return 1;
      }
      const { verb, rest } = found;
      const { flags, args } = parseFlags(rest, [...(verb.flags ?? []), ...(tool.flags ?? []), help], { stopsAtArgument: verb.stopsAtArgument ?? false });
      if (flags.bool('help')) return yield* said(p, verbHelp(tool.name, verb, tool.flags));
      return (yield* verb.run({ p, flags, args })) ?? 0;
    } catch (error) {
      if (error instanceof Exit) return error.exitCode;
      if (!(error instanceof CommandError)) throw error;
      yield* p.error(error.isBare ? `${error.message}\n` : ((tool.isGetopt && getoptWords(tool.name, error.message)) || tool.failure(error.message)));
      return error instanceof FlagError ? 1 : error.exitCode;
    }
  };
}

/** "help", and "help VERB". */
function* helpOn(p: Process, tool: NodeTool, words: readonly string[]): Task<number> {
  const found = words.length === 0 ? undefined : findVerb(tool, words);
  if (typeof found === 'string') throw new CommandError(tool.unknownVerb(found));
  return yield* said(p, found ? verbHelp(tool.name, found.verb, tool.flags) : toolHelp(tool));
}

function getoptWords(name: string, message: string): string | undefined {
  const [, long, letter, lacking] = /^unknown flag: (--.+)$|^unknown shorthand flag: '(.)' in |^flag needs an argument: (.+)$/.exec(message) ?? [];
  if (long !== undefined) return `${name}: unrecognized option '${long}'\n`;
  if (letter !== undefined) return `${name}: invalid option -- '${letter}'\n`;
  if (lacking === undefined) return undefined;
  const short = /^'(.)' in /.exec(lacking)?.[1];
  return short === undefined ? `${name}: option '${lacking}' requires an argument\n` : `${name}: option requires an argument -- '${short}'\n`;
}

/** Flags of the program may stand before the verb. Answers the word that names none. */
function findVerb({ verbs, bare, flags = [] }: NodeTool, words: readonly string[]): { readonly verb: NodeVerb; readonly rest: readonly string[] } | string {
  let at = 0;
  for (; at < words.length; at++) {
    for (const verb of verbs) {
      const name = verb.name.split(' ');
      if (name.every((word, i) => words[at + i] === word)) return { verb, rest: [...words.slice(0, at), ...words.slice(at + name.length)] };
    }
    const flag = flags.find(({ name, short }) => words[at] === `--${name}` || words[at] === `-${short}`);
    if (flag && flag.type !== 'bool') at++; // its value
    else if (!words[at]!.startsWith('-')) break;
  }
  const verb = at >= words.length || bare === '*' ? verbs.find((v) => v.name === bare || bare === '*') : undefined;
  return verb ? { verb, rest: words } : (words[at] ?? '');
}

function* said(p: Process, text: string): Task<number> {
  yield* p.print(text);
  return 0;
}

function toolHelp({ name, summary, verbs }: NodeTool): string {
  const width = Math.max(...verbs.map((verb) => verb.name.length)) + 2;
  return `${summary}\n\nUsage:\n  ${name} [command]\n\nAvailable Commands:\n${verbs.map((verb) => `  ${verb.name.padEnd(width)}${verb.summary}\n`).join('')}\nUse "${name} [command] --help" for more information about a command.\n`;
}

export function verbHelp(name: string, verb: NodeVerb, flags: readonly FlagSpec[] = []): string {
  const lines = [...(verb.flags ?? []), ...flags, help].filter((f) => !f.hidden).map((f) => `  ${f.short ? `-${f.short}, ` : '    '}--${f.name.padEnd(32)} ${f.usage}\n`);
  return `${verb.summary}\n\nUsage:\n  ${name} ${verb.usage}\n\nFlags:\n${lines.join('')}`;
}
