/** kubectl alpha, as the last client had it that knew debug by this name too. */
import type { Verb } from '../command/verb.ts';
import { debugVerb } from './debug.ts';

const notice = 'NOTE: "kubectl alpha debug" is deprecated and will be removed in release 1.21. Please use "kubectl debug" instead.\n\n';

export const alphaVerb: Verb = {
  name: 'alpha',
  summary: 'Commands for features in alpha',
  usage: 'alpha [flags]',
  hidden: true,
  since: 20,
  until: 21,
  verbs: [
    {
      ...debugVerb,
      hidden: true,
      usage: `alpha ${debugVerb.usage}`,
      *run(k) {
        yield* k.warn(notice);
        yield* debugVerb.run!(k);
      },
    },
  ],
  alone: { toOutput: true, exitCode: 0, takesAnything: true },
};
