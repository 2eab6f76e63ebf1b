/** What is typed beyond plain words: labels, names of variables, and numbers that a flag takes as text. */
import { canonicalQuantity, QuantityError, setMember, type Json, type JsonObject } from '../../../base/index.ts';
import { CommandError } from '../command/errors.ts';

/** key=value with commas. */
export function labelPairs(spec: string): JsonObject {
  return Object.fromEntries(spec.split(',').map((pair): [string, string] => {
    const at = pair.indexOf('=');
    if (at <= 0) throw new CommandError(`unexpected label spec: ${pair}`);
    return [pair.slice(0, at), pair.slice(at + 1)];
  }));
}

export function wholeNumber(text: string): number {
  if (!/^[+-]?\d+$/.test(text)) throw new CommandError(`strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`);
  return Number(text);
}

const envNameRule =
  "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit (e.g. 'my.env-name',  or 'MY_ENV.NAME',  or 'MyEnvName1', regex used for validation is '[-._a-zA-Z][-._a-zA-Z0-9]*')";

export function isEnvName(name: string): boolean {
  return /^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(name);
}

export function demandEnvName(name: string): void {
  if (!isEnvName(name)) throw new CommandError(`${JSON.stringify(name)} is not a valid key name: ${envNameRule}`);
}

/** cpu=200m,memory=512Mi. */
export function amounts(spec: string): JsonObject {
  const found: Record<string, Json> = {};
  for (const part of spec.split(',').filter((word) => word !== '')) {
    const [name = '', written = ''] = part.split('=');
    if (part.split('=').length !== 2) throw new CommandError(`Invalid argument syntax ${part}, expected <resource>=<value>`);
    setMember(found, name, quantityText(written));
  }
  return found;
}

function quantityText(written: string): string {
  try {
    return canonicalQuantity(written);
  } catch (error) {
    throw error instanceof QuantityError ? new CommandError(error.message) : error;
  }
}
