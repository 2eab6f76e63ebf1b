/** set -x: each command, quoted so that it could be typed again, before it runs. */
import { quoteIfNeeded } from '../language/quote-for-shell.ts';
import { errorText } from './complain.ts';
import type { Run, Shell } from './shell.ts';

export function* trace(sh: Shell, fields: readonly string[]): Run<void> {
  yield* traceText(sh, fields.map((f, i) => (sh.flavour === 'dash' || (i === 0 && /^\w+(\[.*\])?\+?=/.test(f)) ? f : quoteIfNeeded(f))).join(' '));
}

/** What is not made of fields. */
export function* traceText(sh: Shell, text: string): Run<void> {
  yield* errorText(sh, `${yield* traceHead(sh)}${text}\n`);
}

/** PS4, whose first character is repeated for each subshell further in. */
export function* traceHead(sh: Shell): Run<string> {
  const template = sh.variables.get('PS4') ?? '+ ';
  if (template === '+ ' && sh.subshellDepth === 0) return template;
  sh.options.delete('xtrace');
  const ps4 = sh.isBash ? yield* sh.engine.prompt(sh, template) : template;
  sh.options.add('xtrace');
  return (sh.isBash ? ps4.slice(0, 1).repeat(sh.subshellDepth) : '') + ps4;
}

