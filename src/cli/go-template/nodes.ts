/** The parts of a Go template, as the parser finds them and the evaluator walks them. */
import type { Json } from '../../base/index.ts';

export type Expression =
  | { readonly kind: 'literal'; readonly value: Json }
  | { readonly kind: 'dot' }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'field'; readonly of: Expression; readonly name: string }
  | { readonly kind: 'pipe'; readonly pipe: Pipe }
  | { readonly kind: 'function'; readonly name: string };

/** A call: what is called, or the value itself, with its arguments. */
export interface Command {
  readonly operand: Expression;
  readonly args: readonly Expression[];
}

export interface Pipe {
  readonly commands: readonly Command[];
  /** `$i, $v := …`. */
  readonly declares: readonly string[];
  readonly assigns: boolean; // `$v = …`
}

export interface Control {
  readonly kind: 'if' | 'with' | 'range';
  readonly pipe: Pipe;
  readonly body: readonly Node[];
  readonly otherwise: readonly Node[];
}

export type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'action'; readonly pipe: Pipe }
  | { readonly kind: 'break' | 'continue' }
  | Control;

/** A template that cannot be read, or an object that it does not fit, in Go's words. */
export class TemplateFailure extends Error {}
