/** Which verb a command line means: its words are looked through for names of verbs, flags and their values left aside. */
import { suggestNames } from '../../../base/index.ts';
import { CommandError, ONE_VOICE_SINCE } from './errors.ts';
import type { FlagSpec } from './flag.ts';
import { globalFlags, helpFlag } from './global-flags.ts';
import { bareValue } from './parse-flags.ts';
import { isKnown, type Verb } from './verb.ts';

export interface Found {
  readonly verb: Verb | undefined; // none: `kubectl` alone
  readonly path: string; // "kubectl rollout status"
  readonly words: readonly string[]; // what is left: flags and arguments
}

export function findVerb(words: readonly string[], verbs: readonly Verb[], minor: number): Found {
  let left = [...words];
  let verb: Verb | undefined;
  let path = 'kubectl';
  let choices: readonly Verb[] = verbs;
  while (choices.length > 0) {
    const at = firstArgument(left, [...globalFlags, ...(verb?.flags ?? [])]);
    if (at === undefined) break;
    const word = left[at]!;
    const next = choices.find((choice) => isKnown(choice, minor) && (choice.name === word || choice.aliases?.includes(word)));
    if (!next) {
      if (!verb) throw unknownRoot(word, left, verbs.filter((choice) => !choice.hidden && isKnown(choice, minor)), minor);
      break;
    }
    left = left.toSpliced(at, 1);
    verb = next;
    path += ` ${next.name}`;
    choices = next.verbs ?? [];
  }
  return { verb, path, words: left };
}

/** Where the first word stands that is neither a flag nor the value of one. */
function firstArgument(words: readonly string[], specs: readonly FlagSpec[]): number | undefined {
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (word === '--') return undefined;
    if (word === '' || !word.startsWith('-') || word === '-') return at;
    if (word.includes('=')) continue;
    const spec = specs.concat(helpFlag).find((s) => (word.startsWith('--') ? `--${s.name}` === word : word.length === 2 && s.short === word[1]));
    if (spec && bareValue(spec) === undefined) at++;
  }
  return undefined;
}

function unknownRoot(word: string, words: readonly string[], verbs: readonly Verb[], minor: number): CommandError {
  if (words[0]!.startsWith('-')) return new CommandError(`Error: flags cannot be placed before plugin name: ${words[0]!}`, { isBare: true });
  const near = suggestNames(word, verbs.map((verb) => verb.name));
  const hint = near.length === 0 ? '' : `\n\nDid you mean this?\n${near.map((name) => `\t${name}`).join('\n')}`;
  const told = `unknown command ${JSON.stringify(word)} for "kubectl"${hint}`;
  return minor < ONE_VOICE_SINCE ? new CommandError(`Error: ${told}${hint && '\n'}\nRun 'kubectl --help' for usage.`, { isBare: true }) : new CommandError(told);
}
