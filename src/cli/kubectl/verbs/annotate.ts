/** kubectl annotate. */
import type { Verb } from '../command/verb.ts';
import { changeMetadata, metadataFlags } from './change-metadata.ts';

export const annotateVerb: Verb = {
  name: 'annotate',
  summary: 'Update the annotations on a resource',
  details: 'KEY=VALUE sets an annotation, KEY- removes it. One that is there is only changed with --overwrite.',
  usage: 'annotate [--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [--resource-version=version]',
  group: 'Settings Commands',
  completes: 'resources',
  flags: metadataFlags('kubectl-annotate'),
  examples: [{ does: 'Say why a deployment was changed', command: 'kubectl annotate deployment/web kubernetes.io/change-cause="to 1.22"' }],
  *run(k) {
    yield* changeMetadata(k, {
      field: 'annotations',
      word: 'annotation',
      sample: 'rsrc',
      taken: (key, value) => `--overwrite is false but found the following declared annotation(s): '${key}' already has a value (${value})`,
      outcome: () => 'annotated',
    });
  },
};
