/**
 * Words as the expander wants them: pieces that know whether they were quoted, worked out once for each word of the tree.
 * A word without expansions and special characters is its `constant`.
 */
import { parse, type ParameterExpansionPart, type ParsedScript, type Word, type WordPart } from 'unbash';
import { hasGlob } from '../../base/index.ts';
import { expandBraces } from './brace-expansion.ts';

export type Piece =
  | { readonly kind: 'text'; readonly text: string; readonly quoted: boolean }
  | { readonly kind: 'tilde'; readonly user: string }
  | { readonly kind: 'variable'; readonly name: string; readonly quoted: boolean }
  | { readonly kind: 'parameter'; readonly part: ParameterExpansionPart; readonly quoted: boolean }
  | { readonly kind: 'command'; readonly script: ParsedScript; readonly text: string; readonly quoted: boolean }
  | { readonly kind: 'arithmetic'; readonly text: string; readonly pieces: readonly Piece[]; readonly quoted: boolean }
  | { readonly kind: 'process'; readonly operator: '<' | '>'; readonly script: ParsedScript }
  | { readonly kind: 'quotes'; readonly pieces: readonly Piece[]; readonly hasList: boolean };

export interface WordPieces {
  readonly pieces: readonly Piece[];
  readonly constant: string | undefined;
  /** Neither a command nor an operation on a parameter is in it: expanding it takes no system call. */
  readonly simple: boolean;
  /** What the word's braces make of it, in bash; absent when there are none. */
  readonly braces: readonly WordPieces[] | undefined;
}

/** Where a word stands: an assignment has tildes after colons and no braces, an operand inside double quotes is quoted itself. */
export type WordPlace = 'argument' | 'assignment' | 'quoted-operand';

const compiled: Readonly<Record<WordPlace, WeakMap<Word, WordPieces>>> = {
  argument: new WeakMap(),
  assignment: new WeakMap(),
  'quoted-operand': new WeakMap(),
};

export function piecesOf(word: Word, place: WordPlace = 'argument'): WordPieces {
  const known = compiled[place];
  let pieces = known.get(word);
  if (!pieces) {
    pieces = compileWord(word, place);
    known.set(word, pieces);
  }
  return pieces;
}

function compileWord(word: Word, place: WordPlace): WordPieces {
  const pieces: Piece[] = [];
  const quoted = place === 'quoted-operand';
  if (word.parts) for (const part of word.parts) addPart(pieces, part, quoted);
  else addLiteral(pieces, word.text, quoted);
  if (!quoted) findTildes(pieces, place === 'assignment');
  const [only] = pieces;
  const plain = pieces.length === 1 && only?.kind === 'text' && (only.quoted || !hasGlob(only.text));
  const braces = place === 'argument' && word.text.includes('{') ? compileBraces(word) : undefined;
  return { pieces, constant: plain && only?.kind === 'text' ? only.text : undefined, simple: pieces.every(isSimple), braces };
}

function isSimple(piece: Piece): boolean {
  if (piece.kind === 'quotes') return piece.pieces.every(isSimple);
  if (piece.kind === 'arithmetic') return piece.pieces.length === 0;
  return piece.kind === 'text' || piece.kind === 'tilde' || piece.kind === 'variable';
}

function compileBraces(word: Word): WordPieces[] | undefined {
  const texts = expandBraces(word.text);
  if (texts.length === 1 && texts[0] === word.text) return undefined;
  return texts.filter((text) => text !== '').map((text) => {
    if (/^[\w.,+:@%/=-]+$/.test(text)) return { pieces: [{ kind: 'text', text, quoted: false }], constant: text, simple: true, braces: undefined };
    const command = parse(`: ${text}`).commands[0]?.command;
    const [inner] = command?.type === 'Command' ? command.args : [];
    if (inner?.type !== 'Word') return { pieces: [{ kind: 'text', text, quoted: false }], constant: text, simple: true, braces: undefined };
    const { pieces, constant, simple } = compileWord({ type: 'Word', text: inner.text, value: inner.value, pos: 0, end: 0, parts: inner.parts }, 'argument');
    return { pieces, constant, simple, braces: undefined };
  });
}

/** The body of a here-document, or an arithmetic expression: expansions happen, quotes are ordinary characters. */
export function compileParts(parts: readonly WordPart[] | undefined, text: string): Piece[] {
  const pieces: Piece[] = [];
  if (parts) for (const part of parts) addPart(pieces, part, true);
  else addText(pieces, unescapeQuoted(text, '\\$`'), true);
  return pieces;
}

function addText(pieces: Piece[], text: string, quoted: boolean): void {
  const last = pieces[pieces.length - 1];
  if (last?.kind === 'text' && last.quoted === quoted) pieces[pieces.length - 1] = { kind: 'text', text: last.text + text, quoted };
  else pieces.push({ kind: 'text', text, quoted });
}

/** Unquoted text: a backslash quotes the character after it, and joins lines. */
function addLiteral(pieces: Piece[], text: string, quoted: boolean): void {
  if (quoted) return addText(pieces, unescapeQuoted(text, '\\$`"}'), true);
  if (!text.includes('\\')) return addText(pieces, text, false);
  let from = 0;
  for (let i = text.indexOf('\\'); i >= 0; i = text.indexOf('\\', i + 2)) {
    if (i > from) addText(pieces, text.slice(from, i), false);
    const char = text.slice(i + 1, i + 2);
    if (char === '') addText(pieces, '\\', true);
    else if (char !== '\n') addText(pieces, char, true);
    from = i + 2;
  }
  if (from < text.length) addText(pieces, text.slice(from), false);
}

function unescapeQuoted(text: string, escapable: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\([\s\S])/g, (whole, char: string) => (char === '\n' ? '' : escapable.includes(char) ? char : whole));
}

