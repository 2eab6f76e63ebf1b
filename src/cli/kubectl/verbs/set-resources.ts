/** kubectl set resources. */
import type { JsonObject } from '../../../base/index.ts';
import { CommandError } from '../command/errors.ts';
import type { Verb } from '../command/verb.ts';
import { amounts } from '../kinds/typed-values.ts';
import { members } from '../objects/member.ts';
import { nothingNamed } from '../resources/select.ts';
import { changeAllContainers, demandResources, setFlags, setPodSpec } from './set-pod-spec.ts';

export const setResourcesVerb: Verb = {
  name: 'resources',
  summary: 'Update resource requests/limits on objects with pod templates',
  usage: 'set resources (-f FILENAME | TYPE NAME)  ([--limits=LIMITS & --requests=REQUESTS]',
  completes: 'resources',
  flags: [
    ...setFlags,
    { name: 'containers', short: 'c', type: 'string', initial: '*', usage: 'The containers to change; * stands for all.' },
    { name: 'limits', type: 'string', usage: 'What they may use at most: cpu=100m,memory=256Mi.' },
    { name: 'requests', type: 'string', usage: 'What is kept for them: cpu=100m,memory=256Mi.' },
  ],
  examples: [{ does: 'Limits for a deployment', command: 'kubectl set resources deployment web --limits=cpu=200m,memory=512Mi' }],
  *run(k) {
    demandResources(k, k.args, nothingNamed);
    const [limits, requests] = [amounts(k.flags.text('limits')), amounts(k.flags.text('requests'))];
    if (Object.keys(limits).length + Object.keys(requests).length === 0) throw new CommandError('you must specify an update to requests or limits (in the form of --requests/--limits)');
    const change = (container: JsonObject): JsonObject => ({
      ...container,
      resources: merged(merged(members(container, 'resources'), 'limits', limits), 'requests', requests),
    });
    yield* setPodSpec(k, {
      resources: k.args,
      done: 'resource requirements updated',
      failed: 'failed to patch resources update to pod template ',
      change: (spec) => {
        const changed = changeAllContainers(spec, k.flags.text('containers'), change);
        if (!changed) throw new CommandError(`unable to find container named ${k.flags.text('containers')}`);
        return changed;
      },
    });
  },
};

function merged(resources: JsonObject, field: string, more: JsonObject): JsonObject {
  if (Object.keys(more).length === 0) return resources;
  return { ...resources, [field]: { ...members(resources, field), ...more } };
}
