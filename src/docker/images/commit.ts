/** `docker commit` and `docker import`: images that no Dockerfile made. */
import { layerDigest, layerOf, treeOfTar, metaOf, bytesContent } from '../../files/index.ts';
import { makeImage, parseReference, type ImageConfig, type ImageRecord, type Reference } from '../../containers/index.ts';
import type { ApiCall } from '../door/exchange.ts';
import type { ContainerConfig } from '../containers/container-config.ts';
import type { DockerEngine } from '../engine.ts';
import { badRequest } from '../errors.ts';
import { applyChanges } from './apply-changes.ts';

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
  const isEmpty = !upper || container.runtime.changes().length === 0;
  const entry = { createdMs, createdBy: container.argv.join(' '), ...(api.query('comment') === '' ? {} : { comment: api.query('comment') }) };
  const { image } = container;
  const made = makeImage({
    config,
    history: [...image.history, isEmpty ? { ...entry, emptyLayer: true as const } : entry],
    layers: isEmpty ? image.layers : [...image.layers, layerOf(upper)],
    createdMs,
    ...(api.query('author') === '' ? {} : { author: api.query('author') }),
  });
  const record = runtime.images.add(made, 'committed', runtime.images.get(image.id) ? image.id : '');
  if (freezes) container.runtime.resume();
  finish(engine, record, reference);
  engine.events.add('container', 'commit', container.id, { ...container.attributes, comment: api.query('comment'), imageID: record.image.id, imageRef: api.query('repo') });
  api.json({ Id: record.image.id }, 201);
}

/** An archive becomes an image of one layer. */
export function importImage(engine: DockerEngine, api: ApiCall): void {
  const reference = referenceOf(api.query('repo'), api.query('tag'));
  const config = applyChanges({}, api.queries('changes'));
  api.bytes((bytes) => {
    const createdMs = engine.host.wallMs;
    const tree = treeOfTar(bytesContent(bytes), metaOf(0o755, createdMs));
    const source = api.query('fromSrc');
    const comment = api.query('message') || `Imported from ${source}`;
    const made = makeImage({ config, history: [{ createdMs, createdBy: '', comment }], layers: [{ id: layerDigest(tree), tree }], createdMs });
    const record = engine.runtime.images.add(made, 'loaded');
    finish(engine, record, reference);
    engine.events.add('image', 'import', record.image.id, { name: record.image.id });
    const send = api.stream();
    send({ status: record.image.id });
    api.call.end();
  });
}

function finish(engine: DockerEngine, { image }: ImageRecord, reference: Reference | undefined): void {
  if (reference) engine.runtime.images.tag(image.id, reference);
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

