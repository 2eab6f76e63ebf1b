/** An expression, made ready and asked: its errors as the server words them, with a mark below the place. */
import { EvaluationError, ParseError, TypeError as TypeMismatch, type Environment, type ErrorLocation } from '@marcbachmann/cel-js';
import { Bounds, OutOfBounds, type Budget } from './bounds.ts';

export type Compiled = { readonly expression: Expression } | { readonly error: string };

export type Answer = { readonly value: unknown } | { readonly error: string } | { readonly isOutOfBounds: true };

export class Expression {
  readonly type: string;
  private readonly run: (variables: Record<string, unknown>) => unknown;
  private readonly bounds: Bounds;

  constructor(type: string, run: (variables: Record<string, unknown>) => unknown, bounds: Bounds) {
    this.type = type;
    this.run = run;
    this.bounds = bounds;
  }

  ask(variables: Record<string, unknown>, budget: Budget): Answer {
    const { left } = budget;
    if (left <= 0) return { isOutOfBounds: true };
    this.bounds.begin(budget);
    try {
      const value = this.run(variables);
      return this.bounds.isSpent ? { isOutOfBounds: true } : { value };
    } catch (error) {
      if (error instanceof OutOfBounds || this.bounds.isSpent) return { isOutOfBounds: true };
      return { error: error instanceof EvaluationError ? runtimeWords(error) : (error as Error).message };
    } finally {
      this.bounds.end(budget, left);
    }
  }
}

export const outOfBounds = 'validation failed due to running out of cost budget, no further validation rules will be run';

/** Each makes the parser call itself before it counts what it read. */
const tooManySigns = /(?:[!-]\s*){251}/;
/** For every environment: an expression's tree is gone through to its depth. */
export const limits = { maxAstNodes: 2500 };

export function compile(environment: Environment, text: string): Compiled {
  const signs = tooManySigns.exec(text);
  if (signs) return { error: at(text, signs.index, 'Syntax error: expression recursion limit exceeded: 250') };
  try {
    const parsed = environment.parse(text);
    const bounds = new Bounds();
    bounds.guard(parsed.ast);
    const { valid, type = 'dyn', error } = parsed.check();
    if (!valid) return { error: typeError(environment, text, error as TypeMismatch) };
    return { expression: new Expression(type, parsed as (variables: Record<string, unknown>) => unknown, bounds) };
  } catch (error) {
    if (error instanceof ParseError) return { error: at(text, error.range?.start ?? 0, `Syntax error: ${syntaxWords(error)}`) };
    if (error instanceof TypeMismatch) return { error: typeError(environment, text, error) };
    throw error;
  }
}

function syntaxWords({ summary }: ParseError): string {
  return summary === 'Unexpected token: EOF' ? "mismatched input '<EOF>' expecting {'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}" : summary;
}

const operators: Readonly<Record<string, string>> = { in: '@in', '?:': '_?_:_', '!': '!_', '-_': '-_' };

function typeError(environment: Environment, text: string, { code, summary, range, node }: TypeMismatch): string {
  const start = range?.start ?? 0;
  if (code === 'unknown_variable') return at(text, start, `undeclared reference to '${summary.replace(/^.*: /, '')}' (in container '')`);
  if (code === 'no_such_key') return at(text, text.lastIndexOf('.', start), `undefined field '${summary.replace(/^.*: /, '')}'`);
  const overload = /^no such overload: (.+) (\S+) (.+)$/.exec(summary);
  if (overload) {
    const [, left, operator, right] = overload;
    return at(text, operatorAt(text, node, operator!) ?? start, `found no matching overload for '${operators[operator!] ?? `_${operator}_`}' applied to '(${left}, ${right})'`);
  }
  const call = /^found no matching overload for '(?:(.+)\.)?(\w+)\((.*)\)'$/.exec(summary);
  if (!call) return at(text, start, summary);
  const [, receiver, name = '', given] = call;
  const open = text.indexOf('(', text.indexOf(name, start));
  const isKnown = environment.getDefinitions().functions.some((each) => each.name === name);
  return at(text, open, isKnown ? `found no matching overload for '${name}' applied to '${receiver === undefined ? '' : `${receiver}.`}(${given})'` : `undeclared reference to '${name}' (in container '')`);
}

/** Between what it stands between. */
function operatorAt(text: string, node: ErrorLocation | undefined, operator: string): number | undefined {
  const [left] = Array.isArray(node?.args) ? (node.args as readonly { readonly end?: number }[]) : [];
  const found = left?.end === undefined ? -1 : text.indexOf(operator, left.end);
  return found < 0 ? undefined : found;
}

/** As CEL's own compiler shows a place: counted from one, the line below it with a mark under the column. */
function at(text: string, offset: number, message: string): string {
  const before = text.slice(0, offset).split('\n');
  const column = before.at(-1)!.length;
  return `ERROR: <input>:${before.length}:${column + 1}: ${message}\n | ${text.split('\n')[before.length - 1]}\n | ${'.'.repeat(column)}^`;
}

function runtimeWords({ code, summary }: EvaluationError): string {
  if (code === 'no_such_key') return `no such key: ${summary.replace(/^.*: /, '')}`;
  if (code === 'index_out_of_bounds') return `index out of bounds: ${/index (-?\d+)/.exec(summary)?.[1] ?? ''}`;
  if (/overload/.test(code)) return 'no such overload';
  return summary;
}
