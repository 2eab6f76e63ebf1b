/** `${…}` with everything that may stand between the braces. Operations on "$@" and whole arrays go over each element. */
import { compileExtendedGlob, unescapeGlob } from '../../base/index.ts';
import type { ParameterDefaultOperation, ParameterExpansionPart, ParameterOperation, ParameterSliceOperation, Word } from 'unbash';
import { ArithmeticError, type Int } from '../language/arithmetic.ts';
import { arithmeticPieces, piecesOf, type Piece } from '../language/word-pieces.ts';
import { unescape } from '../language/escapes.ts';
import { doubleQuote, quoteKey, quoteReusable } from '../language/quote-for-shell.ts';
import { failFatally, failUnset, failWith, words } from './complain.ts';
import { addValue, TextSink, type Sink } from './sinks.ts';
import { element, elements, endOf, indexes, parameter, setElement, UnsetError, type Value } from './parameters.ts';
import type { Run, Shell } from './shell.ts';

/** How the words inside the braces are expanded. */
export interface Expander {
  feed(sh: Shell, pieces: readonly Piece[], sink: Sink, operand: boolean): Run<void>;
  text(sh: Shell, word: Word): Run<string>;
  pattern(sh: Shell, word: Word): Run<string>;
  replacement(sh: Shell, word: Word): Run<string>;
  arithmetic(sh: Shell, text: string, pieces: readonly Piece[]): Run<Int>;
}

/** A name with its subscript, when that is no whole array. */
interface Reference {
  readonly name: string;
  readonly index: string | undefined;
  readonly whole: '@' | '*' | undefined;
}

export function* expandParameter(sh: Shell, part: ParameterExpansionPart, quoted: boolean, sink: Sink, expander: Expander): Run<void> {
  try {
    yield* expandKnown(sh, part, quoted, sink, expander);
  } catch (error) {
    if (error instanceof ArithmeticError) return yield* failWith(sh, error.message); // of a subscript
    if (error instanceof UnsetError) return yield* failUnset(sh, error.parameter);
    throw error;
  }
}

function* expandKnown(sh: Shell, part: ParameterExpansionPart, quoted: boolean, sink: Sink, expander: Expander): Run<void> {
  const { operation } = part;
  if (operation?.type === 'Unknown' || (!sh.isBash && beyond(sh, part))) return yield* failWith(sh, words(sh).badSubstitution(part.text));
  if (operation?.type === 'Names') {
    const names = sh.variables.names().filter((name) => name.startsWith(part.parameter));
    return addValue(sh, sink, names, quoted, operation.operator === '*');
  }
  let ref = yield* reference(sh, part, expander);
  if (part.prefix === '!') {
    if (ref.whole && !operation && part.index) return addValue(sh, sink, indexes(sh, ref.name), quoted, ref.whole === '*');
    const itself = ref.index === undefined ? sh.variables.itself(ref.name) : undefined;
    if (itself?.reference && !operation) return addValue(sh, sink, itself.value, quoted, false);
    ref = yield* follow(sh, part, ref);
  }
  const value = valueOf(sh, ref);
  const star = ref.whole === '*';
  if (part.prefix === '#') {
    if (value === undefined && sh.on('nounset')) yield* failUnset(sh, shown(ref));
    return addValue(sh, sink, lengthOf(value, ref.whole !== undefined), quoted, false);
  }
  if (operation?.type === 'Default') return yield* withDefault(sh, ref, value, operation, quoted, sink, expander);
  if (value === undefined && sh.on('nounset')) yield* failUnset(sh, shown(ref));
  addValue(sh, sink, operation ? yield* transformed(sh, ref, value, operation, expander) : value, quoted, star);
}

function shown({ name, index }: Reference): string {
  return index === undefined ? name : `${name}[${index}]`;
}

/** What other shells than bash do not know; busybox knows some of it. */
function beyond(sh: Shell, part: ParameterExpansionPart): boolean {
  const type = part.operation?.type;
  if (part.prefix === '!' || part.index) return true;
  if (type === 'Slice' || type === 'Replace') return sh.flavour === 'dash';
  return type === 'CaseModification' || type === 'Transform' || type === 'Names';
}

