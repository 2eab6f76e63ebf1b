/** What an expression may take: how often its loops go round, and how large what it builds becomes. Nobody's rule holds up a server. */
import { compilePattern, type Pattern } from '../../base/index.ts';

export class OutOfBounds extends Error {}

/** Of one evaluation. */
export const STEPS_MAX = 100_000;
const SIZE_MAX = 1_000_000; // characters, members

/** A node of a parsed expression, of which the library's types tell only what reads it. */
interface Node {
  readonly op: string;
  readonly args: unknown;
  evaluate: (evaluator: Evaluator, node: Node, context: unknown) => unknown;
}

interface Evaluator {
  run(node: Node, context: unknown): unknown;
}

export class Bounds {
  private stepsLeft = 0;

  begin(): void {
    this.stepsLeft = STEPS_MAX;
  }

  /** Puts itself before what repeats, grows or matches in the expression. */
  guard(tree: unknown): void {
    const node = tree as Node;
    for (const child of childrenOf(node.args)) this.guard(child);
    if (node.op === '+') this.wrap(node, (evaluator, context, own) => sized(own(evaluator, node, context)));
    if (node.op !== 'rcall') return;
    const [name, receiver, args] = node.args as readonly [string, Node, readonly Node[]];
    const step = this.loops.has(name) && args.length > 1 ? args[1] : undefined;
    if (step) this.wrap(step, (evaluator, context, own) => (this.step(), own(evaluator, step, context)));
    if (name === 'matches' && args.length === 1) this.wrap(node, (evaluator, context) => matches(evaluator.run(receiver, context), evaluator.run(args[0]!, context)));
    if (name === 'join') this.wrap(node, (evaluator, context) => joined(evaluator.run(receiver, context), args[0] ? evaluator.run(args[0], context) : ''));
  }

  private readonly loops = new Set(['all', 'exists', 'exists_one', 'map', 'filter']);

  private step(): void {
    if (--this.stepsLeft < 0) throw new OutOfBounds();
  }

  private wrap(node: Node, around: (evaluator: Evaluator, context: unknown, own: Node['evaluate']) => unknown): void {
    // A node puts another way of evaluating in its own place when it is first evaluated.
    let own = node.evaluate;
    const wrapped: Node['evaluate'] = (evaluator, _, context) => around(evaluator, context, (...given) => own.apply(node, given));
    Object.defineProperty(node, 'evaluate', {
      get: () => wrapped,
      set(next: Node['evaluate']) {
        own = next;
      },
    });
  }
}

function childrenOf(args: unknown): readonly Node[] {
  if (Array.isArray(args)) return args.flatMap(childrenOf);
  return typeof args === 'object' && args !== null && 'op' in args ? [args as Node] : [];
}

export function sized<T>(value: T): T {
  if ((typeof value === 'string' || Array.isArray(value)) && value.length > SIZE_MAX) throw new OutOfBounds();
  return value;
}

/** In time linear in the text, where JavaScript's own expressions are not. */
export function patternOf(text: string): Pattern {
  const answer = compilePattern(text);
  if ('error' in answer) throw new Error(answer.error);
  return answer.pattern;
}

function matches(text: unknown, pattern: unknown): boolean {
  if (typeof text !== 'string' || typeof pattern !== 'string') throw new Error('no such overload');
  return patternOf(pattern).test(text);
}

function joined(list: unknown, separator: unknown): string {
  if (!Array.isArray(list) || typeof separator !== 'string' || list.some((item) => typeof item !== 'string')) throw new Error('no such overload');
  const texts = list as readonly string[];
  if (texts.reduce((sum, text) => sum + text.length + separator.length, 0) > SIZE_MAX) throw new OutOfBounds();
  return texts.join(separator);
}
