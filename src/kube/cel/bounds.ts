/** What an expression may take: how often its loops go round, and how large what it builds becomes. Nobody's rule holds up a server. */
import { compilePattern, type Pattern } from '../../base/index.ts';

export class OutOfBounds extends Error {}

/** Of one evaluation. */
export const STEPS_MAX = 100_000;
const SIZE_MAX = 1_000_000; // characters, members
/** Of characters that are looked at, or members: what one step of a loop may be worth. */
const SIZE_OF_STEP = 100;

/** What all the expressions that one write is asked of may take together. */
export class Budget {
  left = 10 * STEPS_MAX;
}

/** A node of a parsed expression, of which the library's types tell only what reads it. */
interface Node {
  readonly op: string;
  readonly args: unknown;
  evaluate: (evaluator: Evaluator, node: Node, context: unknown) => unknown;
}

interface Evaluator {
  run(node: Node, context: unknown): unknown;
}

type Around = (own: () => unknown, evaluator: Evaluator, context: unknown) => unknown;

const loops = new Set(['all', 'exists', 'exists_one', 'map', 'filter']);
/** What takes as long as what it is given is large. */
const operators = new Set(['+', '==', '!=', 'in', '<', '<=', '>', '>=']);
const constant = new Set(['size', 'has', 'type', 'dyn', ...loops]);

export class Bounds {
  private stepsLeft = 0;
  private readonly arounds = new Map<Node, Around>();

  begin({ left }: Budget): void {
    this.stepsLeft = Math.min(left, STEPS_MAX);
  }

  /** Takes what an evaluation took, and never nothing. */
  end(budget: Budget, hadLeft: number): void {
    budget.left -= Math.max(1, Math.min(hadLeft, STEPS_MAX) - this.stepsLeft);
  }

  /** An expression may go on after a part of it was stopped. */
  get isSpent(): boolean {
    return this.stepsLeft < 0;
  }

  /** Puts itself before what repeats, grows, matches or compares in the expression. */
  guard(tree: unknown): void {
    const node = tree as Node;
    const children = childrenOf(node.args);
    for (const child of children) this.guard(child);
    const [name] = Array.isArray(node.args) ? (node.args as readonly unknown[]) : [];
    const isCall = node.op === 'rcall' || node.op === 'call';
    if (isCall ? !constant.has(name as string) : operators.has(node.op)) for (const child of children) this.wrap(child, (own) => this.weighed(own()));
    if (node.op === '+') this.wrap(node, (own) => sized(own()));
    if (node.op === 'rcall') this.guardCall(node);
  }

  private guardCall(node: Node): void {
    const [name, receiver, args] = node.args as readonly [string, Node, readonly Node[]];
    for (const step of loops.has(name) ? args.slice(1) : []) this.wrap(step, (own) => (this.take(1), own()));
    if (name === 'matches' && args.length === 1) this.wrap(node, (_, evaluator, context) => this.matches(evaluator.run(receiver, context), evaluator.run(args[0]!, context)));
    if (name === 'join') this.wrap(node, (_, evaluator, context) => joined(evaluator.run(receiver, context), args[0] ? evaluator.run(args[0], context) : ''));
  }

  private take(steps: number): void {
    this.stepsLeft -= steps;
    if (this.stepsLeft < 0) throw new OutOfBounds();
  }

  private weighed(value: unknown): unknown {
    const rest = [value];
    while (rest.length > 0) {
      const one = rest.pop();
      if (typeof one === 'string') this.take(one.length / SIZE_OF_STEP);
      if (!Array.isArray(one) && !(one instanceof Map)) continue;
      this.take((Array.isArray(one) ? one.length : one.size) / SIZE_OF_STEP);
      for (const member of one.values()) rest.push(member);
    }
    return value;
  }

  private matches(text: unknown, pattern: unknown): boolean {
    if (typeof text !== 'string' || typeof pattern !== 'string') throw new Error('no such overload');
    this.take((text.length * pattern.length) / (10 * SIZE_OF_STEP));
    return patternOf(pattern).test(text);
  }

  private wrap(node: Node, around: Around): void {
    const inner = this.arounds.get(node);
    this.arounds.set(node, inner ? (own, evaluator, context) => around(() => inner(own, evaluator, context), evaluator, context) : around);
    if (inner) return;
    // A node puts another way of evaluating in its own place when it is first evaluated.
    let own = node.evaluate;
    const wrapped: Node['evaluate'] = (evaluator, _, context) => this.arounds.get(node)!(() => own.call(node, evaluator, node, context), evaluator, context);
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

function joined(list: unknown, separator: unknown): string {
  if (!Array.isArray(list) || typeof separator !== 'string' || list.some((item) => typeof item !== 'string')) throw new Error('no such overload');
  const texts = list as readonly string[];
  if (texts.reduce((sum, text) => sum + text.length + separator.length, 0) > SIZE_MAX) throw new OutOfBounds();
  return texts.join(separator);
}
