/** The current record with its fields: split when somebody asks, put together again when a field has changed. */
import type { Splitter } from './pattern-text.ts';
import { InputText, toNumber, type Value } from './values.ts';

const fieldsMax = 100_000;

export class CurrentRecord {
  private whole: Value = undefined;
  private fields: Value[] | undefined;
  private stale = false; // a field has changed since the whole was made
  private splitter: Splitter;
  private readonly textOf: (value: Value) => string;
  private readonly separator: () => string; // OFS

  constructor(splitter: Splitter, textOf: (value: Value) => string, separator: () => string) {
    this.splitter = splitter;
    this.textOf = textOf;
    this.separator = separator;
  }

  /** The separator in force when the record came is the one that divides it. */
  set(value: Value, splitter: Splitter): void {
    this.whole = value;
    this.splitter = splitter;
    this.fields = undefined;
    this.stale = false;
  }

  get count(): number {
    return this.split().length;
  }

  set count(count: number) {
    const fields = this.split();
    const wanted = Math.max(0, Math.min(fieldsMax, Math.trunc(count)));
    while (fields.length < wanted) fields.push(undefined);
    fields.length = wanted;
    this.stale = true;
  }

  field(index: number): Value {
    if (index === 0) {
      if (this.stale) {
        this.whole = new InputText(this.split().map(this.textOf).join(this.separator()));
        this.stale = false;
      }
      return this.whole;
    }
    return this.split()[index - 1];
  }

  setField(index: number, value: Value): void {
    const fields = this.split();
    while (fields.length < index) fields.push(undefined);
    fields[index - 1] = typeof value === 'number' ? new NumberField(this.textOf(value), value) : value;
    this.stale = true;
  }

  private split(): Value[] {
    this.fields ??= this.splitter(this.textOf(this.whole)).map((text) => new InputText(text));
    return this.fields;
  }
}

/** A number given to a field stays one, and prints as it was written down then. */
class NumberField extends InputText {
  private readonly given: number;
  constructor(text: string, given: number) {
    super(text);
    this.given = given;
  }

  override get numeric(): number {
    return this.given;
  }
}

/** A field's number: not below zero, and no more than a record can have. */
export function fieldIndex(value: Value): number {
  return Math.min(fieldsMax, Math.trunc(toNumber(value)));
}