function addPart(pieces: Piece[], part: WordPart, quoted: boolean): void {
  switch (part.type) {
    case 'Literal':
      return quoted ? addText(pieces, part.value, true) : addLiteral(pieces, part.text, false);
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      return addText(pieces, part.value, true);
    case 'DoubleQuoted':
    case 'LocaleString': {
      const inner: Piece[] = [];
      for (const child of part.parts) addPart(inner, child, true);
      if (inner.every((p) => p.kind === 'text')) return addText(pieces, inner.map((p) => (p.kind === 'text' ? p.text : '')).join(''), true);
      pieces.push({ kind: 'quotes', pieces: inner, hasList: inner.some(isList) });
      return;
    }
    case 'Glob':
      if (part.kind !== 'bracket' || quoted) return addText(pieces, part.text, quoted);
      return addBracket(pieces, '[', part.parts, ']');
    case 'ExtendedGlob':
      if (!part.parts || quoted) return addText(pieces, part.text, quoted);
      return addBracket(pieces, `${part.operator}(`, part.parts, ')');
    case 'BraceExpansion':
      if (!part.parts || quoted) return addLiteral(pieces, part.text, quoted);
      return addBracket(pieces, '{', part.parts, '}');
    default:
      return addExpansion(pieces, part, quoted);
  }
}

function addBracket(pieces: Piece[], open: string, parts: readonly WordPart[], close: string): void {
  addText(pieces, open, false);
  for (const inner of parts) addPart(pieces, inner, false);
  addText(pieces, close, false);
}

type ExpansionPart = Extract<
  WordPart,
  { type: 'SimpleExpansion' | 'ParameterExpansion' | 'CommandExpansion' | 'ArithmeticExpansion' | 'ProcessSubstitution' }
>;

function addExpansion(pieces: Piece[], part: ExpansionPart, quoted: boolean): void {
  switch (part.type) {
    case 'SimpleExpansion':
      pieces.push({ kind: 'variable', name: part.text.slice(1), quoted });
      return;
    case 'ParameterExpansion':
      if (!part.prefix && !part.index && !part.operation && part.parameter !== '') pieces.push({ kind: 'variable', name: part.parameter, quoted });
      else pieces.push({ kind: 'parameter', part, quoted });
      return;
    case 'CommandExpansion':
      if (part.script) pieces.push({ kind: 'command', script: part.script, text: part.text, quoted });
      return;
    case 'ArithmeticExpansion': {
      const text = part.text.startsWith('$((') ? part.text.slice(3, -2) : part.text.slice(2, -1);
      pieces.push({ kind: 'arithmetic', text, pieces: arithmeticPieces(text), quoted });
      return;
    }
    case 'ProcessSubstitution':
      if (quoted || !part.script) addText(pieces, part.text, quoted);
      else pieces.push({ kind: 'process', operator: part.operator, script: part.script });
  }
}

/** The expansions inside an arithmetic expression; none, when its text can be evaluated as it stands. */
export function arithmeticPieces(text: string): Piece[] {
  return /[$`\\]/.test(text) ? textPieces(text) : [];
}

const endWord = '\u0001'; // on no line of any text

/** Text in which expansions happen and quotes are ordinary: it is parsed as the body of a here-document. */
export function textPieces(text: string): Piece[] {
  const command = parse(`: <<${endWord}\n${text}\n${endWord}\n`).commands[0]?.command;
  const [doc] = command?.type === 'Command' ? command.redirects : [];
  if (doc?.type !== 'HereDoc') return [];
  const pieces = compileParts(doc.body.parts, doc.body.text);
  const last = pieces.pop();
  if (last?.kind !== 'text') return last ? [...pieces, last] : pieces;
  const kept = last.text.replace(/\n$/, '');
  return kept === '' ? pieces : [...pieces, { ...last, text: kept }];
}

function isList(piece: Piece): boolean {
  if (piece.kind === 'variable') return piece.name === '@';
  if (piece.kind !== 'parameter') return false;
  const { parameter, prefix, index, operation } = piece.part;
  if (parameter === '@' && prefix !== '#') return true;
  if (index?.text === '@' && prefix !== '#') return true;
  if (operation?.type === 'Names') return operation.operator === '@';
  return operation?.type === 'Default' && piecesOf(operation.operand, 'quoted-operand').pieces.some((p) => isList(p) || (p.kind === 'quotes' && p.hasList));
}

/** An unquoted `~` at the beginning, and in assignments after each colon, stands for a home directory. */
function findTildes(pieces: Piece[], assignment: boolean): void {
  const [first] = pieces;
  if (first?.kind === 'text' && !first.quoted && first.text.startsWith('~')) {
    const user = /^~([^/:]*)/.exec(first.text)![1]!;
    const whole = user.length + 1 === first.text.length;
    if ((!whole || pieces.length === 1) && (assignment || first.text[user.length + 1] !== ':')) {
      pieces.splice(0, 1, { kind: 'tilde', user }, { kind: 'text', text: first.text.slice(user.length + 1), quoted: false });
      if (whole) pieces.splice(1, 1);
    }
  }
  if (!assignment) return;
  for (let i = 0; i < pieces.length; i++) {
    const piece = pieces[i]!;
    if (piece.kind !== 'text' || piece.quoted) continue;
    const match = /:~([^/:]*)(?=[/:]|$)/.exec(piece.text);
    if (!match) continue;
    const at = match.index + 1;
    const rest = piece.text.slice(at + 1 + match[1]!.length);
    pieces.splice(i, 1, { kind: 'text', text: piece.text.slice(0, at), quoted: false }, { kind: 'tilde', user: match[1]! });
    if (rest !== '') pieces.splice(i + 2, 0, { kind: 'text', text: rest, quoted: false });
    i++;
  }
}
