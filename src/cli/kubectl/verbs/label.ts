/** kubectl label. */
import type { Verb } from '../command/verb.ts';
import { changeMetadata, metadataFlags } from './change-metadata.ts';

export const labelVerb: Verb = {
  name: 'label',
  summary: 'Update the labels on a resource',
  details: 'KEY=VALUE sets a label, KEY- removes it. A label that is there is only changed with --overwrite.',
  usage: 'label [--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [--resource-version=version]',
  group: 'Settings Commands',
  completes: 'resources',
  flags: metadataFlags('kubectl-label'),
  examples: [
    { does: 'Set a label', command: 'kubectl label pods web-1 tier=front' },
    { does: 'Remove it', command: 'kubectl label pods web-1 tier-' },
  ],
  *run(k) {
    yield* changeMetadata(k, {
      field: 'labels',
      word: 'label',
      sample: 'pod',
      taken: (key, value) => `'${key}' already has a value (${value}), and --overwrite is false`,
      outcome: ({ isChanged, isOnlyRemoval }) => (!isChanged ? 'not labeled' : isOnlyRemoval ? 'unlabeled' : 'labeled'),
    });
  },
};
