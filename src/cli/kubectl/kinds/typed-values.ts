/** What flags of generators hold beyond plain words: labels, and numbers that the flag takes as text. */
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
