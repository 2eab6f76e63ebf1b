/** docker pull, and the pull of a run whose image is missing. */
import { encodeBase64, encodeUtf8, printJson } from '../../../base/index.ts';
import type { Task } from '../../kubectl/command/task.ts';
import { bool, platformFlag } from '../command/docker-flag.ts';
import type { Invocation } from '../command/invocation.ts';
import type { DockerVerb } from '../command/verb.ts';
import { showProgress } from '../print/progress.ts';
import { imageName, suffixOf, withLatest, type ImageName } from '../wire/image-name.ts';
import { credentialsFor } from '../wire/config-file.ts';

export const pullVerb: DockerVerb = {
  name: 'pull',
  summary: 'Download an image from a registry',
  usage: 'pull [OPTIONS] NAME[:TAG|@DIGEST]',
  alsoAs: ['docker image pull', 'docker pull'],
  args: [1, 1],
  flags: [bool('all-tags', 'Download all tagged images in the repository', 'a'), platformFlag('Set platform if server is multi-platform capable'), bool('quiet', 'Suppress verbose output', 'q')],
  *run(d) {
    const named = imageName(d.arg(0));
    const name = d.flags.bool('all-tags') ? named : withLatest(named);
    const isQuiet = d.flags.bool('quiet');
    if (named.tag === '' && named.digest === '' && !d.flags.bool('all-tags') && !isQuiet) yield* d.print('Using default tag: latest\n');
    yield* pull(d, name, isQuiet);
    yield* d.print(`${name.repository.startsWith('docker.io/') ? name.repository : name.familiar}${suffixOf(name)}\n`);
  },
};

/** A run tells of it on stderr, so that its output is the container's alone. */
export function* pull(d: Invocation, name: ImageName, isQuiet: boolean, fd: 1 | 2 = 1): Task {
  const response = yield* d.engine.call('POST', '/images/create', {
    query: [
      ['fromImage', name.repository],
      ['tag', name.digest || name.tag],
    ],
    headers: registryAuth(d, name),
  });
  if (!isQuiet) return yield* showProgress(d, response, undefined, fd);
  yield response.readAll();
}

/** Who the user is at the image's registry. */
export function registryAuth(d: Invocation, { repository }: ImageName): Record<string, string> {
  const domain = repository.split('/')[0]!;
  const known = credentialsFor(d, domain === 'docker.io' ? 'https://index.docker.io/v1/' : domain);
  return { 'x-registry-auth': encodeBase64(encodeUtf8(printJson(known ?? {}))).replaceAll('+', '-').replaceAll('/', '_') };
}
