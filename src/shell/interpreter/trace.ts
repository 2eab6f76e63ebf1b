/** set -x: each command, quoted so that it could be typed again, before it runs. */
import { quoteIfNeeded } from '../language/quote-for-shell.ts';
import { errorText } from './complain.ts';
import type { Run, Shell } from './shell.ts';

export function* trace(sh: Shell, fields: readonly string[]): Run<void> {
  yield* traceText(sh, fields.map((f, i) => (sh.flavour === 'dash' || (i === 0 && /^\w+(\[.*\])?\+?=/.test(f)) ? f : quoteIfNeeded(f))).join(' '));
}

/** What is not made of fields. */
export function* traceText(sh: Shell, text: string): Run<void> {
  const ps4 = sh.variables.get('PS4') ?? '+ ';
  const depth = sh.isBash ? ps4.slice(0, 1).repeat(sh.subshellDepth) : '';
  yield* errorText(sh, `${depth}${ps4}${text}\n`);
}

