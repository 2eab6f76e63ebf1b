/** set and shopt: options, positional parameters, and the list of all variables. */
import type { Builtin, Shell } from '../interpreter/shell.ts';
import { inHashOrder } from '../language/hash-order.ts';
import { doubleQuote, quoteIfNeeded, quoteKey, quoteReusable, singleQuote } from '../language/quote-for-shell.ts';
import { print, refuse, wrongOption } from './output.ts';

export const optionLetters: Readonly<Record<string, string>> = {
  a: 'allexport',
  b: 'notify',
  e: 'errexit',
  f: 'noglob',
  h: 'hashall',
  k: 'keyword',
  m: 'monitor',
  n: 'noexec',
  p: 'privileged',
  t: 'onecmd',
  u: 'nounset',
  v: 'verbose',
  x: 'xtrace',
  B: 'braceexpand',
  C: 'noclobber',
  E: 'errtrace',
  H: 'histexpand',
  P: 'physical',
  T: 'functrace',
};

const longOnly = ['emacs', 'history', 'ignoreeof', 'interactive-comments', 'nolog', 'pipefail', 'posix', 'vi'];

export function allOptions(): string[] {
  return [...Object.values(optionLetters), ...longOnly].sort();
}

export const set: Builtin = function* (sh, args) {
  if (args.length === 0) {
    yield* print(sh, listVariables(sh));
    return 0;
  }
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (arg === '--') {
      sh.positional = args.slice(i + 1);
      return 0;
    }
    if (arg === '-') {
      sh.options.delete('xtrace');
      sh.options.delete('verbose');
      if (i + 1 < args.length) sh.positional = args.slice(i + 1);
      return 0;
    }
    if (!/^[-+]./.test(arg)) {
      sh.positional = args.slice(i);
      return 0;
    }
    const on = arg[0] === '-';
    for (const letter of arg.slice(1)) {
      if (letter === 'o') {
        const name = args[++i];
        if (name === undefined) yield* print(sh, listOptions(sh, on));
        else if (!allOptions().includes(name)) return yield* refuse(sh, 'set', sh.isBash ? `${name}: invalid option name` : `Illegal option -o ${name}`, 2);
        else apply(sh, name, on);
      } else if (!optionLetters[letter]) {
        return yield* wrongOption(sh, 'set', `${arg[0]}${letter}`, '[-abefhkmnptuvxBCEHPT] [-o option-name] [--] [-] [arg ...]');
      } else apply(sh, optionLetters[letter], on);
    }
  }
  return 0;
};

function apply(sh: Shell, option: string, on: boolean): void {
  if (on) sh.options.add(option);
  else sh.options.delete(option);
}

function listOptions(sh: Shell, table: boolean): string {
  return allOptions()
    .map((name) => {
      const on = sh.options.has(name);
      return table ? `${name.padEnd(15)}\t${on ? 'on' : 'off'}\n` : `set ${on ? '-' : '+'}o ${name}\n`;
    })
    .join('');
}

function listVariables(sh: Shell): string {
  let text = '';
  for (const name of sh.variables.names()) {
    const variable = sh.variables.find(name);
    if (!variable) continue;
    if (variable.list) text += `${name}=(${[...variable.list].map(([i, v]) => `[${i}]=${doubleQuote(v)}`).join(' ')})\n`;
    else if (variable.map) text += `${name}=(${inHashOrder(variable.map).map(([k, v]) => `[${quoteKey(k)}]=${doubleQuote(v)} `).join('')})\n`;
    else if (variable.value !== undefined) text += `${name}=${sh.isBash ? (variable.value === '' ? '' : /[\t\n]/.test(variable.value) ? quoteReusable(variable.value) : quoteIfNeeded(variable.value)) : singleQuote(variable.value)}\n`;
  }
  return text;
}

export const knownShopts = [
  'autocd',
  'cdspell',
  'checkwinsize',
  'cmdhist',
  'dotglob',
  'expand_aliases',
  'extglob',
  'failglob',
  'globskipdots',
  'globstar',
  'histappend',
  'inherit_errexit',
  'interactive_comments',
  'lastpipe',
  'login_shell',
  'nocaseglob',
  'nocasematch',
  'nullglob',
  'progcomp',
  'promptvars',
  'sourcepath',
  'xpg_echo',
];

export const shopt: Builtin = function* (sh, args) {
  const flags = args.filter((a) => /^-[supqo]+$/.test(a)).join('');
  const names = args.filter((a) => !a.startsWith('-'));
  const chosen = flags.includes('o') ? sh.options : sh.shopts;
  const known = flags.includes('o') ? allOptions() : knownShopts;
  for (const name of names) if (!known.includes(name)) return yield* refuse(sh, 'shopt', `${name}: invalid shell option name`);
  if ((flags.includes('s') || flags.includes('u')) && names.length > 0) {
    for (const name of names) {
      if (flags.includes('s')) chosen.add(name);
      else chosen.delete(name);
    }
    return 0;
  }
  const shown = (names.length > 0 ? names : known).filter((name) => names.length > 0 || !/[su]/.test(flags) || chosen.has(name) === flags.includes('s'));
  if (flags.includes('p')) yield* print(sh, shown.map((name) => (flags.includes('o') ? `set ${chosen.has(name) ? '-' : '+'}o ${name}\n` : `shopt -${chosen.has(name) ? 's' : 'u'} ${name}\n`)).join(''));
  else if (!flags.includes('q')) yield* print(sh, shown.map((name) => `${name.padEnd(15)}\t${chosen.has(name) ? 'on' : 'off'}\n`).join(''));
  return names.every((name) => chosen.has(name)) ? 0 : 1;
};

