/** join: lines of two sorted files that have a field in common. */
import { compareBytes } from '../../base/index.ts';
import { eachInput, readAllLines } from '../tool/inputs.ts';
import { complain, print, refuse, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';

interface Row {
  readonly key: string;
  readonly fields: readonly string[];
  readonly line: string;
}

/** One of the two files. */
interface Side {
  readonly name: string;
  readonly at: number; // the field joined on
  readonly rows: readonly Row[];
  reported: boolean; // as out of order
}

export const join: Tool = {
  usage: '[OPTION]... FILE1 FILE2',
  options: { flags: 'iz', values: '12jtaveo', long: { 'ignore-case': 'i', 'zero-terminated': 'z', 'check-order': 'check', 'nocheck-order': 'nocheck', header: 'header' } },
  *run(call) {
    const { options, operands } = call;
    if (operands.length !== 2) return yield* refuse(call, operands.length === 0 ? 'missing operand' : operands.length === 1 ? `missing operand after ‘${operands[0]!}’` : `extra operand ‘${operands[2]!}’`);
    const problem = problemOf(call);
    if (problem !== undefined) return yield* complain(call, problem);
    const sides: Side[] = [];
    for (const [i, name] of operands.entries()) {
      const at = Number(options.value(String(i + 1)) ?? options.value('j') ?? 1) - 1;
      const rows = yield* rowsOf(call, name, at);
      if (!rows) return 1;
      sides.push({ name, at, rows, reported: false });
    }
    return yield* new Joining(call, sides[0]!, sides[1]!).run();
  },
};

function problemOf({ options, operands }: ToolCall): string | undefined {
  const field = ['1', '2', 'j'].map((letter) => options.value(letter)).find((text) => text !== undefined && !/^[1-9]\d*$/.test(text));
  if (field !== undefined) return `invalid field number: ‘${field}’`;
  const side = [...options.values('a'), ...options.values('v')].find((text) => text !== '1' && text !== '2');
  if (side !== undefined) return `invalid field number: ‘${side}’`;
  const separator = options.value('t');
  if (separator !== undefined && separator.length > 1 && separator !== '\\0') return `multi-character tab ‘${separator}’`;
  const item = itemsOf(options.value('o'))?.find((one) => !/^(?:0|[12]\.[1-9]\d*)$/.test(one));
  if (item !== undefined) return /^[12]/.test(item) ? `invalid field specifier: ‘${item}’` : `invalid file number in field spec: ‘${item}’`;
  return operands[0] === '-' && operands[1] === '-' ? 'both files cannot be standard input' : undefined;
}

function itemsOf(format: string | undefined): readonly string[] | undefined {
  return format === undefined || format === 'auto' ? undefined : format.split(/[\s,]+/);
}

function* rowsOf(call: ToolCall, name: string, at: number): ToolRun<Row[] | undefined> {
  const rows: Row[] = [];
  const separator = call.options.value('t');
  const good = yield* eachInput(call, [name], function* ({ fd }) {
    for (const line of yield* readAllLines(fd, call.options.has('z') ? '\0' : '\n')) {
      const fields = separator === undefined ? line.trim().split(/[ \t]+/) : line.split(separator);
      const key = fields[at] ?? '';
      rows.push({ key: call.options.has('i') ? key.toLowerCase() : key, fields, line });
    }
  });
  return good ? rows : undefined;
}

class Joining {
  private readonly call: ToolCall;
  private readonly left: Side;
  private readonly right: Side;
  private unpaired = false;

  constructor(call: ToolCall, left: Side, right: Side) {
    this.call = call;
    this.left = left;
    this.right = right;
  }

  *run(): ToolRun {
    const { left, right } = this;
    const { options } = this.call;
    const alone = new Set([...options.values('a'), ...options.values('v')]);
    const paired = options.values('v').length === 0;
    const first = options.has('header') ? 1 : 0;
    if (first && left.rows.length + right.rows.length > 0) yield* this.show(left.rows[0], right.rows[0]);
    for (let i = first, j = first; i < left.rows.length || j < right.rows.length; ) {
      const order = i >= left.rows.length ? 1 : j >= right.rows.length ? -1 : compareBytes(left.rows[i]!.key, right.rows[j]!.key);
      if (order !== 0) {
        const side = order < 0 ? left : right;
        const row = order < 0 ? left.rows[i]! : right.rows[j]!;
        this.unpaired = true;
        if (alone.has(order < 0 ? '1' : '2')) yield* order < 0 ? this.show(row, undefined) : this.show(undefined, row);
        if (yield* this.passed(side, order < 0 ? i++ : j++)) return 1;
        continue;
      }
      const { key } = left.rows[i]!;
      const [fromI, fromJ] = [i, j];
      while (left.rows[i]?.key === key) if (yield* this.passed(left, i++)) return 1;
      while (right.rows[j]?.key === key) if (yield* this.passed(right, j++)) return 1;
      if (paired) for (const a of left.rows.slice(fromI, i)) for (const b of right.rows.slice(fromJ, j)) yield* this.show(a, b);
    }
    return left.reported || right.reported ? yield* complain(this.call, 'input is not in sorted order') : 0;
  }

  /** Whether what follows is out of order, and that ends it: equal files are not complained about. */
  private *passed(side: Side, at: number): ToolRun<boolean> {
    const { options } = this.call;
    const strict = options.has('check');
    const next = side.rows[at + 1];
    if (options.has('nocheck') || side.reported || !next || !(strict || this.unpaired) || compareBytes(side.rows[at]!.key, next.key) <= 0) return false;
    side.reported = true;
    yield* complain(this.call, `${side.name}:${at + 2}: is not sorted: ${next.line}`);
    return strict;
  }

  private *show(a: Row | undefined, b: Row | undefined): ToolRun<void> {
    const { options } = this.call;
    yield* print(this.cells(a, b).join(options.value('t') ?? ' ') + (options.has('z') ? '\0' : '\n'));
  }

  /** The key, the other fields of one, those of the other; or what -o lists: 1.2, 2.1, 0. */
  private cells(a: Row | undefined, b: Row | undefined): string[] {
    const { left, right } = this;
    const { options } = this.call;
    const empty = options.value('e') ?? '';
    const key = a?.fields[left.at] ?? b?.fields[right.at] ?? empty;
    const items = itemsOf(options.value('o'));
    if (items) return items.map((item) => (item === '0' ? key : (item.startsWith('1') ? a : b)?.fields[Number(item.slice(2)) - 1] || empty));
    const rest = (side: Side, row: Row | undefined): string[] => {
      if (options.value('o') !== 'auto') return row ? row.fields.filter((_, i) => i !== side.at) : [];
      return (side.rows[0]?.fields ?? []).flatMap((_, i) => (i === side.at ? [] : [row?.fields[i] || empty]));
    };
    return [key, ...rest(left, a), ...rest(right, b)];
  }
}
