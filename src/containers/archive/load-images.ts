/** `docker load`: the images of an archive that `save` wrote, of this kind or of the older one where each layer had a folder. */
import { gunzipSync } from 'fflate';
import { isJsonObject, JsonError, parseJson, type Json } from '../../base/index.ts';
import { bytesContent, contentBytes, contentDigest, contentText, readBytes, readTar, TarError, type Content, type Layer, type TarEntry } from '../../files/index.ts';
import { knownLayer } from '../catalogue/recipe.ts';
import { imageOfDocument, layersOfDocument } from '../images/image-document.ts';
import { tarOf, type Image } from '../images/image.ts';
import { layerOfTar } from '../images/layer-of-tar.ts';
import { tryReference, type Reference } from '../images/reference.ts';

export interface LoadedImage {
  readonly image: Image;
  readonly tags: readonly Reference[];
}

/** What cannot be loaded, in dockerd's words. */
export class LoadError extends Error {
  override name = 'LoadError';
}

/** Throws LoadError. `here` gives layers that need not be unpacked again. */
export function loadImages(archive: Content, here: (digest: string) => Layer | undefined): LoadedImage[] {
  const files = new Map(entriesOf(archive).map((entry) => [entry.path, entry.content]));
  const list = parsed(files.get('manifest.json'));
  if (!Array.isArray(list)) throw new LoadError('open manifest.json: no such file or directory');
  return list.map((item) => loadImage(item as Json, files, here));
}

function entriesOf(archive: Content): readonly TarEntry[] {
  const head = readBytes(archive, 0, 2);
  try {
    const tar = head[0] === 0x1f && head[1] === 0x8b ? bytesContent(gunzipSync(contentBytes(archive))) : archive;
    return readTar(tar);
  } catch (error) {
    if (error instanceof TarError) throw new LoadError(error.message);
    throw error;
  }
}

function loadImage(item: Json, files: ReadonlyMap<string, Content>, here: (digest: string) => Layer | undefined): LoadedImage {
  const entry = isJsonObject(item) ? item : {};
  const configPath = typeof entry['Config'] === 'string' ? entry['Config'] : '';
  const config = files.get(configPath);
  if (!config) throw new LoadError(`open ${configPath}: no such file or directory`);
  const document = contentText(config);
  const paths = Array.isArray(entry['Layers']) ? entry['Layers'].map(String) : [];
  const digests = layersOfDocument(document) ?? [];
  if (paths.length !== digests.length) throw new LoadError(`invalid manifest, layers length mismatch: expected ${digests.length}, got ${paths.length}`);
  const layers = paths.map((path, i) => loadLayer(path, digests[i]!, files, here));
  const image = imageOfDocument(document, layers);
  if (!image) throw new LoadError('invalid image config');
  const names = Array.isArray(entry['RepoTags']) ? entry['RepoTags'].map(String) : [];
  return { image, tags: names.map(tryReference).filter((tag) => tag !== undefined) };
}

/** A layer that is here is not read, nor missed; bytes of one that is known by its digest and its size are not hashed again. */
function loadLayer(path: string, digest: string, files: ReadonlyMap<string, Content>, here: (digest: string) => Layer | undefined): Layer {
  const tar = files.get(path);
  const known = here(digest) ?? (tar && knownLayer(digest));
  if (known && !tar) return known;
  if (!tar) throw new LoadError(`open ${path}: no such file or directory`);
  if (known && tarOf(known).size === tar.size) return known;
  const actual = contentDigest(tar);
  if (actual !== digest) throw new LoadError(`invalid diffID for layer: expected "${digest}", got "${actual}"`);
  return layerOfTar(digest, tar);
}

function parsed(content: Content | undefined): Json {
  if (!content) return null;
  try {
    return parseJson(contentText(content));
  } catch (error) {
    if (error instanceof JsonError) throw new LoadError(error.message);
    throw error;
  }
}
