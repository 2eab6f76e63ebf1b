/** Flags as data: what a verb accepts, and what was typed for it. */

/** `list` is cut at commas, `array` is not; `optional` may stand without a value, which is then `bare`. */
export type FlagType = 'bool' | 'string' | 'int' | 'duration' | 'list' | 'array' | 'optional';

export interface FlagSpec {
  readonly name: string;
  readonly short?: string;
  readonly type: FlagType;
  readonly initial?: string; // as --help shows it; for lists the items with commas
  readonly bare?: string; // the value of an `optional` flag that is given without one
  readonly usage: string;
  readonly hidden?: true;
  /** Minor releases of the client: the first that knows it, the first that no longer does. */
  readonly since?: number;
  readonly until?: number;
  readonly required?: true;
  /** Still taken, with these words on standard error. */
  readonly deprecated?: string;
}

/** The values of one command line. */
export class Flags {
  private readonly specs: ReadonlyMap<string, FlagSpec>;
  private readonly given: ReadonlyMap<string, readonly string[]>;

  constructor(specs: ReadonlyMap<string, FlagSpec>, given: ReadonlyMap<string, readonly string[]>) {
    this.specs = specs;
    this.given = given;
  }

  /** The same without what was typed for these. */
  without(names: readonly string[]): Flags {
    return new Flags(this.specs, new Map([...this.given].filter(([name]) => !names.includes(name))));
  }

  /** Was it typed? */
  has(name: string): boolean {
    return this.given.has(name);
  }

  text(name: string): string {
    return this.given.get(name)?.at(-1) ?? this.specs.get(name)?.initial ?? '';
  }

  bool(name: string): boolean {
    return isTrue(this.text(name));
  }

  int(name: string): number {
    return Number(this.text(name) || '0');
  }

  /** What was typed, in order, lists joined by commas. */
  typed(): readonly (readonly [name: string, value: string])[] {
    return [...this.given].map(([name, values]) => [name, values.join(',')]);
  }

  /** Every value of a list, in the order typed. */
  list(name: string): readonly string[] {
    const typed = this.given.get(name);
    if (typed) return typed;
    const initial = this.specs.get(name)?.initial ?? '';
    return initial === '' ? [] : initial.split(',');
  }
}

const trueWords = new Set(['1', 't', 'T', 'TRUE', 'true', 'True']);
const falseWords = new Set(['0', 'f', 'F', 'FALSE', 'false', 'False']);

export function isTrue(word: string): boolean {
  return trueWords.has(word);
}

export function isBool(word: string): boolean {
  return trueWords.has(word) || falseWords.has(word);
}
