/** `docker commit`: an image of what a container has become. */
import { applyChanges, commitImage, parseReference, type ImageConfig, type Reference } from '../../containers/index.ts';
import type { ApiCall } from '../door/exchange.ts';
import type { ContainerConfig } from '../containers/container-config.ts';
import type { DockerEngine } from '../engine.ts';
import { badRequest } from '../errors.ts';

export function commit(engine: DockerEngine, api: ApiCall): void {
  const container = engine.containers.get(api.query('container'));
  const reference = referenceOf(api.query('repo'), api.query('tag'));
  const config = applyChanges(configOf(container.config, container.image.config), api.queries('changes').flatMap((text) => text.split('\n')));
  const { host, runtime } = engine;
  const pauses = api.query('pause') === '' || api.flag('pause');
  const freezes = pauses && container.isRunning && !container.isPaused;
  if (freezes) container.runtime.pause();
  const { upper } = container.runtime.rootFs.union;
  const createdMs = host.wallMs;
  const { image } = container;
  const made = commitImage({ base: image, config, upper, createdBy: container.argv.join(' '), createdMs, comment: api.query('comment'), ...(api.query('author') === '' ? {} : { author: api.query('author') }) });
  const record = runtime.images.add(made, 'committed', runtime.images.get(image.id) ? image.id : '');
  if (freezes) container.runtime.resume();
  if (reference) runtime.images.tag(record.image.id, reference);
  engine.events.add('container', 'commit', container.id, { ...container.attributes, comment: api.query('comment'), imageID: record.image.id, imageRef: api.query('repo') });
  api.json({ Id: record.image.id }, 201);
}

function referenceOf(repository: string, tag: string): Reference | undefined {
  if (repository === '') return undefined;
  const parsed = parseReference(tag === '' ? repository : `${repository}:${tag}`);
  if (parsed.digest) throw badRequest('cannot import digest reference');
  return { ...parsed, tag: parsed.tag || 'latest', path: parsed.path };
}

/** What of the container's configuration an image keeps. */
function configOf(config: ContainerConfig, base: ImageConfig): ImageConfig {
  const ports = Object.keys(config.ExposedPorts ?? {});
  const volumes = Object.keys(config.Volumes ?? {});
  return {
    ...base,
    ...(config.User ? { User: config.User } : {}),
    ...(ports.length > 0 ? { ExposedPorts: ports } : {}),
    Env: config.Env ?? [],
    ...(config.Entrypoint ? { Entrypoint: config.Entrypoint } : {}),
    ...(config.Cmd ? { Cmd: config.Cmd } : {}),
    ...(volumes.length > 0 ? { Volumes: volumes } : {}),
    ...(config.WorkingDir ? { WorkingDir: config.WorkingDir } : {}),
    ...(config.Labels && Object.keys(config.Labels).length > 0 ? { Labels: config.Labels } : {}),
    ...(config.StopSignal ? { StopSignal: config.StopSignal } : {}),
  };
}

