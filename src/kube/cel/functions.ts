/** What Kubernetes adds to CEL's own functions: of lists, texts, patterns and quantities. */
import type { Environment } from '@marcbachmann/cel-js';
import { addQuantity, compareQuantity, quantityOf, tryQuantity, type Quantity } from '../../base/index.ts';
import { OutOfBounds, patternOf, sized } from './bounds.ts';

export function addFunctions(environment: Environment): void {
  addLists(environment);
  addTexts(environment);
  addQuantities(environment);
}

type Ordered = bigint | number | string;

function addLists(environment: Environment): void {
  const extreme = (list: readonly Ordered[], isBetter: (a: Ordered, b: Ordered) => boolean, name: string): Ordered => {
    const [first, ...rest] = list;
    if (first === undefined) throw new Error(`${name} called on empty list`);
    return rest.reduce((best, item) => (isBetter(item, best) ? item : best), first);
  };
  for (const type of ['int', 'double', 'string']) {
    environment.registerFunction(`list<${type}>.min(): ${type}`, (list: readonly Ordered[]) => extreme(list, (a, b) => a < b, 'min'));
    environment.registerFunction(`list<${type}>.max(): ${type}`, (list: readonly Ordered[]) => extreme(list, (a, b) => a > b, 'max'));
    environment.registerFunction(`list<${type}>.isSorted(): bool`, (list: readonly Ordered[]) => list.every((item, i) => i === 0 || list[i - 1]! <= item));
    environment.registerFunction(`list<${type}>.indexOf(${type}): int`, (list: readonly Ordered[], item: Ordered) => BigInt(list.indexOf(item)));
    environment.registerFunction(`list<${type}>.lastIndexOf(${type}): int`, (list: readonly Ordered[], item: Ordered) => BigInt(list.lastIndexOf(item)));
  }
  environment.registerFunction('list<int>.sum(): int', (list: readonly bigint[]) => list.reduce((sum, item) => sum + item, 0n));
  environment.registerFunction('list<double>.sum(): double', (list: readonly number[]) => list.reduce((sum, item) => sum + item, 0));
}

function addTexts(environment: Environment): void {
  environment.registerFunction('string.charAt(int): string', (text: string, at: bigint) => {
    if (at < 0n || at > BigInt(text.length)) throw new Error(`index out of range: ${at}`);
    return text.charAt(Number(at));
  });
  environment.registerFunction('string.reverse(): string', (text: string) => [...text].toReversed().join(''));
  environment.registerFunction('string.replace(string, string): string', (text: string, from: string, to: string) => replaced(text, from, to, Infinity));
  environment.registerFunction('string.replace(string, string, int): string', (text: string, from: string, to: string, times: bigint) => replaced(text, from, to, times < 0n ? Infinity : Number(times)));
  environment.registerFunction('string.find(string): string', (text: string, pattern: string) => patternOf(pattern).exec(text)?.groups[0] ?? '');
  environment.registerFunction('string.findAll(string): list<string>', (text: string, pattern: string) => findAll(text, pattern, Infinity));
  environment.registerFunction('string.findAll(string, int): list<string>', (text: string, pattern: string, times: bigint) => findAll(text, pattern, times < 0n ? Infinity : Number(times)));
}

function replaced(text: string, from: string, to: string, times: number): string {
  const parts = text.split(from);
  const count = Math.min(times, parts.length - 1);
  if (text.length + count * to.length > 1_000_000) throw new OutOfBounds();
  return sized(parts.slice(0, count + 1).join(to) + parts.slice(count + 1).map((part) => from + part).join(''));
}

function findAll(text: string, pattern: string, times: number): readonly string[] {
  const found: string[] = [];
  for (const { groups } of patternOf(pattern).matchAll(text)) {
    if (found.length >= times) break;
    found.push(groups[0] ?? '');
  }
  return found;
}

class CelQuantity {
  readonly quantity: Quantity;
  constructor(quantity: Quantity) {
    this.quantity = quantity;
  }
}

const nanosOfOne = 1_000_000_000n;

function addQuantities(environment: Environment): void {
  const type = 'kubernetes.Quantity';
  const compare = (a: CelQuantity, b: CelQuantity): number => compareQuantity(a.quantity, b.quantity);
  const isInteger = ({ quantity }: CelQuantity): boolean => quantity.nanos % nanosOfOne === 0n;
  environment.registerType(type, CelQuantity);
  environment.registerFunction(`quantity(string): ${type}`, (text: string) => {
    const quantity = tryQuantity(text);
    if (!quantity) throw new Error("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
    return new CelQuantity(quantity);
  });
  environment.registerFunction('isQuantity(string): bool', (text: string) => tryQuantity(text) !== undefined);
  environment.registerFunction(`${type}.isInteger(): bool`, isInteger);
  environment.registerFunction(`${type}.asInteger(): int`, (own: CelQuantity) => {
    if (!isInteger(own)) throw new Error('cannot convert value to integer');
    return own.quantity.nanos / nanosOfOne;
  });
  environment.registerFunction(`${type}.asApproximateFloat(): double`, ({ quantity }: CelQuantity) => Number(quantity.nanos) / 1e9);
  environment.registerFunction(`${type}.sign(): int`, ({ quantity }: CelQuantity) => BigInt(Math.sign(Number(quantity.nanos))));
  environment.registerFunction(`${type}.isLessThan(${type}): bool`, (a: CelQuantity, b: CelQuantity) => compare(a, b) < 0);
  environment.registerFunction(`${type}.isGreaterThan(${type}): bool`, (a: CelQuantity, b: CelQuantity) => compare(a, b) > 0);
  environment.registerFunction(`${type}.compareTo(${type}): int`, (a: CelQuantity, b: CelQuantity) => BigInt(Math.sign(compare(a, b))));
  environment.registerFunction(`${type}.add(${type}): ${type}`, (a: CelQuantity, b: CelQuantity) => new CelQuantity(addQuantity(a.quantity, b.quantity)));
  environment.registerFunction(`${type}.add(int): ${type}`, (a: CelQuantity, b: bigint) => new CelQuantity(addQuantity(a.quantity, quantityOf(b))));
  environment.registerFunction(`${type}.sub(${type}): ${type}`, (a: CelQuantity, b: CelQuantity) => new CelQuantity({ ...a.quantity, nanos: a.quantity.nanos - b.quantity.nanos }));
  environment.registerFunction(`${type}.sub(int): ${type}`, (a: CelQuantity, b: bigint) => new CelQuantity({ ...a.quantity, nanos: a.quantity.nanos - quantityOf(b).nanos }));
  environment.registerOperator(`${type} == ${type}`, (a: CelQuantity, b: CelQuantity) => compare(a, b) === 0);
}
