/** split, match, sub, gsub, gensub and asort: the functions that write into variables. */
import type { PatternMatch } from '../../base/index.ts';
import { constant, map, map2, valueOf, type Code } from './code.ts';
import type { ExpressionCompiler } from './compile-expression.ts';
import type { Machine } from './machine.ts';
import { patternOf, splitBy, splitterOf } from './pattern-text.ts';
import { AwkError, wrongArguments, type Expression } from './syntax.ts';
import { bounded, compareValues, InputText, runes, toNumber, type Elements } from './values.ts';

function arrayNamed(compiler: ExpressionCompiler, node: Expression | undefined, name: string): () => Elements {
  if (node?.kind !== 'variable') throw new AwkError(`type error in arg(2) in call to ${name}`);
  return compiler.elements(node.name);
}

export function splitText(compiler: ExpressionCompiler, machine: Machine, args: readonly Expression[]): Code {
  const [text, array, separator] = args;
  if (!text || args.length > 3) throw wrongArguments('split');
  const elements = arrayNamed(compiler, array, 'split');
  const by = separator?.kind === 'regex' ? map(compiler.pattern(separator), (source) => (value: string) => splitBy(value, patternOf(source))) : separator ? map(compiler.text(separator), (s) => splitterOf(s)) : { now: () => splitterOf(machine.fieldSeparator) };
  return map2(compiler.text(text), by, (value, split) => {
    const parts = split(value);
    const into = elements();
    into.clear();
    parts.forEach((part, i) => into.set(String(i + 1), new InputText(part)));
    return parts.length;
  });
}

export function matchText(compiler: ExpressionCompiler, machine: Machine, args: readonly Expression[]): Code {
  const [text, pattern, array] = args;
  if (!text || !pattern || args.length > 3) throw wrongArguments('match');
  const elements = array && arrayNamed(compiler, array, 'match');
  return map2(compiler.text(text), compiler.pattern(pattern), (value, source) => {
    machine.countStep(value.length);
    const match = patternOf(source).exec(value);
    const start = match ? runes(value.slice(0, match.index)) + 1 : 0;
    machine.global('RSTART').value = start;
    machine.global('RLENGTH').value = match ? runes(match.groups[0]!) : -1;
    const into = elements?.();
    into?.clear();
    match?.groups.forEach((group, i) => group !== undefined && into?.set(String(i), new InputText(group)));
    return start;
  });
}

export function substitute(compiler: ExpressionCompiler, machine: Machine, name: 'sub' | 'gsub' | 'gensub', args: readonly Expression[]): Code {
  const [pattern, replacement, third, fourth] = args;
  if (!pattern || !replacement || args.length > (name === 'gensub' ? 4 : 3) || (name === 'gensub' && !third)) throw wrongArguments(name);
  const source = compiler.pattern(pattern);
  const text = compiler.text(replacement);
  if (name === 'gensub') return generalSubstitute(compiler, machine, source, text, third!, fourth);
  const target = third ?? { kind: 'field', index: { kind: 'number', value: 0 } };
  const place = target.kind === 'variable' || target.kind === 'field' || target.kind === 'element' ? compiler.place(target) : map(compiler.expression(target), (value) => ({ get: () => value, set: () => {} }));
  const limit = name === 'sub' ? 1 : Infinity;
  const both = map2(source, text, (from, to) => ({ from, to }));
  return map2(both, place, ({ from, to }, where) => {
    let count = 0;
    const before = machine.text(where.get());
    machine.countStep(searched(before).length);
    const after = patternOf(from).replaceAll(before, (match) => (count++, replaced(to, match, false)), { limit });
    if (count > 0) where.set(bounded(after));
    return count;
  });
}

function generalSubstitute(compiler: ExpressionCompiler, machine: Machine, source: Code<string>, text: Code<string>, how: Expression, target: Expression | undefined): Code {
  const which = compiler.text(how);
  const value: Code<string> = target ? compiler.text(target) : { now: () => machine.text(machine.record.field(0)) };
  return {
    *later() {
      const from = patternOf(yield* valueOf(source));
      const to = yield* valueOf(text);
      const nth = yield* valueOf(which);
      const range = /^[gG]/.test(nth) ? {} : { skip: Math.max(1, Math.trunc(toNumber(nth))) - 1, limit: 1 };
      const before = yield* valueOf(value);
      machine.countStep(searched(before).length);
      return from.replaceAll(before, (match) => replaced(to, match, true), range);
    },
  };
}

const SEARCHED_MAX = 1024 * 1024; // characters: a substitution in more would take seconds at once

function searched(text: string): string {
  if (text.length > SEARCHED_MAX) throw new AwkError('out of memory');
  return text;
}

/** & is the match, \& the character; gensub also knows \1 to \9. */
function replaced(text: string, match: PatternMatch, groups: boolean): string {
  return text.replace(/\\(.)|&/gs, (whole, escaped: string | undefined) => {
    if (escaped === undefined) return match.groups[0]!;
    if (escaped === '&' || escaped === '\\') return escaped;
    if (groups && /\d/.test(escaped)) return match.groups[Number(escaped)] ?? '';
    return whole;
  });
}

/** gawk's: the values, or the subscripts, in order and numbered from 1. */
export function asort(compiler: ExpressionCompiler, machine: Machine, name: string, args: readonly Expression[]): Code {
  const source = arrayNamed(compiler, args[0], name);
  const target = args[1] ? arrayNamed(compiler, args[1], name) : source;
  return map(constant(undefined), () => {
    const from = source();
    const values = name === 'asorti' ? [...from.keys()] : [...from.values()];
    values.sort((a, b) => compareValues(a, b, machine.numbers));
    const into = target();
    into.clear();
    values.forEach((value, i) => into.set(String(i + 1), value));
    return values.length;
  });
}
