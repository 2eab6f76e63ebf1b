/** Cuts a template into text and actions, and an action into its words. */
import { TemplateFailure } from './nodes.ts';

export type Token =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'open' | 'close' | '|' | '(' | ')' | ',' | ':=' | '=' | 'space' }
  | { readonly kind: 'field' | 'variable' | 'word' | 'number' | 'string'; readonly text: string }
  | { readonly kind: 'dot' };

const word = /(?<space>\s+)|(?<assign>:=|=)|(?<mark>[|(),])|(?<field>\.[\p{L}_][\p{L}\p{N}_]*)|(?<variable>\$[\p{L}\p{N}_]*)|(?<raw>`[^`]*`)|(?<string>"(?:[^"\\\n]|\\.)*")|(?<char>'(?:[^'\\\n]|\\.)')|(?<number>[+-]?\d[\d_.]*(?:[eE][+-]?\d+)?)|(?<word>[\p{L}_][\p{L}\p{N}_]*)|(?<dot>\.)/uy;

export function lexTemplate(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let trimNext = false;
  for (;;) {
    const open = source.indexOf('{{', at);
    let text = open < 0 ? source.slice(at) : source.slice(at, open);
    if (trimNext) text = text.replace(/^\s+/, '');
    trimNext = false;
    const isTrimmed = open >= 0 && /^\{\{-\s/.test(source.slice(open, open + 4));
    if (isTrimmed) text = text.replace(/\s+$/, '');
    if (text !== '') tokens.push({ kind: 'text', text });
    if (open < 0) return tokens;
    at = open + (isTrimmed ? 3 : 2);
    const comment = /^\s*\/\*[\s\S]*?\*\/\s*/.exec(source.slice(at));
    if (comment) at += comment[0].length;
    else {
      tokens.push({ kind: 'open' });
      at = lexAction(source, at, tokens);
      tokens.push({ kind: 'close' });
    }
    const close = /^\s*-?\}\}/.exec(source.slice(at));
    if (!close) throw new TemplateFailure('unclosed action');
    trimNext = close[0].includes('-');
    at += close[0].length;
  }
}

function lexAction(source: string, from: number, tokens: Token[]): number {
  let at = from;
  for (;;) {
    if (/^(?:\s+-)?\}\}/.test(source.slice(at, at + 40)) || at >= source.length) break;
    word.lastIndex = at;
    const match = word.exec(source);
    if (!match) throw new TemplateFailure(`bad character ${goRune(source.codePointAt(at)!)}`);
    tokens.push(tokenOf(match.groups!));
    at += match[0].length;
  }
  if (at >= source.length) throw new TemplateFailure('unclosed action');
  return at;
}

/** U+007D '}' */
function goRune(code: number): string {
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')} '${String.fromCodePoint(code)}'`;
}

function tokenOf(groups: Readonly<Record<string, string | undefined>>): Token {
  if (groups.space !== undefined) return { kind: 'space' };
  if (groups.assign !== undefined) return { kind: groups.assign as ':=' | '=' };
  if (groups.mark !== undefined) return { kind: groups.mark as '|' | '(' | ')' | ',' };
  if (groups.field !== undefined) return { kind: 'field', text: groups.field.slice(1) };
  if (groups.variable !== undefined) return { kind: 'variable', text: groups.variable };
  if (groups.raw !== undefined) return { kind: 'string', text: groups.raw.slice(1, -1) };
  if (groups.string !== undefined) return { kind: 'string', text: unquote(groups.string.slice(1, -1)) };
  if (groups.char !== undefined) return { kind: 'number', text: String(unquote(groups.char.slice(1, -1)).codePointAt(0)) };
  if (groups.number !== undefined) return { kind: 'number', text: groups.number };
  if (groups.word !== undefined) return { kind: 'word', text: groups.word };
  return { kind: 'dot' };
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v', '\\': '\\', '"': '"', "'": "'" };

function unquote(text: string): string {
  return text.replace(/\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))/g, (_, hex: string | undefined, wide: string | undefined, letter: string) =>
    hex ?? wide ? String.fromCharCode(parseInt(hex ?? wide!, 16)) : (escapes[letter] ?? letter),
  );
}