function* reference(sh: Shell, part: ParameterExpansionPart, expander: Expander): Run<Reference> {
  const name = part.parameter;
  if (name === '@' || name === '*') return { name, index: undefined, whole: name };
  if (!part.index) return { name, index: undefined, whole: undefined };
  const text = part.index.text;
  if (text === '@' || text === '*') return { name, index: undefined, whole: text };
  return { name, index: yield* expander.text(sh, part.index), whole: undefined };
}

/** ${!name}: the parameter that the value names. */
function* follow(sh: Shell, part: ParameterExpansionPart, ref: Reference): Run<Reference> {
  const target = valueOf(sh, ref);
  const match = /^([A-Za-z_]\w*|\d+|[@*#?$!_-])(?:\[(.*)\])?$/s.exec(typeof target === 'string' ? target : '');
  if (!match) return yield* failWith(sh, target === undefined ? `${part.parameter}: invalid indirect expansion` : `${String(target)}: invalid variable name`);
  const [, name = '', index] = match;
  const whole = index === '@' || index === '*' ? index : name === '@' || name === '*' ? name : undefined;
  return { name, index: whole ? undefined : index, whole };
}

function valueOf(sh: Shell, ref: Reference): Value {
  if (ref.whole) return ref.name === '@' || ref.name === '*' ? sh.positional : elements(sh, ref.name);
  return ref.index === undefined ? parameter(sh, ref.name) : element(sh, ref.name, ref.index);
}

function lengthOf(value: Value, whole: boolean): string {
  if (whole && typeof value === 'object') return String(value.length);
  return String(typeof value === 'string' ? codePointCount(value) : (value?.length ?? 0));
}

function codePointCount(text: string): number {
  return /[\ud800-\udbff]/.test(text) ? [...text].length : text.length;
}

function* withDefault(sh: Shell, ref: Reference, value: Value, operation: ParameterDefaultOperation, quoted: boolean, sink: Sink, expander: Expander): Run<void> {
  const { operator, operand } = operation;
  const colon = operator.startsWith(':');
  const absent = value === undefined || (typeof value === 'object' && value.length === 0) || (colon && isEmpty(value));
  switch (operator[operator.length - 1]) {
    case '+':
      if (!absent) return yield* expander.feed(sh, piecesOf(operand, quoted ? 'quoted-operand' : 'argument').pieces, sink, !quoted);
      if (quoted && !ref.whole) sink.quoted('');
      return;
    case '-':
      if (absent) return yield* feedOperand(sh, operand, quoted, sink, expander);
      break;
    case '=':
      if (absent) return yield* assignDefault(sh, ref, operand, quoted, sink, expander);
      break;
    default:
      if (absent) return yield* reportAbsent(sh, ref, operand, colon, expander);
  }
  addValue(sh, sink, value, quoted, ref.whole === '*');
}

function isEmpty(value: Value): boolean {
  return value === '' || (typeof value === 'object' && value.length === 1 && value[0] === '');
}

function* feedOperand(sh: Shell, operand: Word, quoted: boolean, sink: Sink, expander: Expander): Run<void> {
  const { pieces } = piecesOf(operand, quoted ? 'quoted-operand' : 'argument');
  if (quoted && pieces.length === 0) sink.quoted('');
  yield* expander.feed(sh, pieces, sink, !quoted);
}

function* assignDefault(sh: Shell, ref: Reference, operand: Word, quoted: boolean, sink: Sink, expander: Expander): Run<void> {
  if (ref.whole || !/^[A-Za-z_]/.test(ref.name)) return yield* failWith(sh, `$${ref.name}: cannot assign in this way`);
  const text = new TextSink();
  yield* expander.feed(sh, piecesOf(operand, quoted ? 'quoted-operand' : 'assignment').pieces, text, false);
  if (ref.index === undefined) sh.variables.set(ref.name, text.text);
  else setElement(sh, ref.name, ref.index, text.text);
  addValue(sh, sink, text.text, quoted, false);
}

function* reportAbsent(sh: Shell, ref: Reference, operand: Word, colon: boolean, expander: Expander): Run<never> {
  const message = yield* expander.text(sh, operand);
  const otherwise = sh.isBash ? (colon ? 'parameter null or not set' : 'parameter not set') : colon ? 'parameter not set or null' : 'parameter not set';
  return yield* failFatally(sh, `${ref.name}: ${message || otherwise}`);
}

type Mapping = (text: string) => string;

function* transformed(sh: Shell, ref: Reference, value: Value, operation: ParameterOperation, expander: Expander): Run<Value> {
  if (operation.type === 'Slice') return yield* slice(sh, ref, value, operation, expander);
  if (operation.type === 'Transform') {
    const operator = yield* expander.text(sh, operation.operand);
    if (value === undefined) return undefined;
    if (operator === 'A' || operator === 'a' || operator === 'K' || operator === 'k') return describe(sh, ref, operator);
    if (operator === 'P') return typeof value === 'string' ? yield* sh.engine.prompt(sh, value) : yield* prompts(sh, value);
    return over(value, yield* transformation(sh, operator));
  }
  const map = yield* mapping(sh, operation, expander);
  return value === undefined ? undefined : over(value, map);
}

function over(value: string | readonly string[], map: Mapping): Value {
  return typeof value === 'string' ? map(value) : value.map(map);
}

function* mapping(sh: Shell, operation: ParameterOperation, expander: Expander): Run<Mapping> {
  switch (operation.type) {
    case 'Remove': {
      const pattern = compileExtendedGlob(yield* expander.pattern(sh, operation.operand));
      const { operator } = operation;
      const longest = operator.length === 2;
      if (operator[0] === '#') return (text) => text.slice(pattern.prefix(text, longest) ?? 0);
      return (text) => text.slice(0, text.length - (pattern.suffix(text, longest) ?? 0));
    }
    case 'Replace': {
      const source = yield* expander.pattern(sh, operation.pattern);
      const replacement = yield* expander.replacement(sh, operation.replacement);
      return (text) => replace(text, source, replacement, operation.operator);
    }
    case 'CaseModification': {
      const pattern = operation.operand ? compileExtendedGlob(yield* expander.pattern(sh, operation.operand)) : undefined;
      const upper = operation.operator[0] === '^';
      const change = (char: string) => (pattern && !pattern.matches(char) ? char : upper ? char.toUpperCase() : char.toLowerCase());
      if (operation.operator.length === 2) return (text) => [...text].map(change).join('');
      return (text) => text.replace(/^./su, change);
    }
    default:
      return (text) => text;
  }
}

function replace(text: string, source: string, replacement: string, operator: string): string {
  const pattern = compileExtendedGlob(source);
  const replaced = (matched: string) => unescapeReplacement(replacement, matched);
  if (operator === '/#') {
    const length = pattern.prefix(text, true);
    return length === undefined ? text : replaced(text.slice(0, length)) + text.slice(length);
  }
  if (operator === '/%') {
    const length = pattern.suffix(text, true);
    return length === undefined ? text : text.slice(0, text.length - length) + replaced(text.slice(text.length - length));
  }
  let out = '';
  let from = 0;
  for (let match = pattern.find(text, 0); match; match = pattern.find(text, from)) {
    out += text.slice(from, match.at) + replaced(text.slice(match.at, match.at + match.length));
    from = match.at + match.length;
    if (operator === '/') break;
  }
  return out + text.slice(from);
}

/** Unquoted & in the replacement is the text that matched, in bash 5.2. */
function unescapeReplacement(replacement: string, matched: string): string {
  return replacement.includes('&') ? replacement.replace(/\\([\s\S])|&/g, (_, char?: string) => char ?? matched) : unescapeGlob(replacement);
}

function* slice(sh: Shell, ref: Reference, value: Value, operation: ParameterSliceOperation, expander: Expander): Run<Value> {
  const { offset: offsetWord, length: lengthWord } = operation;
  let from = yield* number(sh, offsetWord, expander);
  const wanted = lengthWord ? yield* number(sh, lengthWord, expander) : undefined;
  if (value === undefined) return undefined;
  let items: readonly string[] | string = typeof value === 'string' ? points(value) : value;
  if (ref.name === '@' || ref.name === '*') items = [sh.name, ...sh.positional];
  const keys = ref.whole && typeof items !== 'string' ? sh.variables.find(ref.name)?.list : undefined;
  if (keys && keys.size > 0) from = placeOf(keys, from);
  else if (from < 0) from += items.length;
  if (from < 0) return typeof value === 'string' ? '' : [];
  let to = wanted === undefined ? items.length : wanted < 0 ? items.length + wanted : from + wanted;
  if (wanted !== undefined && wanted < 0 && (to < from || ref.whole)) {
    return yield* failWith(sh, `${lengthWord!.text}: substring expression < 0`);
  }
  if ((ref.name === '@' || ref.name === '*') && wanted === undefined) to = items.length;
  const cut = items.slice(from, to);
  return typeof value === 'string' && typeof cut !== 'string' ? cut.join('') : cut;
}

/** Where the element of the index or the next one after it stands; from the end when it is negative. Below 0: nowhere. */
function placeOf(keys: ReadonlyMap<number, string>, index: number): number {
  const at = index < 0 ? index + endOf(keys) : index;
  let place = at < 0 ? -1 : 0;
  if (at > 0) for (const key of keys.keys()) if (key < at) place++;
  return place;
}

function points(text: string): readonly string[] | string {
  return /[\ud800-\udbff]/.test(text) ? [...text] : text;
}

function* number(sh: Shell, word: Word, expander: Expander): Run<number> {
  return Number(yield* expander.arithmetic(sh, word.text, arithmeticPieces(word.text)));
}

function* transformation(sh: Shell, operator: string): Run<Mapping> {
  switch (operator) {
    case 'Q':
      return quoteReusable;
    case 'U':
      return (text) => text.toUpperCase();
    case 'u':
      return (text) => text.replace(/^./su, (char) => char.toUpperCase());
    case 'L':
      return (text) => text.toLowerCase();
    case 'E':
      return (text) => unescape(text, 'ansi-c').text;
    default:
      return yield* failWith(sh, words(sh).badSubstitution(`\${…@${operator}}`));
  }
}

function* prompts(sh: Shell, values: readonly string[]): Run<readonly string[]> {
  const texts: string[] = [];
  for (const value of values) texts.push(yield* sh.engine.prompt(sh, value));
  return texts;
}

function describe(sh: Shell, ref: Reference, operator: string): Value {
  const variable = sh.variables.find(ref.name);
  const letters = variable
    ? (variable.list ? 'a' : '') + (variable.map ? 'A' : '') + (variable.integer ? 'i' : '') + (variable.readonly ? 'r' : '') + (variable.exported ? 'x' : '')
    : '';
  if (operator === 'a') return letters;
  const value = valueOf(sh, ref);
  if (operator === 'K' || operator === 'k') {
    if (typeof value === 'string') return quoteReusable(value);
    const pairs = indexes(sh, ref.name).flatMap((key, i) => (operator === 'k' ? [key, value?.[i] ?? ''] : [`${quoteKey(key)} ${doubleQuote(value?.[i] ?? '')}`]));
    return operator === 'k' ? pairs : pairs.join(' ') + (variable?.map ? ' ' : '');
  }
  const text = typeof value === 'string' ? quoteReusable(value) : `(${indexes(sh, ref.name).map((k, i) => `[${k}]=${doubleQuote(value?.[i] ?? '')}`).join(' ')})`;
  return letters === '' ? `${ref.name}=${text}` : `declare -${letters} ${ref.name}=${text}`;
}
