/** tr: characters into others, deleted, or squeezed. */
import { inClass, Utf8Decoder } from '../../base/index.ts';
import { unescape } from '../language/escapes.ts';
import { ByteReader } from '../tool/inputs.ts';
import { complain, print, refuse, type Tool } from '../tool/tool.ts';

export const tr: Tool = {
  usage: '[OPTION]... STRING1 [STRING2]',
  options: { flags: 'cCdst', stopAtOperand: true, long: { complement: 'c', delete: 'd', 'squeeze-repeats': 's', 'truncate-set1': 't' } },
  *run(call) {
    const { options, operands } = call;
    const deletes = options.has('d');
    const squeezes = options.has('s');
    const [text1, text2] = operands;
    if (text1 === undefined) return yield* refuse(call, 'missing operand');
    const lacks = deletes && squeezes ? 'Two strings must be given when both deleting and squeezing repeats.' : deletes || squeezes ? undefined : 'Two strings must be given when translating.';
    if (text2 === undefined && lacks !== undefined) return yield* refuse(call, `missing operand after ‘${text1}’\n${lacks}`);
    if (text2 !== undefined && deletes && !squeezes) return yield* refuse(call, `extra operand ‘${text2}’\nOnly one string may be given when deleting without squeezing repeats.`);
    if (operands.length > 2) return yield* refuse(call, `extra operand ‘${operands[2]!}’`);
    const complement = options.has('c') || options.has('C');
    const first = expandSet(text1);
    const second = expandSet(text2 ?? '', first.set.length);
    const problem = first.problem ?? second.problem;
    if (problem !== undefined) return yield* complain(call, problem);
    const set2 = second.set;
    const translates = !deletes && text2 !== undefined;
    if (translates && set2.length === 0 && first.set.length > 0 && !options.has('t')) return yield* complain(call, 'when not truncating set1, string2 must be non-empty');
    if (translates && second.hasCase && !first.hasCase) return yield* complain(call, 'misaligned [:upper:] and/or [:lower:] construct');
    const set1 = translates && options.has('t') ? first.set.slice(0, set2.length) : first.set;
    const map = deletes || text2 === undefined ? undefined : translation(set1, set2, complement);
    const inSet1 = membership(set1, complement);
    const squeezed = squeezes ? membership(text2 === undefined ? set1 : set2, text2 === undefined && complement) : undefined;
    const decoder = new Utf8Decoder();
    let last = '';
    const reader = new ByteReader(0);
    for (;;) {
      const chunk = yield* reader.next();
      const text = chunk === null ? decoder.end() : decoder.push(chunk);
      let out = '';
      for (const char of text) {
        if (deletes && inSet1(char)) continue;
        const made = map ? map(char) : char;
        if (squeezed && made === last && squeezed(made)) continue;
        last = made;
        out += made;
      }
      yield* print(out);
      if (chunk === null) return 0;
    }
  },
};

function membership(set: readonly string[], complement: boolean): (char: string) => boolean {
  const members = new Set(set);
  return (char) => members.has(char) !== complement;
}

function translation(from: readonly string[], to: readonly string[], complement: boolean): (char: string) => string {
  const last = to[to.length - 1] ?? '';
  if (complement) {
    const kept = new Set(from);
    return (char) => (kept.has(char) ? char : last);
  }
  const map = new Map<string, string>();
  from.forEach((char, i) => map.set(char, to[i] ?? last));
  return (char) => map.get(char) ?? char;
}

interface Expanded {
  readonly set: readonly string[];
  /** It names [:upper:] or [:lower:], which stand for each other. */
  readonly hasCase: boolean;
  readonly problem?: string;
}

const classes = ['alnum', 'alpha', 'blank', 'cntrl', 'digit', 'graph', 'lower', 'print', 'punct', 'space', 'upper', 'xdigit'];

/** Ranges, classes, [x*n] and escapes written out. `wanted` is how long [x*] has to make it. */
function expandSet(text: string, wanted = 0): Expanded {
  const units = unitsOf(text);
  const set: string[] = [];
  let hasCase = false;
  for (let i = 0; i < units.length; i++) {
    const rest = units.slice(i).map(({ char, quoted }) => (quoted ? '\0' : char)).join('');
    const named = /^\[:(\w+):\]/.exec(rest);
    const equal = /^\[=(.)=\]/su.exec(rest);
    const repeated = /^\[(.)\*(\d*)\]/su.exec(rest);
    if (named) {
      const name = named[1]!;
      if (!classes.includes(name)) return { set, hasCase, problem: `invalid character class ‘${name}’` };
      hasCase ||= name === 'upper' || name === 'lower';
      set.push(...ascii.filter((c) => inClass(name, c)));
      i += named[0].length - 1;
    } else if (equal) {
      set.push(equal[1]!);
      i += 4;
    } else if (repeated) {
      const count = repeated[2] === '' || Number(repeated[2]) === 0 ? Math.max(0, wanted - set.length) : parseInt(repeated[2]!, repeated[2]!.startsWith('0') ? 8 : 10);
      for (let n = 0; n < Math.min(count, 100_000); n++) set.push(units[i + 1]!.char);
      i += [...repeated[0]].length - 1;
    } else if (units[i + 1]?.char === '-' && !units[i + 1]!.quoted && units[i + 2]) {
      const [from, to] = [units[i]!.char, units[i + 2]!.char];
      if (from.codePointAt(0)! > to.codePointAt(0)!) return { set, hasCase, problem: `range-endpoints of '${from}-${to}' are in reverse collating sequence order` };
      for (let code = from.codePointAt(0)!; code <= to.codePointAt(0)!; code++) set.push(String.fromCodePoint(code));
      i += 2;
    } else set.push(units[i]!.char);
  }
  return { set, hasCase };
}

/** Characters, of which those behind a backslash mean nothing but themselves. */
function unitsOf(text: string): { readonly char: string; readonly quoted: boolean }[] {
  return [...text.matchAll(/\\(?:[0-7]{1,3}|.)|./gsu)].map(([whole]) => (whole.length > 1 && whole.startsWith('\\') ? { char: escaped(whole), quoted: true } : { char: whole, quoted: false }));
}

function escaped(text: string): string {
  const made = unescape(text, 'format').text;
  return made === text ? text.slice(1) : made;
}

const ascii = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));
