/** kubectl kustomize: prints what a kustomization builds. */
import { printYaml } from '../../../base/index.ts';
import { CommandError } from '../command/errors.ts';
import { buildKustomization, type Built } from '../kustomize/build.ts';
import { fourthSince } from '../kustomize/kustomization.ts';
import type { Invocation } from '../command/invocation.ts';
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
    const { objects, warnings } = built(k);
    if (warnings !== '') yield* k.warn(warnings);
    const printed = objects.map((object) => printYaml(object)).join('---\n');
    const file = k.flags.text('output');
    if (file === '') yield* k.print(printed);
    else k.p.files.writeFile(file, printed);
  },
};

function built(k: Invocation): Built {
  const isOld = k.release.minor < fourthSince;
  try {
    if (k.args.length > 1) throw new CommandError(isOld ? 'specify one path to a kustomization directory' : 'specify one path to kustomization.yaml');
    return buildKustomization(k.p, k.args[0] ?? '.', k.release.minor);
  } catch (error) {
    throw isOld && error instanceof CommandError ? new CommandError(`Error: ${error.message}`, { isBare: true }) : error;
  }
}
