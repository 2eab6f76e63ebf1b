/** uniq: runs of equal lines as one, counted with -c, or all of them with -D and --group. */
import { chooseWord } from '../tool/choice.ts';
import { eachInput, LineReader } from '../tool/inputs.ts';
import { complain, print, reason, refuse, tried, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';

const counted: Readonly<Record<string, string>> = { f: 'fields to skip', s: 'bytes to skip', w: 'bytes to compare' };
const groupings = [['prepend'], ['append'], ['separate'], ['both']];
const repetitions = [['none'], ['prepend'], ['separate']];

export const uniq: Tool = {
  usage: '[OPTION]... [INPUT [OUTPUT]]',
  options: {
    flags: 'cdDiuz',
    values: 'fsw',
    long: { count: 'c', repeated: 'd', 'ignore-case': 'i', unique: 'u', 'skip-fields': 'f', 'skip-chars': 's', 'check-chars': 'w', 'zero-terminated': 'z' },
    longValues: ['all-repeated?', 'group?'],
  },
  *run(call) {
    const { options, operands, p } = call;
    const plan = planOf(call);
    if ('problem' in plan) return plan.used ? yield* refuse(call, plan.problem) : yield* complain(call, plan.problem);
    const [input = '-', output] = operands;
    if (output !== undefined && output !== '-') {
      if (input !== '-' && !p.files.exists(input)) return yield* complain(call, `${input}: No such file or directory`);
      const opened = tried(() => p.open(output, 'w'));
      if ('error' in opened) return yield* complain(call, `${output}: ${reason(opened.error)}`);
      p.dup2(opened.value, 1);
    }
    const good = yield* eachInput(call, [input], ({ fd }) => runs(call, fd, plan, options.has('z') ? 0 : 10));
    return good ? 0 : 1;
  },
};

interface Plan {
  /** Every line of a run is shown, with empty lines about the runs so. */
  readonly around: string | undefined;
  readonly onlyRepeated: boolean;
}

function planOf({ options, operands }: ToolCall): Plan | { readonly problem: string; readonly used?: true } {
  if (operands.length > 2) return { problem: `extra operand ‘${operands[2]!}’`, used: true };
  for (const [letter, what] of Object.entries(counted)) {
    const value = options.value(letter);
    if (value !== undefined && !/^\+?\d+$/.test(value)) return { problem: `${value}: invalid number of ${what}` };
  }
  const group = options.value('group');
  const all = options.value('all-repeated') ?? (options.has('D') ? 'none' : undefined);
  if (group !== undefined && (all !== undefined || options.has('c') || options.has('d') || options.has('u'))) return { problem: '--group is mutually exclusive with -c/-d/-D/-u', used: true };
  if (all !== undefined && options.has('c')) return { problem: 'printing all duplicated lines and repeat counts is meaningless', used: true };
  if (group === undefined && all === undefined) return { around: undefined, onlyRepeated: options.has('d') };
  const chosen = group === undefined ? chooseWord('--all-repeated', all || 'none', repetitions) : chooseWord('--group', group || 'separate', groupings);
  if ('problem' in chosen) return { problem: chosen.problem, used: true };
  return { around: chosen.word, onlyRepeated: group === undefined };
}

function* runs(call: ToolCall, fd: number, plan: Plan, end: number): ToolRun<void> {
  const { options } = call;
  const newline = String.fromCharCode(end);
  const { around, onlyRepeated } = plan;
  let held: string | undefined;
  let heldKey = '';
  let count = 0;
  let shown = 0; // runs
  const opening = (): string => (around === 'prepend' || around === 'both' || (around === 'separate' && shown > 0) ? newline : '');
  const begin = (line: string): string => {
    const text = around === undefined || onlyRepeated ? '' : opening() + line + newline;
    if (text !== '') shown++;
    return text;
  };
  const more = (line: string): string => {
    if (around === undefined) return '';
    if (!onlyRepeated || count > 2) return line + newline;
    const text = opening() + held! + newline + line + newline;
    shown++;
    return text;
  };
  const finish = (): string => {
    if (held === undefined) return '';
    if (around !== undefined) return onlyRepeated ? '' : around === 'append' ? newline : '';
    if ((onlyRepeated && count < 2) || (options.has('u') && count > 1)) return '';
    return (options.has('c') ? `${String(count).padStart(7)} ${held}` : held) + newline;
  };
  const reader = new LineReader(fd, end);
  for (let batch = yield* reader.next(); batch; batch = yield* reader.next()) {
    let out = '';
    for (const line of batch) {
      const key = keyOf(call, line);
      if (held !== undefined && key === heldKey) {
        count++;
        out += more(line);
        continue;
      }
      out += finish();
      held = line;
      heldKey = key;
      count = 1;
      out += begin(line);
    }
    yield* print(out);
  }
  yield* print(finish() + (around === 'both' && held !== undefined ? newline : ''));
}

function keyOf(call: ToolCall, line: string): string {
  const { options } = call;
  let key = line;
  for (let i = Number(options.value('f') ?? 0); i > 0; i--) key = key.replace(/^[ \t]*[^ \t]*/, '');
  key = key.slice(Number(options.value('s') ?? 0));
  const width = options.value('w');
  if (width !== undefined) key = key.slice(0, Number(width));
  return options.has('i') ? key.toLowerCase() : key;
}
