/** Values of awk: numbers, texts, and texts from outside that compare as numbers when they look like one. */
import { AwkError } from './syntax.ts';
import { formatFloat, formatInteger, type Spec } from '../language/printf-format.ts';

/** From a field, getline, split, a command line or the environment. */
export class InputText {
  readonly text: string;
  private number: number | undefined;
  private looked = false;

  constructor(text: string) {
    this.text = text;
  }

  /** Undefined when it does not look like a number. */
  get numeric(): number | undefined {
    if (!this.looked) {
      this.looked = true;
      if (looksNumeric.test(this.text)) this.number = Number(this.text);
    }
    return this.number;
  }
}

/** Undefined has never been assigned: zero and the empty text at once. */
export type Value = number | string | InputText | undefined;

const INTEGER_END = 2 ** 63;
const looksNumeric = /^[ \t\n]*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?[ \t\n]*$/;
const leadingNumber = /^[ \t\n\r\f\v]*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)/;

export function toNumber(value: Value): number {
  if (typeof value === 'number') return value;
  if (value === undefined) return 0;
  const text = typeof value === 'string' ? value : value.text;
  if (text === '') return 0;
  const match = leadingNumber.exec(text);
  return match ? Number(match[1]) : 0;
}

export function toText(value: Value, format: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return numberText(value, format);
  return value === undefined ? '' : value.text;
}

/** A whole number prints as one, whatever CONVFMT says. */
export function numberText(value: number, format: string): string {
  if (Number.isInteger(value) && Math.abs(value) < INTEGER_END) return Number.isSafeInteger(value) ? String(value === 0 ? 0 : value) : BigInt(value).toString();
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  return formatNumbers(format, value);
}

/** CONVFMT and OFMT: nearly always one directive of a float. */
function formatNumbers(format: string, value: number): string {
  const match = /^([^%]*)%([-+ #0]*)(\d*)(?:\.(\d*))?([eEfFgGdixXo])([^%]*)$/.exec(format);
  if (!match) return formatFloat('g', value, { flags: '', width: 0, precision: 6 });
  const spec: Spec = { flags: match[2]!, width: Math.min(Number(match[3]), 10_000), precision: match[4] === undefined ? undefined : Math.min(Number(match[4]), 1_000) };
  const text = 'dixXo'.includes(match[5]!) ? formatInteger(match[5]!, wholeOf(value), spec) : formatFloat(match[5]!, value, spec);
  return match[1]! + text + match[6]!;
}

export function wholeOf(value: number): bigint {
  if (Number.isNaN(value)) return -0x8000000000000000n;
  if (!Number.isFinite(value) || Math.abs(value) >= INTEGER_END) return value > 0 ? 0x7fffffffffffffffn : -0x8000000000000000n;
  return BigInt(Math.trunc(value));
}

export function truth(value: Value): boolean {
  if (typeof value === 'number') return value !== 0;
  if (value === undefined) return false;
  if (typeof value === 'string') return value !== '';
  return value.numeric === undefined ? value.text !== '' : value.numeric !== 0;
}

/** Below, equal or above: as numbers when both are or look like numbers, as texts otherwise. */
export function compareValues(a: Value, b: Value, format: string): number {
  const x = numericOf(a);
  const y = numericOf(b);
  if (x !== undefined && y !== undefined) return x < y ? -1 : x > y ? 1 : x === y ? 0 : 1;
  const s = toText(a, format);
  const t = toText(b, format);
  return s < t ? -1 : s > t ? 1 : 0;
}

function numericOf(value: Value): number | undefined {
  if (typeof value === 'number') return value;
  if (value === undefined) return 0;
  return typeof value === 'string' ? undefined : value.numeric;
}

/** Characters, not units of UTF-16. */
export function runes(text: string): number {
  return /[\ud800-\udbff]/.test(text) ? [...text].length : text.length;
}

const TEXT_MAX = 4 * 1024 * 1024; // characters

export function bounded(text: string): string {
  if (text.length > TEXT_MAX) throw new AwkError('out of memory');
  return text;
}

/** Bytes that the arrays of a program hold. */
export interface Held {
  bytes: number;
}

const ELEMENT_BYTES = 100;

const sizeOf = (value: Value): number => (typeof value === 'string' ? value.length : value instanceof InputText ? value.text.length : 0);

/** The elements of an array, by the text of their subscripts. */
export class Elements extends Map<string, Value> {
  private readonly held: Held;

  constructor(held: Held) {
    super();
    this.held = held;
  }

  override set(key: string, value: Value): this {
    const before = this.size;
    this.held.bytes += sizeOf(value) - sizeOf(this.get(key));
    super.set(key, value);
    if (this.size > before) this.held.bytes += ELEMENT_BYTES + key.length;
    return this;
  }

  override delete(key: string): boolean {
    if (!this.has(key)) return false;
    this.held.bytes -= sizeOf(this.get(key)) + ELEMENT_BYTES + key.length;
    return super.delete(key);
  }

  override clear(): void {
    for (const [key, value] of this) this.held.bytes -= sizeOf(value) + ELEMENT_BYTES + key.length;
    super.clear();
  }
}

/** A variable: a value, or an array once it is used as one. */
export class Cell {
  value: Value;
  private own: Elements | undefined;
  private isAlias = false;
  private readonly held: Held;
  private readonly lender: Cell | undefined; // the variable that was handed to a function before anybody knew what it is

  constructor(held: Held, value?: Value, lender?: Cell) {
    this.held = held;
    this.value = value;
    this.lender = lender;
  }

  get isArray(): boolean {
    return this.own !== undefined || this.lender?.isArray === true;
  }

  get elements(): Elements {
    return (this.own ??= this.lender ? this.lender.elements : new Elements(this.held));
  }

  /** The same for the function's own name of an array. */
  static of(held: Held, elements: Elements): Cell {
    const cell = new Cell(held);
    cell.own = elements;
    cell.isAlias = true;
    return cell;
  }

  /** A function has returned: its own array is nobody's any more. */
  forget(): void {
    if (!this.isAlias && !this.lender) this.own?.clear();
  }
}
