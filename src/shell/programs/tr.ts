/** tr: characters into others, deleted, or squeezed. */
import { Utf8Decoder } from '../../base/index.ts';
import { inClass } from '../language/glob-pattern.ts';
import { unescape } from '../language/escapes.ts';
import { ByteReader } from '../tool/inputs.ts';
import { print, refuse, type Tool } from '../tool/tool.ts';

export const tr: Tool = {
  usage: '[OPTION]... STRING1 [STRING2]',
  options: { flags: 'cCdst', stopAtOperand: true, long: { complement: 'c', delete: 'd', 'squeeze-repeats': 's', 'truncate-set1': 't' } },
  *run(call) {
    const { options, operands } = call;
    const deletes = options.has('d');
    const squeezes = options.has('s');
    const [text1, text2] = operands;
    if (text1 === undefined) return yield* refuse(call, 'missing operand');
    if (text2 === undefined && !deletes && !squeezes) return yield* refuse(call, `missing operand after ‘${text1}’\nTwo strings must be given when translating.`);
    if (text2 !== undefined && deletes && !squeezes) return yield* refuse(call, `extra operand ‘${text2}’\nOnly one string may be given when deleting without squeezing repeats.`);
    if (operands.length > 2) return yield* refuse(call, `extra operand ‘${operands[2]!}’`);
    const complement = options.has('c') || options.has('C');
    const set1 = expandSet(text1);
    const set2 = text2 === undefined ? [] : expandSet(text2, set1.length);
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

/** Ranges, classes, [x*n] and escapes written out. `wanted` is how long [x*] has to make it. */
function expandSet(text: string, wanted = 0): string[] {
  const chars = [...unescape(text, 'format').text];
  const escapedDash = text.includes('\\-');
  const out: string[] = [];
  for (let i = 0; i < chars.length; i++) {
    const rest = chars.slice(i).join('');
    const named = /^\[:(\w+):\]/.exec(rest);
    const equal = /^\[=(.)=\]/su.exec(rest);
    const repeated = /^\[(.)\*(\d*)\]/su.exec(rest);
    if (named) {
      out.push(...ascii.filter((c) => inClass(named[1]!, c)));
      i += named[0].length - 1;
    } else if (equal) {
      out.push(equal[1]!);
      i += 4;
    } else if (repeated) {
      const count = repeated[2] === '' ? Math.max(0, wanted - out.length) : Number(repeated[2]);
      for (let n = 0; n < Math.min(count, 100_000); n++) out.push(repeated[1]!);
      i += [...repeated[0]].length - 1;
    } else if (chars[i + 1] === '-' && chars[i + 2] !== undefined && !escapedDash) {
      const to = chars[i + 2]!.codePointAt(0)!;
      for (let code = chars[i]!.codePointAt(0)!; code <= to; code++) out.push(String.fromCodePoint(code));
      i += 2;
    } else out.push(chars[i]!);
  }
  return out;
}

const ascii = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));
