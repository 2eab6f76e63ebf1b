/** `docker save`, `docker load` and `docker import`: images in and out as archives. */
import { applyChanges, BuildError, familiarReference, importFiles, LoadError, loadImages, parseReference, saveImages, withDefaultTag, type SavedImage } from '../../containers/index.ts';
import { bytesContent, contentBytes } from '../../files/index.ts';
import type { ApiCall } from '../door/exchange.ts';
import type { DockerEngine } from '../engine.ts';
import { badRequest, EngineError, notFound } from '../errors.ts';

export function save(engine: DockerEngine, api: ApiCall, names: readonly string[]): void {
  const saved = names.map((name): SavedImage => {
    const record = engine.runtime.images.resolve(name);
    if (!record) throw notFound(`No such image: ${name}`);
    const isId = /^(?:sha256:)?[0-9a-f]+$/.test(name) && record.image.id.includes(name.replace('sha256:', ''));
    return { image: record.image, tags: isId ? [] : [withDefaultTag(parseReference(name))] };
  });
  const archive = saveImages(saved, engine.host.wallMs);
  api.call.head(200, { ...api.headers, 'content-type': 'application/x-tar' });
  api.call.write(contentBytes(archive));
  api.call.end();
}

export function load(engine: DockerEngine, api: ApiCall): void {
  api.bytes((bytes) => {
    const { images } = engine.runtime;
    const send = api.stream();
    try {
      for (const { image, tags } of loadImages(bytesContent(bytes), (digest) => images.layerContent(digest))) {
        images.add(image, 'loaded');
        for (const tag of tags) images.tag(image.id, tag);
        engine.events.add('image', 'load', image.id, { name: image.id });
        for (const tag of tags) send({ stream: `Loaded image: ${familiarReference(tag)}\n` });
        if (tags.length === 0) send({ stream: `Loaded image ID: ${image.id}\n` });
      }
    } catch (error) {
      if (!(error instanceof LoadError)) throw error;
      send({ errorDetail: { message: error.message }, error: error.message });
    }
    api.call.end();
  });
}

/** An archive becomes an image of one layer. */
export function importImage(engine: DockerEngine, api: ApiCall): void {
  const repository = api.query('repo');
  const tag = api.query('tag');
  const reference = repository === '' ? undefined : withDefaultTag(parseReference(tag === '' ? repository : `${repository}:${tag}`));
  if (reference?.digest) throw badRequest('cannot import digest reference');
  const config = applyChanges({}, api.queries('changes'));
  api.bytes((bytes) => {
    try {
      const image = importFiles(bytesContent(bytes), { config, message: api.query('message') || `Imported from ${api.query('fromSrc')}`, createdMs: engine.host.wallMs });
      engine.runtime.images.add(image, 'loaded');
      if (reference) engine.runtime.images.tag(image.id, reference);
      engine.events.add('image', 'import', image.id, { name: image.id });
      api.stream()({ status: image.id });
      api.call.end();
    } catch (error) {
      if (error instanceof BuildError) throw new EngineError(500, error.message);
      throw error;
    }
  });
}
