/** What a jq program is made of, once it has been read. */
import type { Value } from './value.ts';

export type Filter =
  | { readonly kind: 'identity' }
  | { readonly kind: 'literal'; readonly value: Value }
  | { readonly kind: 'text'; readonly format: string | undefined; readonly parts: readonly (string | Filter)[] }
  | { readonly kind: 'format'; readonly name: string }
  | { readonly kind: 'index'; readonly target: Filter; readonly key: Filter }
  | { readonly kind: 'slice'; readonly target: Filter; readonly from: Filter | undefined; readonly to: Filter | undefined }
  | { readonly kind: 'iterate'; readonly target: Filter }
  | { readonly kind: 'array'; readonly body: Filter | undefined }
  | { readonly kind: 'object'; readonly entries: readonly { readonly key: Filter; readonly value: Filter }[] }
  | { readonly kind: 'negative'; readonly value: Filter }
  | { readonly kind: 'pipe' | 'comma' | 'and' | 'or' | 'alternative'; readonly left: Filter; readonly right: Filter }
  | { readonly kind: 'operator'; readonly operator: string; readonly left: Filter; readonly right: Filter } // arithmetic and comparison
  | { readonly kind: 'update'; readonly operator: string; readonly left: Filter; readonly right: Filter } // = |= += …
  | { readonly kind: 'if'; readonly test: Filter; readonly then: Filter; readonly otherwise: Filter }
  | { readonly kind: 'try'; readonly body: Filter; readonly handler: Filter | undefined }
  | { readonly kind: 'reduce'; readonly source: Filter; readonly patterns: readonly Pattern[]; readonly init: Filter; readonly update: Filter }
  | { readonly kind: 'foreach'; readonly source: Filter; readonly patterns: readonly Pattern[]; readonly init: Filter; readonly update: Filter; readonly extract: Filter | undefined }
  | { readonly kind: 'as'; readonly source: Filter; readonly patterns: readonly Pattern[]; readonly body: Filter }
  | { readonly kind: 'define'; readonly definition: Definition; readonly rest: Filter }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Filter[]; readonly line: number }
  | { readonly kind: 'variable'; readonly name: string; readonly line: number }
  | { readonly kind: 'label'; readonly name: string; readonly body: Filter }
  | { readonly kind: 'break'; readonly name: string; readonly line: number };

export interface Definition {
  readonly name: string;
  readonly parameters: readonly string[]; // with a $ in front when its values are wanted
  readonly body: Filter;
}

/** What `as` takes apart. */
export type Pattern =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'array'; readonly items: readonly Pattern[] }
  | { readonly kind: 'object'; readonly entries: readonly { readonly key: Filter; readonly name: string | undefined; readonly pattern: Pattern | undefined }[] };

/** What is wrong with a program: "syntax error, unexpected …" and where. */
export class CompileError extends Error {
  override name = 'CompileError';
  readonly line: number;
  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}
