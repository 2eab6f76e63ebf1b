/** The parts of a JSONPath template: text, and actions in braces that are lists of steps. */

export type Template = readonly TemplatePart[];
export type TemplatePart = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'action'; readonly steps: Steps };
export type Steps = readonly Step[];

export type Step =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'literal'; readonly value: boolean | number; readonly isFloat: boolean }
  | { readonly kind: 'identifier'; readonly name: string } // range or end; anything else fails when it is reached
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'wildcard' }
  | { readonly kind: 'recursive' }
  | { readonly kind: 'slice'; readonly slice: Slice }
  | { readonly kind: 'union'; readonly branches: readonly Steps[] }
  | { readonly kind: 'filter'; readonly left: Steps; readonly operator: string; readonly right: Steps };

/** `[from:to:step]`; of a plain index, `to` is one more, and `isIndex` says so. */
export interface Slice {
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly step: number | undefined;
  readonly isIndex: boolean;
}

export class JsonPathFailure extends Error {}

export function fail(message: string): never {
  throw new JsonPathFailure(message);
}
