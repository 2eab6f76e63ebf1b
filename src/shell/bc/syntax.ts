/** What a text of bc is read into. `at` is the place in bc's byte code that its messages name. */

export type Expression =
  | { readonly is: 'number'; readonly text: string }
  | { readonly is: 'place'; readonly place: Place }
  | { readonly is: 'assign'; readonly place: Place; readonly operator: string; readonly value: Expression; readonly at: number }
  | { readonly is: 'step'; readonly place: Place; readonly by: 1 | -1; readonly before: boolean }
  | { readonly is: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression; readonly at: number }
  | { readonly is: 'unary'; readonly operator: '-' | '!'; readonly value: Expression }
  | { readonly is: 'call'; readonly name: string; readonly args: readonly Argument[]; readonly at: number };

/** A variable, or an element of an array: the arrays have names of their own. */
export interface Place {
  readonly name: string;
  readonly index?: Expression;
}

export type Argument = Expression | { readonly is: 'array'; readonly name: string };

export type Statement =
  | { readonly is: 'show'; readonly value: Expression; readonly quiet: boolean }
  | { readonly is: 'print'; readonly items: readonly (Expression | string)[] }
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'block'; readonly body: readonly Statement[] }
  | { readonly is: 'if'; readonly test: Expression; readonly then: Statement; readonly otherwise: Statement | undefined }
  | { readonly is: 'for'; readonly first: Expression | undefined; readonly test: Expression | undefined; readonly next: Expression | undefined; readonly body: Statement }
  | { readonly is: 'return'; readonly value: Expression | undefined }
  | { readonly is: 'break' | 'continue' | 'halt' };

export interface Definition {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly autos: readonly Parameter[];
  readonly body: readonly Statement[];
}

export interface Parameter {
  readonly name: string;
  readonly array: boolean;
}
