/** Shell patterns (* ? [a-z] and the extended @(a|b)), for file names, `case`, `[[ == ]]` and `${name%pattern}`, in linear time. */
import { compilePattern, type Pattern } from './pattern.ts';
import { quoteLiteral, readBracket } from './posix-pattern.ts';
import { assert } from './assert.ts';

export interface GlobOptions {
  readonly extended?: boolean; // ?(…) *(…) +(…) @(…)
  readonly ignoreCase?: boolean;
  /** As for file names: neither * nor ? nor [ ] matches a slash, nor a dot at the very start. */
  readonly fileName?: boolean;
}

export interface Glob {
  test(text: string): boolean;
  /** The length of the shortest or longest beginning that matches. */
  prefix(text: string, which: 'shortest' | 'longest'): number | undefined;
  /** Where the shortest or longest ending that matches begins. */
  suffix(text: string, which: 'shortest' | 'longest'): number | undefined;
}

/** Any text is a glob: a bracket or parenthesis without its end stands for itself. A backslash takes the meaning from what follows. */
export function compileGlob(source: string, options: GlobOptions = {}): Glob {
  const translate = (lazy: boolean): string => translateGlob(source, options, lazy);
  const compile = (text: string): Pattern => {
    const answer = compilePattern(text, { dotAll: true, ignoreCase: options.ignoreCase ?? false });
    return 'pattern' in answer ? answer.pattern : compileLiteral(source);
  };
  const held = new Map<string, Pattern>();
  const pattern = (name: string, write: () => string): Pattern => {
    const known = held.get(name) ?? compile(write());
    held.set(name, known);
    return known;
  };
  return {
    test: (text) => pattern('whole', () => `^(?:${translate(false)})$`).test(text),
    prefix(text, which) {
      const lazy = which === 'shortest';
      return pattern(`prefix ${which}`, () => `^(?:${translate(lazy)})`).exec(text)?.end;
    },
    suffix(text, which) {
      const before = which === 'shortest' ? '.*' : '.*?';
      return pattern(`suffix ${which}`, () => `^(${before})(?:${translate(false)})$`).exec(text)?.groups[1]?.length;
    },
  };
}

/** Does the text have a character that makes it a pattern, and not the name of one file? */
export function hasGlob(text: string): boolean {
  return /(^|[^\\])(\\\\)*[*?[]/.test(text);
}

function translateGlob(source: string, options: GlobOptions, lazy: boolean): string {
  const any = options.fileName ? '[^/]' : '.';
  let out = '';
  let at = 0;
  const closers: string[] = [];
  while (at < source.length) {
    const char = String.fromCodePoint(source.codePointAt(at)!);
    const isGroup = options.extended === true && '?*+@'.includes(char) && source[at + 1] === '(' && hasClose(source, at + 1);
    if (isGroup) {
      out += '(?:';
      closers.push(`)${char === '@' ? '' : char}`);
      at += 2;
    } else if (char === ')' && closers.length > 0) {
      out += closers.pop()!;
      at++;
    } else if (char === '|' && closers.length > 0) {
      out += '|';
      at++;
    } else if (char === '*' || char === '?') {
      const guard = options.fileName && at === 0 ? notDot(char, any) : undefined;
      out += guard ?? (char === '?' ? any : `${any}*${lazy ? '?' : ''}`);
      at++;
    } else if (char === '[') {
      const bracket = readBracket(source, at + 1, true);
      out += 'text' in bracket ? bracket.text : '\\[';
      at = 'text' in bracket ? bracket.end : at + 1;
    } else {
      const isEscape = char === '\\' && at + 1 < source.length;
      const literal = isEscape ? String.fromCodePoint(source.codePointAt(at + 1)!) : char;
      out += quoteLiteral(literal);
      at += literal.length + (isEscape ? 1 : 0);
    }
  }
  return out;
}

// A leading dot has to be written: * and ? do not find hidden files.
function notDot(char: string, any: string): string {
  return char === '?' ? '[^/.]' : `(?:[^/.]${any}*|)`;
}

function hasClose(source: string, open: number): boolean {
  let depth = 0;
  for (let i = open; i < source.length; i++) {
    if (source[i] === '\\') i++;
    else if (source[i] === '(') depth++;
    else if (source[i] === ')' && --depth === 0) return true;
  }
  return false;
}

/** For a pattern that the engine refuses as too large: it then matches only itself. */
function compileLiteral(source: string): Pattern {
  const answer = compilePattern(`^(?:${Array.from(source.slice(0, 1000), (char) => quoteLiteral(char)).join('')})$`);
  assert('pattern' in answer, 'a literal pattern compiles');
  return answer.pattern;
}
