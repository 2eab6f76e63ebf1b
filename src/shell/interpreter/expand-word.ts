/** From words to what a command gets: every expansion in the shell's order, then splitting at IFS, file names and the removal of quotes. */
import { escapeGlob } from '../../base/index.ts';
import type { CommandArgument, HereDoc, Word } from 'unbash';
import { ArithmeticError, evaluateArithmetic, type Int } from '../language/arithmetic.ts';
import { FieldBuilder, type Field } from '../language/field-builder.ts';
import { globPaths } from '../language/path-glob.ts';
import { compileParts, piecesOf, type Piece, type WordPieces, type WordPlace } from '../language/word-pieces.ts';
import { complain, failUnset, failWith, words } from './complain.ts';
import { expandParameter, type Expander } from './expand-parameter.ts';
import { globFiles, homeOf } from './shell-files.ts';
import { arithmeticVariables, parameter, UnsetError } from './parameters.ts';
import { addText, addValue, PatternSink, TextSink, type Sink } from './sinks.ts';
import { ReadonlyError } from './variables.ts';
import type { Run, Shell } from './shell.ts';

/** The fields of a command's words. */
export function* expandWords(sh: Shell, args: readonly CommandArgument[]): Run<string[]> {
  const fields: string[] = [];
  for (const arg of args) {
    if (arg.type === 'Assignment') fields.push(yield* expandAssignmentArgument(sh, arg.text, arg.value.type === 'Word' ? arg.value : undefined));
    else yield* expandInto(sh, piecesOf(arg), fields);
  }
  return fields;
}

/** `name=value` as an argument: only declaring builtins keep its value whole, but nobody splits what the parser calls an assignment. */
function* expandAssignmentArgument(sh: Shell, text: string, value: Word | undefined): Run<string> {
  if (!value) return text;
  const name = text.slice(0, text.length - value.text.length);
  return name + (yield* expandText(sh, value, 'assignment'));
}

function* expandInto(sh: Shell, word: WordPieces, fields: string[]): Run<void> {
  if (word.braces && sh.isBash) {
    for (const alternative of word.braces) yield* expandInto(sh, { ...alternative, braces: undefined }, fields);
    return;
  }
  if (word.constant !== undefined) {
    fields.push(word.constant);
    return;
  }
  let builder = new FieldBuilder(sh.ifs);
  if (!word.simple || !feedAtOnce(sh, word.pieces, builder)) {
    builder = new FieldBuilder(sh.ifs); // without what had been fed of it
    yield* feed(sh, word.pieces, builder, false);
  }
  for (const field of builder.finish()) yield* addPaths(sh, field, fields);
}

function* addPaths(sh: Shell, field: Field, fields: string[]): Run<void> {
  if (!field.magic || sh.on('noglob')) {
    fields.push(field.text);
    return;
  }
  sh.p.charge(10);
  const paths = globPaths(field.pattern, globFiles(sh.p), { dotGlob: sh.shopts.has('dotglob'), globStar: sh.shopts.has('globstar'), skipDots: sh.shopts.has('globskipdots') });
  if (paths.length > 0) for (const path of paths) fields.push(path);
  else if (sh.shopts.has('failglob')) yield* failWith(sh, `no match: ${field.text}`);
  else if (!sh.shopts.has('nullglob')) fields.push(field.text);
}

/** The word as one string: no splitting, no file names. */
export function* expandText(sh: Shell, word: Word, place: WordPlace = 'argument'): Run<string> {
  const quick = textAtOnce(sh, word, place);
  if (quick !== undefined) return quick;
  const sink = new TextSink();
  yield* feed(sh, piecesOf(word, place).pieces, sink, false);
  return sink.text;
}

/** The same without system calls, for a word that needs none; undefined for any other. */
export function textAtOnce(sh: Shell, word: Word, place: WordPlace = 'argument'): string | undefined {
  const { constant, pieces, simple } = piecesOf(word, place);
  if (constant !== undefined || !simple) return constant;
  const sink = new TextSink();
  return feedAtOnce(sh, pieces, sink) ? sink.text : undefined;
}

