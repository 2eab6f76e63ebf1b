/** kubectl kustomize: prints what a kustomization builds. */
import { printYaml, type JsonObject } from '../../../base/index.ts';
import { CommandError } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import type { Verb } from '../command/verb.ts';
import { loadKustomize } from '../resources/load-kustomize.ts';
import { fourthSince } from '../kustomize/loader.ts';
import { text } from '../objects/member.ts';

const restrictors = ['LoadRestrictionsRootOnly', 'LoadRestrictionsNone'];

export const kustomizeVerb: Verb = {
  name: 'kustomize',
  summary: 'Build a kustomization target from a directory or URL',
  details: 'Takes the resources that the kustomization file of a directory names, and prints them with its changes.',
  usage: 'kustomize DIR',
  group: 'Advanced Commands',
  completes: 'files',
  since: 14,
  flags: [
    { name: 'enable-helm', type: 'bool', initial: 'false', usage: 'Charts may be inflated by helm.', since: 21 },
    { name: 'helm-command', type: 'string', initial: 'helm', usage: 'The program that inflates charts.', since: 21 },
    { name: 'load-restrictor', type: 'string', initial: 'LoadRestrictionsRootOnly', usage: 'LoadRestrictionsNone lets files be anywhere.', since: 21 },
    { name: 'output', short: 'o', type: 'string', usage: 'Write to this file in place of standard output, or to a file for each object in this directory.', since: 21 },
    { name: 'reorder', type: 'string', initial: 'legacy', usage: 'The order of what is printed: legacy or none.', since: 21, hidden: true, deprecated: "use the new 'sortOptions' field in kustomization.yaml instead." },
  ],
  examples: [{ does: 'The current directory', command: 'kubectl kustomize' }],
  *run(k) {
    const objects = yield* built(k);
    const file = k.flags.text('output');
    if (file === '') yield* k.print(whole(objects));
    else if (k.p.files.exists(file) && k.p.files.stat(file).kind === 'dir') writeEach(k, file, objects);
    else k.p.files.writeFile(file, whole(objects));
  },
};

function* built(k: Invocation): Task<readonly JsonObject[]> {
  const isOld = k.release.minor < fourthSince;
  try {
    if (k.args.length > 1) throw new CommandError(isOld ? 'specify one path to a kustomization directory' : 'specify one path to kustomization.yaml');
    const restrictor = k.flags.text('load-restrictor');
    if (!isOld && !restrictors.includes(restrictor)) throw new CommandError(`illegal flag value --load-restrictor ${restrictor}; legal values: [${restrictors.join(' ')}]`);
    const { buildKustomization } = yield* loadKustomize(k.p);
    return yield* buildKustomization(k, k.args[0] ?? '.', {
      isUnrestricted: restrictor === 'LoadRestrictionsNone',
      helm: k.flags.bool('enable-helm') ? k.flags.text('helm-command') : undefined,
      order: k.flags.text('reorder') || 'legacy',
    });
  } catch (error) {
    throw isOld && error instanceof CommandError ? new CommandError(`Error: ${error.message}\n`, { isBare: true }) : error;
  }
}

function whole(objects: readonly JsonObject[]): string {
  return objects.map((object) => printYaml(object)).join('---\n');
}

/** "apps_v1_deployment_web.yaml", with the namespace before where there is one. */
function writeEach(k: Invocation, folder: string, objects: readonly JsonObject[]): void {
  for (const object of objects) {
    const namespace = text(object, 'metadata', 'namespace');
    const name = [...(namespace === '' ? [] : [namespace]), text(object, 'apiVersion').replace('/', '_'), text(object, 'kind'), text(object, 'metadata', 'name')].join('_').toLowerCase();
    k.p.files.writeFile(`${folder}/${name}.yaml`, printYaml(object));
  }
}
