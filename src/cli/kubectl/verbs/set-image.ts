/** kubectl set image. */
import { CommandError } from '../command/errors.ts';
import type { Verb } from '../command/verb.ts';
import type { JsonObject } from '../../../base/index.ts';
import { fetchAll, selectionFlags } from '../resources/fetch.ts';
import { nothingNamed } from '../resources/select.ts';
import { changeAllContainers, setFlags, setPodSpec, splitArguments } from './set-pod-spec.ts';

export const setImageVerb: Verb = {
  name: 'image',
  summary: 'Update the image of a pod template',
  details: 'The name before the equals sign is that of a container; * stands for all of them.',
  usage: 'set image (-f FILENAME | TYPE NAME) CONTAINER_NAME_1=CONTAINER_IMAGE_1 ... CONTAINER_NAME_N=CONTAINER_IMAGE_N',
  completes: 'resources',
  flags: setFlags,
  examples: [
    { does: 'A new image for one container', command: 'kubectl set image deployment/nginx-deployment nginx=nginx:1.9.1' },
    { does: 'For every container of every deployment', command: "kubectl set image deployments --all *=nginx:1.9.1" },
  ],
  *run(k) {
    const { resources, settings, stray } = splitArguments(k, (word) => /^[^=].*=/s.test(word) || /.-$/s.test(word));
    if (stray !== undefined) throw new CommandError(`all resources must be specified before image changes: ${stray}`);
    const images = settings.map((setting) => {
      const at = setting.indexOf('=');
      if (at < 0) throw new CommandError(`invalid image format: ${setting}`);
      return { name: setting.slice(0, at), image: setting.slice(at + 1) };
    });
    if (resources.length === 0 && k.flags.list('filename').length === 0 && k.flags.text('kustomize') === '') throw new CommandError(nothingNamed);
    if (images.length === 0) {
      yield* fetchAll(k, { ...selectionFlags(k), args: resources });
      throw new CommandError('at least one image update is required');
    }
    if (images.length > 1 && images.some((image) => image.name === '*')) throw new CommandError('all containers are already specified by *, but saw more than one container_name=container_image pairs');
    yield* setPodSpec(k, { resources, done: 'image updated', change: (spec, info, missing) => images.reduce((all, image) => setImage(all, image) ?? missed(image.name, missing, all), spec) });
  },
};

function setImage(spec: JsonObject, { name, image }: { name: string; image: string }): JsonObject | undefined {
  return changeAllContainers(spec, name, (container) => ({ ...container, image }));
}

/** The other containers get their images all the same. */
function missed(name: string, failures: Error[], spec: JsonObject): JsonObject {
  failures.push(new CommandError(`unable to find container named ${JSON.stringify(name)}`));
  return spec;
}
