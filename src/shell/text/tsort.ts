/** tsort: an order in which what comes before stands before, of pairs of words. A loop is told and broken where it is met. */
import { readAllLines, eachInput } from '../tool/inputs.ts';
import { complain, print, refuse, type Tool } from '../tool/tool.ts';

interface Item {
  readonly name: string;
  /** How many stand before it that are not yet out. */
  before: number;
  readonly after: Item[];
  readonly ahead: Item[];
  out: boolean;
}

export const tsort: Tool = {
  usage: '[OPTION] [FILE]',
  options: {},
  *run(call) {
    const { operands } = call;
    if (operands.length > 1) return yield* refuse(call, `extra operand ‘${operands[1]!}’`);
    const words: string[] = [];
    const name = operands[0] ?? '-';
    const good = yield* eachInput(call, [name], function* ({ fd }) {
      for (const line of yield* readAllLines(fd)) words.push(...line.split(/[ \t]+/).filter((word) => word !== ''));
    });
    if (!good) return 1;
    if (words.length % 2 === 1) return yield* complain(call, `${name}: input contains an odd number of tokens`);
    const order = new Order(words);
    let code = 0;
    while (order.left > 0) {
      yield* print(order.take().map((item) => `${item}\n`).join(''));
      if (order.left === 0) break;
      code = yield* complain(call, `${name}: input contains a loop:`);
      for (const item of order.breakLoop()) yield* complain(call, item);
    }
    return code;
  },
};

class Order {
  left: number;
  private readonly items = new Map<string, Item>();
  private readonly sorted: readonly Item[];

  constructor(words: readonly string[]) {
    for (let i = 0; i < words.length; i += 2) {
      const [first, second] = [this.item(words[i]!), this.item(words[i + 1]!)];
      if (first === second) continue;
      first.after.push(second);
      second.ahead.push(first);
      second.before++;
    }
    this.left = this.items.size;
    this.sorted = [...this.items.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** All that nothing stands before, in rounds, each round's in byte order of what set them free. */
  take(): string[] {
    const queue = this.sorted.filter((item) => !item.out && item.before === 0);
    const taken: string[] = [];
    for (let i = 0; i < queue.length; i++) {
      const item = queue[i]!;
      item.out = true;
      taken.push(item.name);
      for (const next of item.after.toReversed()) if (--next.before === 0) queue.push(next);
    }
    this.left -= taken.length;
    return taken;
  }

  /** Follows the arrows backwards from the first that is left until one comes again; that arrow is taken away. */
  breakLoop(): string[] {
    const path = new Set<Item>();
    let item = this.sorted.find(({ out }) => !out)!;
    while (!path.has(item)) {
      path.add(item);
      item = item.ahead.filter(({ out }) => !out).reduce((least, other) => (other.name < least.name ? other : least));
    }
    const walked = [...path];
    const [first, last, ...between] = walked.slice(walked.indexOf(item));
    last!.after.splice(last!.after.indexOf(first!), 1);
    first!.ahead.splice(first!.ahead.indexOf(last!), 1);
    first!.before--;
    return [first!, ...between.toReversed(), last!].map(({ name }) => name);
  }

  private item(name: string): Item {
    let item = this.items.get(name);
    if (!item) this.items.set(name, (item = { name, before: 0, after: [], ahead: [], out: false }));
    return item;
  }
}
