/** What is typed beyond plain words: labels, names of variables, and numbers that a flag takes as text. */
import type { JsonObject } from '../../../base/index.ts';
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
