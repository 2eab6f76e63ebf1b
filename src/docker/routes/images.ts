/** /images, /commit. */
import { layerBytes, parseReference, tryReference, type ImageRecord } from '../../containers/index.ts';
import type { ApiCall } from '../door/exchange.ts';
import type { Route } from '../door/engine-door.ts';
import type { DockerEngine } from '../engine.ts';
import { badRequest } from '../errors.ts';
import { importImage, load, save } from '../images/archives.ts';
import { commit } from '../images/commit.ts';
import { imageHistory, imageInspection } from '../images/documents.ts';
import { isDangling, isNamed, listImages } from '../images/list-images.ts';
import { pullImage } from '../images/pull.ts';
import { pushImage } from '../images/push.ts';
import { removeImage, type Removed } from '../images/remove.ts';
import { searchImages } from '../images/search.ts';

export function imageRoutes(engine: DockerEngine): readonly Route[] {
  const one = (act: (record: ImageRecord, api: ApiCall) => void) => (api: ApiCall) => act(engine.image(api.part(0)), api);
  return [
    { method: 'GET', path: '/images/json', handle: (api) => listImages(engine, api) },
    { method: 'POST', path: '/images/create', handle: (api) => (api.query('fromSrc') === '' ? pullImage(engine, api) : importImage(engine, api)) },
    { method: 'GET', path: '/images/search', handle: (api) => searchImages(engine, api) },
    { method: 'POST', path: '/images/prune', handle: (api) => prune(engine, api) },
    { method: 'GET', path: '/images/get', handle: (api) => save(engine, api, api.queries('names')) },
    { method: 'POST', path: '/images/load', handle: (api) => load(engine, api) },
    { method: 'POST', path: '/images/**/push', handle: (api) => pushImage(engine, api) },
    { method: 'GET', path: '/images/**/get', handle: (api) => save(engine, api, [api.part(0)]) },
    { method: 'POST', path: '/commit', handle: (api) => commit(engine, api) },
    { method: 'GET', path: '/images/**/json', handle: one((record, api) => api.json(imageInspection(engine, record))) },
    { method: 'GET', path: '/images/**/history', handle: one((record, api) => api.json(imageHistory(engine, record))) },
    { method: 'POST', path: '/images/**/tag', handle: one((record, api) => tag(engine, record, api)) },
    {
      method: 'DELETE',
      path: '/images/**',
      handle: (api) => api.json(removeImage(engine, api.part(0), { force: api.flag('force'), prune: !api.flag('noprune') })),
    },
  ];
}

function tag(engine: DockerEngine, { image }: ImageRecord, api: ApiCall): void {
  const repository = api.query('repo');
  const wanted = api.query('tag');
  const reference = parseReference(wanted === '' ? repository : `${repository}:${wanted}`);
  if (reference.digest) throw badRequest('refusing to create a tag with a digest reference');
  engine.runtime.images.tag(image.id, reference);
  engine.events.add('image', 'tag', image.id, { name: engine.imageNameShown(wanted === '' ? repository : `${repository}:${wanted}`) });
  api.empty(201);
}

/** Nameless ones, or with `dangling=false` all that no container uses. */
function prune(engine: DockerEngine, api: ApiCall): void {
  const filters = api.filters(['dangling', 'label', 'label!', 'until']);
  const danglingOnly = !filters.has('dangling') || filters.isTrue('dangling');
  const { images } = engine.runtime;
  const removed: Removed[] = [];
  const before = totalBytes(images.list());
  for (const { image } of images.list()) {
    const record = images.get(image.id);
    if (!record || images.containersOf(image.id) > 0 || images.children(image.id).length > 0 || !filters.labels(image.config.Labels)) continue;
    if (danglingOnly ? !isDangling(engine, record) || isNamed(record) : false) continue;
    const names = record.tags.filter((name) => tryReference(name));
    if (names.length === 0) removed.push(...removeImage(engine, image.id, { force: true, prune: true }));
    for (const name of names) removed.push(...removeImage(engine, name, { force: true, prune: true }));
  }
  api.json({ ImagesDeleted: removed.length > 0 ? removed : null, SpaceReclaimed: before - totalBytes(images.list()) });
}

/** Each layer counts once. */
function totalBytes(records: readonly ImageRecord[]): number {
  const layers = new Map(records.flatMap(({ image }) => image.layers.map((layer) => [layer.id, layer] as const)));
  return [...layers.values()].reduce((sum, layer) => sum + layerBytes(layer), 0);
}
