/** kubectl options. */
import { optionsHelp } from '../command/help.ts';
import type { Verb } from '../command/verb.ts';

export const optionsVerb: Verb = {
  name: 'options',
  summary: 'Print the flags that every command takes',
  usage: 'options',
  hidden: true,
  *run(k) {
    yield* k.print(optionsHelp(k.release.minor));
  },
};
