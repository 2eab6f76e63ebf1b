/** fmt: paragraphs filled anew, so that their lines are about as long as wanted. */
import { eachInput, readAllLines } from '../tool/inputs.ts';
import { complain, print, type Tool, type ToolCall } from '../tool/tool.ts';

const WIDTH = 75;
const WIDTH_MAX = 2_500;
const GOAL_BELOW = 10; // of a width that follows from the goal
const tooLarge = 'Numerical result out of range';

export const fmt: Tool = {
  usage: '[-WIDTH] [OPTION]... [FILE]...',
  options: { flags: 'cstu', values: 'wgp', numberMeans: 'w', long: { 'crown-margin': 'c', 'tagged-paragraph': 't', 'split-only': 's', 'uniform-spacing': 'u', width: 'w', goal: 'g', prefix: 'p' } },
  *run(call) {
    const given = call.options.value('w');
    const aim = call.options.value('g');
    const width = Number(given ?? (aim === undefined ? WIDTH : Number(aim) + GOAL_BELOW));
    if (given !== undefined && (!/^\d+$/.test(given) || width > WIDTH_MAX)) return yield* complain(call, `invalid width: ‘${given}’${width > WIDTH_MAX ? `: ${tooLarge}` : ''}`);
    if (aim !== undefined && (!/^\d+$/.test(aim) || Number(aim) > (given === undefined ? WIDTH : width))) return yield* complain(call, `invalid width: ‘${aim}’${/^\d+$/.test(aim) ? `: ${tooLarge}` : ''}`);
    const good = yield* eachInput(call, call.operands, function* ({ fd }) {
      let text = '';
      for (const paragraph of paragraphs(yield* readAllLines(fd), call)) text += typeof paragraph === 'string' ? `${paragraph}\n` : fill(paragraph, width, call);
      yield* print(text);
    }, { words: (name, why) => `cannot open '${name}' for reading: ${why}` });
    return good ? 0 : 1;
  },
};

interface Paragraph {
  readonly first: string; // indentation of its first line
  readonly rest: string; // and of the others
  readonly words: readonly string[];
}

/** Lines of one indentation make a paragraph; blank ones, and those without the prefix, stay as they are. */
function paragraphs(lines: readonly string[], call: ToolCall): (Paragraph | string)[] {
  const prefix = call.options.value('p') ?? '';
  const found: (Paragraph | string)[] = [];
  let open: { first: string; rest: string; lines: string[] } | undefined;
  const close = () => {
    if (open) found.push({ first: open.first, rest: open.rest, words: open.lines.flatMap((line) => words(line, call.options.has('u'))) });
    open = undefined;
  };
  for (const line of lines) {
    const body = line.startsWith(prefix) ? line.slice(prefix.length) : undefined;
    const indent = prefix + (/^\s*/.exec(body ?? '')?.[0] ?? '');
    if (body === undefined || body.trim() === '') {
      close();
      found.push(body === undefined ? line : '');
      continue;
    }
    const joins = open && !call.options.has('s') && (indent === open.rest || (open.lines.length === 1 && (call.options.has('c') || (call.options.has('t') && indent !== open.first))));
    if (open && joins) {
      open.rest = indent;
      open.lines.push(body);
    } else {
      close();
      open = { first: indent, rest: indent, lines: [body] };
    }
  }
  close();
  return found;
}

/** Two blanks follow the end of a sentence, when two did or the line ended there. */
function words(line: string, uniform: boolean): string[] {
  const parts = line.trim().match(/\S+\s*/g) ?? [];
  return parts.map((part, i) => {
    const word = part.trimEnd();
    const sentence = /[.?!]['")\]]*$/.test(word);
    const wide = uniform ? sentence && part.length - word.length > 1 : part.length - word.length > 1;
    return word + (i < parts.length - 1 ? (wide ? (uniform ? '  ' : part.slice(word.length)) : ' ') : sentence ? '  ' : ' ');
  });
}

/**
 * The breaks for which the lines together are nearest to the goal and to each other, the last one's length aside; they end gladly
 * with a sentence, and not so gladly just before or after its border.
 */
function fill({ first, rest, words: list }: Paragraph, width: number, call: ToolCall): string {
  const given = call.options.value('g');
  const goal = given === undefined ? Math.floor((width * 187) / 200) : Number(given);
  const count = list.length;
  const best = Array.from<number>({ length: count + 1 }).fill(0);
  const next = Array.from<number>({ length: count + 1 }).fill(count);
  const lengths = Array.from<number>({ length: count + 1 }).fill(0);
  const bare = list.map((word) => word.trimEnd().length);
  for (let i = count - 1; i >= 0; i--) {
    let length = (i === 0 ? first : rest).length + bare[i]!;
    let least = Infinity;
    for (let j = i + 1; ; j++) {
      const cost = best[j]! + (j === count ? 0 : squared((goal - length) * 10) + (next[j] === count ? 0 : squared((length - lengths[j]!) * 10) / 2));
      if (cost < least) {
        least = cost;
        next[i] = j;
        lengths[i] = length;
      }
      if (j === count) break;
      length += list[j - 1]!.length - bare[j - 1]! + bare[j]!;
      if (length >= width) break;
    }
    best[i] = least + (i === 0 ? 0 : breakCost(list, i));
  }
  let text = '';
  for (let i = 0; i < count; i = next[i]!) text += `${i === 0 ? first : rest}${list.slice(i, next[i]).join('').trimEnd()}\n`;
  return text;
}

function squared(n: number): number {
  return n * n;
}

/** What a line's beginning with this word costs. */
function breakCost(list: readonly string[], at: number): number {
  const before = list[at - 1]!;
  const isFinal = (i: number) => i >= 0 && (i === list.length - 1 || /[.?!]['")\]]*\s\s/.test(list[i]!));
  let cost = squared(70);
  if (/[.?!]['")\]]*\s*$/.test(before)) cost += isFinal(at - 1) ? -squared(50) : squared(600);
  else if (/[,;:]['")\]]*\s*$/.test(before)) cost -= squared(40);
  else if (isFinal(at - 2)) cost += Math.floor(squared(200) / (before.trimEnd().length + 2));
  if (/^['"(]/.test(list[at]!)) cost -= squared(40);
  else if (isFinal(at)) cost += Math.floor(squared(150) / (list[at]!.trimEnd().length + 2));
  return cost;
}
