/** What somebody is told who called a command of this room wrongly: a sentence, to which run.mjs adds no stack. */
import { scenarioNames } from '../world/index.ts';

export class Misuse extends Error {
  override name = 'Misuse';
}

/** The value of `--flag` as a whole number from `least` on. */
export function wholeNumber(flag: string, text: string, least = 0): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(number) || number < least) throw new Misuse(`--${flag} takes a whole number from ${least} on, not "${text}"`);
  return number;
}

export function knownScenario(name: string): string {
  if (!scenarioNames.includes(name)) throw new Misuse(`no scenario "${name}"; there are ${scenarioNames.join(', ')}`);
  return name;
}
