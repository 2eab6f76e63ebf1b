/** kubectl kustomize: prints what a kustomization builds. */
import { printYaml } from '../../../base/index.ts';
import { CommandError } from '../command/errors.ts';
import { buildKustomization } from '../kustomize/build.ts';
import type { Verb } from '../command/verb.ts';

export const kustomizeVerb: Verb = {
  name: 'kustomize',
  summary: 'Build a kustomization target from a directory or URL',
  details: 'Takes the resources that the kustomization file of a directory names, and prints them with its changes.',
  usage: 'kustomize DIR',
  group: 'Advanced Commands',
  completes: 'files',
  since: 14,
  flags: [{ name: 'output', short: 'o', type: 'string', usage: 'Write to this file in place of standard output.', since: 21 }],
  examples: [{ does: 'The current directory', command: 'kubectl kustomize' }],
  *run(k) {
    if (k.args.length > 1) throw new CommandError('specify one path to kustomization.yaml');
    const { objects, warnings } = buildKustomization(k.p, k.args[0] ?? '.', k.release.minor);
    if (warnings !== '') yield* k.warn(warnings);
    const built = objects.map((object) => printYaml(object)).join('---\n');
    const file = k.flags.text('output');
    if (file === '') yield* k.print(built);
    else k.p.files.writeFile(file, built);
  },
};