/** The fields of a word that needs no system call and no file names; undefined for any other. */
export function fieldsAtOnce(sh: Shell, word: Word, fields: string[]): boolean {
  const { constant, pieces, simple, braces } = piecesOf(word);
  if (braces && sh.isBash) return false;
  if (constant !== undefined) {
    fields.push(constant);
    return true;
  }
  if (!simple) return false;
  const builder = new FieldBuilder(sh.ifs);
  if (!feedAtOnce(sh, pieces, builder)) return false;
  const found = builder.finish();
  if (found.some((field) => field.magic)) return false;
  for (const field of found) fields.push(field.text);
  return true;
}

/**
 * False when something is wrong, which `feed` will find again and say: no variable has been changed then, but the sink is spoilt.
 * Arithmetic may change variables, so it must be the whole word.
 */
function feedAtOnce(sh: Shell, pieces: readonly Piece[], sink: Sink, alone = pieces.length === 1): boolean {
  for (const piece of pieces) {
    if (piece.kind === 'text') {
      if (piece.quoted) sink.quoted(piece.text);
      else sink.literal(piece.text);
    } else if (piece.kind === 'variable') {
      const value = parameter(sh, piece.name);
      if (value === undefined && sh.options.has('nounset')) return false;
      addValue(sh, sink, value, piece.quoted, piece.name === '*');
    } else if (piece.kind === 'quotes') {
      if (piece.hasList) return false;
      sink.quoted('');
      if (!feedAtOnce(sh, piece.pieces, sink, alone && piece.pieces.length === 1)) return false;
    } else if (piece.kind === 'tilde') sink.quoted(homeOf(sh, piece.user) ?? `~${piece.user}`);
    else if (piece.kind === 'arithmetic' && alone) {
      const value = arithmeticAtOnce(sh, piece.text);
      if (value === undefined) return false;
      addText(sink, value, piece.quoted);
    } else return false;
  }
  return true;
}

function arithmeticAtOnce(sh: Shell, text: string): string | undefined {
  try {
    return String(evaluateArithmetic(text.trimStart(), arithmeticVariables(sh)));
  } catch (error) {
    if (error instanceof ArithmeticError || error instanceof UnsetError || error instanceof ReadonlyError) return undefined;
    throw error;
  }
}

/** The word as a pattern: what was quoted stands for itself. */
export function* expandPattern(sh: Shell, word: Word): Run<string> {
  const sink = new PatternSink(escapeGlob);
  yield* feed(sh, piecesOf(word, 'assignment').pieces, sink, false);
  return sink.text;
}

/** What takes the place of a match: an & that was quoted is only itself. */
function* expandReplacement(sh: Shell, word: Word): Run<string> {
  const sink = new PatternSink((text) => text.replace(/[\\&]/g, '\\$&'));
  yield* feed(sh, piecesOf(word, 'assignment').pieces, sink, false);
  return sink.text;
}

/** The right side of =~: an extended regular expression, in which quoted text stands for itself. */
export function* expandRegex(sh: Shell, word: Word): Run<string> {
  const sink = new PatternSink((text) => text.replace(/[.[\]\\()*+?{}|^$]/g, '\\$&'));
  yield* feed(sh, piecesOf(word, 'assignment').pieces, sink, false);
  return sink.text;
}

/** The target of a redirection: one field, or undefined when it came out as several. */
export function* expandTarget(sh: Shell, word: Word): Run<string | undefined> {
  if (!sh.isBash) return yield* expandText(sh, word);
  const fields: string[] = [];
  yield* expandInto(sh, piecesOf(word), fields);
  return fields.length === 1 ? fields[0] : undefined;
}

/** For the operands of ${…}, which are words themselves. */
const expander: Expander = { feed, text: expandText, pattern: expandPattern, replacement: expandReplacement, arithmetic: expandArithmetic };

const hereDocs = new WeakMap<HereDoc, readonly Piece[]>();

export function* expandHereDoc(sh: Shell, doc: HereDoc): Run<string> {
  const text = yield* hereDocText(sh, doc);
  return doc.closing === undefined && text !== '' && !text.endsWith('\n') ? `${text}\n` : text;
}

function* hereDocText(sh: Shell, doc: HereDoc): Run<string> {
  let { text } = doc.body;
  if (!doc.delimiter?.quoted) {
    let pieces = hereDocs.get(doc);
    if (!pieces) hereDocs.set(doc, (pieces = compileParts(doc.body.parts, stripTabs(doc, text))));
    const sink = new TextSink();
    yield* feed(sh, doc.operator === '<<-' && doc.body.parts ? withoutTabs(pieces) : pieces, sink, false);
    return sink.text;
  }
  text = stripTabs(doc, text);
  return text;
}

