/** Where in a command line the cursor stands: which word of which command, quoted how. */
import { TokenReader } from '../language/syntax-tokens.ts';

export interface LineContext {
  /** Unquoted words of the simple command before the current one, without assignments in front. */
  readonly words: readonly string[];
  /** The current word up to the cursor, unquoted. */
  readonly current: string;
  /** Where the part of the current word begins that a candidate replaces. */
  readonly from: number;
  readonly quote: '' | "'" | '"';
  readonly place: 'command' | 'argument' | 'redirection' | 'variable';
  /** The word has `${` rather than `$` before the name: a brace closes it. */
  readonly braced: boolean;
}

const beginners = new Set(['|', '||', '&&', ';', '&', '(', '|&', ';;', 'newline']);
const keywords = new Set(['then', 'do', 'else', 'elif', 'if', 'while', 'until', '{', '!', 'time']);
/** Commands whose first argument is a command again. */
const wrappers = new Set(['exec', 'command', 'nohup', 'watch', 'xargs', 'sudo', 'time', 'env', 'builtin', 'which', 'type', 'man']);
const redirections = new Set(['>', '>>', '<', '>|', '<>', '&>', '&>>', '<<<', '>&', '<&']);

export function contextAt(line: string, cursor: number): LineContext {
  const typed = line.slice(0, cursor);
  const start = innermostCommand(typed);
  const reader = new TokenReader(typed.slice(start));
  let words: { text: string; at: number }[] = [];
  let redirected = false;
  let last: { text: string; at: number } | undefined;
  for (let token = reader.next(); token.kind !== 'end'; token = reader.next()) {
    last = undefined;
    if (token.kind === 'operator') {
      if (token.text === 'newline' && token.at >= typed.length - start) break;
      if (beginners.has(token.text)) words = [];
      redirected = redirections.has(token.text.replace(/^\d+/, ''));
      continue;
    }
    last = { text: token.text, at: token.at + start };
    const ended = token.at + token.text.length + start < typed.length;
    if (!ended) break;
    if (redirected) redirected = false;
    else if (words.length === 0 && (keywords.has(token.text) || /^[A-Za-z_]\w*\+?=/.test(token.text))) words = [];
    else words.push(last);
    last = undefined;
  }
  return describe(words.map((w) => unquote(w.text)), last ?? { text: '', at: cursor }, redirected);
}

/** The begin of what is inside the last unclosed `$(` or backtick: commands are completed there as well. */
function innermostCommand(typed: string): number {
  const open: number[] = [];
  let quote = '';
  for (let i = 0; i < typed.length; i++) {
    const char = typed[i]!;
    if (quote === "'") {
      if (char === "'") quote = '';
    } else if (char === '\\') i++;
    else if (char === "'" && quote === '') quote = "'";
    else if (char === '"') quote = quote === '"' ? '' : '"';
    else if (char === '$' && typed[i + 1] === '(' && typed[i + 2] !== '(') {
      open.push(i + 2);
      quote = '';
      i++;
    } else if (char === ')' && quote === '') open.pop();
  }
  return open[open.length - 1] ?? 0;
}

function describe(words: readonly string[], word: { text: string; at: number }, redirected: boolean): LineContext {
  const { text, at } = word;
  const variable = /\$(\{?)(\w*)$/.exec(text);
  const inSingle = /^(?:[^'\\]|\\.|'[^']*')*'[^']*$/s.test(text) && !text.includes('"');
  if (variable && !inSingle) {
    return { words, current: variable[2]!, from: at + variable.index + 1 + variable[1]!.length, quote: '', place: 'variable', braced: variable[1] !== '' };
  }
  const quote = openQuote(text);
  let rest = [...words];
  while (rest.length > 0 && wrappers.has(rest[0]!)) rest = rest.slice(1);
  const isCommand = rest.length === 0 && !redirected;
  const value = /^(?:--?[\w-]+|[A-Za-z_]\w*)=/.exec(text); // the file behind --name=
  const place = redirected ? 'redirection' : isCommand ? 'command' : 'argument';
  if (value && place === 'argument' && quote === '' && !text.startsWith('-')) return { words: rest, current: unquote(text.slice(value[0].length)), from: at + value[0].length, quote, place, braced: false };
  return { words: rest.length > 0 || words.length === 0 ? rest : [], current: unquote(text), from: at, quote, place, braced: false };
}

function openQuote(text: string): '' | "'" | '"' {
  let quote: '' | "'" | '"' = '';
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (char === '\\' && quote !== "'") i++;
    else if (quote === '' && (char === "'" || char === '"')) quote = char;
    else if (char === quote) quote = '';
  }
  return quote;
}

/** The text that a word means, as far as quotes go; an open quotation counts as closed. */
export function unquote(text: string): string {
  let out = '';
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (quote === "'") {
      if (char === "'") quote = '';
      else out += char;
    } else if (char === '\\') out += text[++i] ?? '';
    else if (char === '"') quote = quote === '"' ? '' : '"';
    else if (char === "'" && quote === '') quote = "'";
    else out += char;
  }
  return out;
}
