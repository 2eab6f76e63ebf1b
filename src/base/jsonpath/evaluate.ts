/** Walks a JSONPath template over a value: one list of results for each part of the template that was reached. */
import { sortedKeys } from '../byte-order.ts';
import { formatGoValue, goTypeName } from '../go-value.ts';
import { isJsonObject, ownMember, type Json } from '../json-value.ts';
import { compareOperands } from './compare.ts';
import { fail, JsonPathFailure, type Slice, type Step, type Steps, type Template } from './nodes.ts';

/** What a step yields. A literal number keeps whether it was written with a point, because Go compares no int with a float. */
export interface Found {
  readonly value: Json;
  readonly isFloat?: boolean;
}

export interface EvaluateOptions {
  readonly allowMissingKeys: boolean;
  readonly resultsMax: number;
}

/** Throws JsonPathFailure. */
export function evaluateTemplate(template: Template, data: Json, options: EvaluateOptions): Found[][] {
  return new Evaluation(template, options).block(0, { value: data }, false).results;
}

class Evaluation {
  private readonly template: Template;
  private readonly options: EvaluateOptions;
  private spent = 0;

  constructor(template: Template, options: EvaluateOptions) {
    this.template = template;
    this.options = options;
  }

  /** Evaluates from a part on, up to the end of the template or the `{end}` of the range it is in. */
  block(from: number, data: Found | undefined, isInRange: boolean): { results: Found[][]; next: number; isClosed: boolean } {
    const results: Found[][] = [];
    let at = from;
    while (at < this.template.length) {
      const part = this.template[at]!;
      at++;
      if (part.kind === 'text') {
        this.spend(1);
        results.push([{ value: part.text }]);
        continue;
      }
      let found = data === undefined ? [] : [data];
      let isRange = false;
      let isEnd = false;
      for (const step of part.steps) {
        if (step.kind !== 'identifier') found = this.step(found, step);
        else if (step.name === 'range') isRange = true;
        else if (step.name !== 'end') fail(`unrecognized identifier ${step.name}`);
        else if (isInRange) isEnd = true;
        else fail('not in range, nothing to end');
      }
      if (isEnd) return { results, next: at, isClosed: true };
      if (isRange) at = this.range(at, found, results);
      else results.push(found);
    }
    return { results, next: at, isClosed: false };
  }

  private range(from: number, over: readonly Found[], results: Found[][]): number {
    // An empty range is walked once over nothing, to find where it ends.
    let next = from;
    for (const item of over.length > 0 ? over : [undefined]) {
      const turn = this.block(from, item, true);
      if (item !== undefined) for (const found of turn.results) results.push(found);
      next = turn.isClosed ? turn.next : from; // without an end, what was to be repeated is read once more behind the range
    }
    return next;
  }

  private steps(input: readonly Found[], steps: Steps): Found[] {
    let found = [...input];
    for (const step of steps) found = this.step(found, step);
    return found;
  }

  private step(input: readonly Found[], step: Step): Found[] {
    this.spend(input.length);
    switch (step.kind) {
      case 'text':
        return [{ value: step.text }];
      case 'literal':
        return input.map(() => ({ value: step.value, isFloat: step.isFloat }));
      case 'identifier':
        return fail(`unrecognized identifier ${step.name}`);
      case 'field':
        return this.field(input, step.name);
      case 'wildcard':
        return input.flatMap((item) => childrenOf(item.value));
      case 'recursive':
        return this.recursive(input);
      case 'slice':
        return input.flatMap((item) => (item.value === null ? [] : takeSlice(item.value, step.slice)));
      case 'union':
        return step.branches.flatMap((branch) => this.steps(input, branch));
      case 'filter':
        return input.flatMap((item) => this.filter(item.value, step.left, step.operator, step.right));
    }
  }

  private field(input: readonly Found[], name: string): Found[] {
    const found: Found[] = [];
    for (const { value } of input) {
      const member = isJsonObject(value) ? ownMember(value, name) : undefined;
      if (member !== undefined) found.push({ value: member });
    }
    if (found.length === 0 && input.length > 0 && !this.options.allowMissingKeys) fail(`${name} is not found`);
    return found;
  }

  /** Every object and array that has members, outermost first, then what is inside. */
  private recursive(input: readonly Found[]): Found[] {
    const found: Found[] = [];
    for (const item of input) {
      const children = childrenOf(item.value);
      if (children.length === 0) continue;
      this.spend(children.length);
      found.push(item);
      for (const inner of this.recursive(children)) found.push(inner);
    }
    return found;
  }

  private filter(value: Json, left: Steps, operator: string, right: Steps): Found[] {
    if (!Array.isArray(value)) fail(`${formatGoValue(value)} is not array or slice and cannot be filtered`);
    const kept: Found[] = [];
    for (const element of value as readonly Json[]) {
      const item = { value: element };
      if (operator === 'exists') {
        if (this.exists(item, left)) kept.push(item);
        continue;
      }
      const lefts = this.steps([item], left);
      if (lefts.length === 0) continue;
      if (lefts.length > 1) fail('can only compare one element at a time');
      const rights = this.steps([item], right);
      if (rights.length === 0) continue;
      if (rights.length > 1) fail('can only compare one element at a time');
      if (compareOperands(lefts[0]!, operator, rights[0]!)) kept.push(item);
    }
    return kept;
  }

  /** What cannot be walked leaves what was reached so far, and that is something. */
  private exists(item: Found, steps: Steps): boolean {
    try {
      return this.steps([item], steps).length > 0;
    } catch (error) {
      if (error instanceof JsonPathFailure) return true;
      throw error;
    }
  }

  /** Steps like `..` multiply what they get: together they may look at no more than the bound. */
  private spend(count: number): void {
    this.spent += count;
    if (this.spent > this.options.resultsMax) fail(`the expression has more than ${this.options.resultsMax} results`);
  }
}

function childrenOf(value: Json): Found[] {
  if (Array.isArray(value)) return value.map((element: Json) => ({ value: element }));
  return isJsonObject(value) ? sortedKeys(value).map((key) => ({ value: value[key]! })) : [];
}

function takeSlice(value: Json, slice: Slice): Found[] {
  if (!Array.isArray(value)) fail(`${goTypeName(value)} is not array or slice`);
  const length = value.length;
  let from = slice.from ?? 0;
  if (from < 0) from += length;
  let to = slice.to ?? length;
  if (to < 0 || (to === 0 && slice.isIndex)) to += length;
  if (from === to) return [];
  if (from >= length || from < 0) fail(`array index out of bounds: index ${from}, length ${length}`);
  if (to > length || to < 0) fail(`array index out of bounds: index ${to - 1}, length ${length}`);
  if (from > to) fail(`starting index ${from} is greater than ending index ${to}`);
  const step = slice.step ?? 1;
  if (step <= 0) fail('step must be > 0');
  const taken: Found[] = [];
  for (let i = from; i < to; i += step) taken.push({ value: value[i] as Json });
  return taken;
}