function stripTabs(doc: HereDoc, text: string): string {
  return doc.operator === '<<-' ? text.replace(/^\t+/gm, '') : text;
}

/** Tabs go from the beginnings of the document's own lines, not from those of an expansion's result. */
function withoutTabs(pieces: readonly Piece[]): Piece[] {
  return pieces.map((piece, i) => {
    if (piece.kind !== 'text') return piece;
    const text = piece.text.replace(/\n\t+/g, '\n');
    return { ...piece, text: i === 0 ? text.replace(/^\t+/, '') : text };
  });
}

function* expandedIn(sh: Shell, text: string, pieces: readonly Piece[]): Run<string> {
  if (pieces.length === 0) return text;
  const sink = new TextSink();
  yield* feed(sh, pieces, sink, false);
  return sink.text;
}

/** What stands between (( and )): what is wrong with it is told, and fails that command alone. */
export function* evaluateCommand(sh: Shell, text: string, pieces: readonly Piece[]): Run<Int | undefined> {
  const expanded = yield* expandedIn(sh, text, pieces);
  try {
    return evaluateArithmetic(expanded.trimStart(), arithmeticVariables(sh));
  } catch (error) {
    if (error instanceof UnsetError) return yield* failUnset(sh, error.parameter);
    if (error instanceof ArithmeticError) yield* complain(sh, `((: ${error.message}`);
    else if (error instanceof ReadonlyError) yield* complain(sh, words(sh).readOnly(error.variable));
    else throw error;
    return undefined;
  }
}

/** Evaluates arithmetic after the expansions in it. */
export function* expandArithmetic(sh: Shell, text: string, pieces: readonly Piece[]): Run<Int> {
  const expanded = yield* expandedIn(sh, text, pieces);
  try {
    return evaluateArithmetic(expanded.trimStart(), arithmeticVariables(sh));
  } catch (error) {
    if (error instanceof ArithmeticError) return yield* failWith(sh, words(sh).arithmetic(expanded.trim(), error.message));
    if (error instanceof UnsetError) return yield* failUnset(sh, error.parameter);
    if (error instanceof ReadonlyError) return yield* failWith(sh, words(sh).readOnly(error.variable));
    throw error;
  }
}

/** Hands the pieces to the sink. `operand`: unquoted text of the word itself is split too, as in ${x:-a b}. */
export function* feed(sh: Shell, pieces: readonly Piece[], sink: Sink, operand: boolean): Run<void> {
  for (const piece of pieces) {
    switch (piece.kind) {
      case 'text':
        if (piece.quoted) sink.quoted(piece.text);
        else if (operand) sink.split(piece.text);
        else sink.literal(piece.text);
        break;
      case 'tilde':
        sink.quoted(homeOf(sh, piece.user) ?? `~${piece.user}`);
        break;
      case 'variable': {
        const value = parameter(sh, piece.name);
        if (value === undefined && sh.on('nounset')) yield* failUnset(sh, sh.isBash && /^\d/.test(piece.name) ? `$${piece.name}` : piece.name);
        addValue(sh, sink, value, piece.quoted, piece.name === '*');
        break;
      }
      case 'parameter':
        yield* expandParameter(sh, piece.part, piece.quoted, sink, expander);
        break;
      case 'command':
        addText(sink, yield* sh.engine.substitute(sh, piece.script, piece.text), piece.quoted);
        break;
      case 'arithmetic':
        addText(sink, String(yield* expandArithmetic(sh, piece.text, piece.pieces)), piece.quoted);
        break;
      case 'process':
        sink.quoted(yield* sh.engine.processPath(sh, piece.script, piece.operator));
        break;
      case 'quotes':
        if (!piece.hasList) sink.quoted('');
        yield* feedQuotes(sh, piece.pieces, sink);
    }
  }
}

function* feedQuotes(sh: Shell, pieces: readonly Piece[], sink: Sink): Run<void> {
  for (const inner of pieces) {
    if (inner.kind === 'text') {
      if (inner.text !== '') sink.quoted(inner.text);
    } else yield* feed(sh, [inner], sink, false);
  }
}
