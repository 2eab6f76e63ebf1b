/** The comparisons of a JSONPath filter, by the rules of Go's templates: kinds must agree, and only some have an order. */
import { compareBytes } from '../byte-order.ts';
import type { Json } from '../json-value.ts';
import { fail } from './nodes.ts';

interface Operand {
  readonly value: Json;
  readonly isFloat?: boolean;
}

type Kind = 'bool' | 'int' | 'float' | 'string';

export function compareOperands(left: Operand, operator: string, right: Operand): boolean {
  switch (operator) {
    case '==':
      return isEqual(left, right);
    case '!=':
      return !isEqual(left, right);
    case '<':
      return isLess(left, right);
    case '<=':
      return isLess(left, right) || isEqual(left, right);
    case '>':
      return !isLess(left, right) && !isEqual(left, right);
    case '>=':
      return !isLess(left, right);
    default:
      return fail(`unrecognized filter operator ${operator}`);
  }
}

function isEqual(left: Operand, right: Operand): boolean {
  if (kindOf(left) !== kindOf(right)) fail('incompatible types for comparison');
  return left.value === right.value || (typeof left.value === 'number' && left.value === Number(right.value));
}

function isLess(left: Operand, right: Operand): boolean {
  const kind = kindOf(left);
  if (kind !== kindOf(right)) fail('incompatible types for comparison');
  if (kind === 'bool') fail('invalid type for comparison');
  if (kind === 'string') return compareBytes(left.value as string, right.value as string) < 0;
  return (left.value as number | bigint) < (right.value as number | bigint);
}

function kindOf({ value, isFloat }: Operand): Kind {
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'bigint') return 'int';
  if (typeof value === 'number') return isFloat === true || !Number.isInteger(value) ? 'float' : 'int';
  return fail('invalid type for comparison');
}
