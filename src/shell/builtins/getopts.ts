/** getopts: one option a call, from the positional parameters or the words given. */
import { errorText } from '../interpreter/complain.ts';
import type { Builtin, Run, Shell } from '../interpreter/shell.ts';
import { refuse } from './output.ts';

export const getopts: Builtin = function* (sh, args) {
  const [spec, name, ...given] = args;
  if (spec === undefined || name === undefined) {
    if (!sh.isBash) return yield* refuse(sh, 'getopts', 'Usage: getopts optstring var [arg...]', 2);
    yield* errorText(sh, 'getopts: usage: getopts optstring name [arg ...]\n');
    return 2;
  }
  const words = given.length > 0 ? given : sh.positional;
  const quiet = spec.startsWith(':');
  const { letter, rest } = next(sh, words);
  if (letter === undefined) {
    sh.variables.set(name, '?');
    remember(sh);
    return 1;
  }
  const at = spec.indexOf(letter, quiet ? 1 : 0);
  if (at < 0 || letter === ':') {
    yield* report(sh, name, quiet, letter, sh.isBash ? `${sh.name}: illegal option -- ${letter}` : `Illegal option -${letter}`);
    remember(sh);
    return 0;
  }
  sh.variables.unset('OPTARG');
  if (spec[at + 1] === ':') {
    const value = rest !== '' ? rest : words[sh.optionArgument - 1];
    if (rest !== '') sh.optionArgument++;
    else if (value !== undefined) sh.optionArgument++;
    sh.optionIndex = 0;
    if (rest === '' && value === undefined) {
      if (quiet) {
        sh.variables.set(name, ':');
        sh.variables.set('OPTARG', letter);
      } else yield* report(sh, name, quiet, letter, sh.isBash ? `${sh.name}: option requires an argument -- ${letter}` : `No arg for -${letter} option`);
      remember(sh);
      return 0;
    }
    sh.variables.set('OPTARG', value!);
  }
  sh.variables.set(name, letter);
  remember(sh);
  return 0;
};

/** The next option letter, and what follows it in its word. */
function next(sh: Shell, words: readonly string[]): { letter: string | undefined; rest: string } {
  const index = Number(sh.variables.get('OPTIND')) || 1;
  if (index !== sh.optionArgument) {
    sh.optionArgument = index; // a function's own OPTIND, or the one from before it
    sh.optionIndex = 0;
  }
  const word = words[sh.optionArgument - 1];
  if (sh.optionIndex === 0) {
    if (word === '--') sh.optionArgument++;
    if (word === undefined || word === '--' || !/^-./.test(word)) return { letter: undefined, rest: '' };
    sh.optionIndex = 1;
  }
  const letter = word![sh.optionIndex]!;
  const rest = word!.slice(sh.optionIndex + 1);
  if (rest === '') {
    sh.optionIndex = 0;
    sh.optionArgument++;
  } else sh.optionIndex++;
  return { letter, rest };
}

function* report(sh: Shell, name: string, quiet: boolean, letter: string, message: string): Run<void> {
  sh.variables.set(name, '?');
  if (quiet) sh.variables.set('OPTARG', letter);
  else {
    sh.variables.unset('OPTARG');
    if (sh.variables.get('OPTERR') !== '0') yield* errorText(sh, `${message}\n`);
  }
}

function remember(sh: Shell): void {
  sh.variables.set('OPTIND', String(sh.optionArgument));
}
