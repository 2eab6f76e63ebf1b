/** `docker rmi`: takes names away, and the image with its last one, and then the images below it that nobody needs. */
import { familiarReference, isImageId, parseReference, repositoryOf, tryReference, fullReference, shortId, withDefaultTag, type ImageRecord } from '../../containers/index.ts';
import type { DockerContainer } from '../containers/docker-container.ts';
import type { DockerEngine } from '../engine.ts';
import { conflict } from '../errors.ts';

export type Removed = { readonly Untagged: string } | { readonly Deleted: string };

interface Options {
  readonly force: boolean;
  readonly prune: boolean;
}

export function removeImage(engine: DockerEngine, text: string, options: Options): readonly Removed[] {
  const record = engine.image(text);
  const removed: Removed[] = [];
  const byName = isById(record, text) ? undefined : nameIn(record, text);
  if (byName !== undefined) removeName(engine, record, byName, options, removed);
  else removeById(engine, record, options, removed);
  for (const one of removed) {
    if ('Untagged' in one) engine.events.add('image', 'untag', record.image.id, { name: record.image.id });
    else if (one.Deleted === record.image.id) engine.events.add('image', 'delete', record.image.id, { name: record.image.id });
  }
  return removed;
}

function isById({ image }: ImageRecord, text: string): boolean {
  const digits = text.startsWith('sha256:') ? text.slice('sha256:'.length) : text;
  return isImageId(text) || (/^[0-9a-f]+$/.test(digits) && image.id.startsWith(`sha256:${digits}`));
}

/** The whole name by which the image has been asked for. */
function nameIn({ tags, digests }: ImageRecord, text: string): string | undefined {
  const reference = tryReference(text);
  if (!reference) return undefined;
  const name = reference.digest ? `${repositoryOf(reference)}@${reference.digest}` : fullReference(withDefaultTag(reference));
  return [...tags, ...digests].find((known) => known === name);
}

function removeName(engine: DockerEngine, record: ImageRecord, name: string, options: Options, removed: Removed[]): void {
  const { image } = record;
  const isLast = record.tags.filter((tag) => tag !== name).length === 0 && !name.includes('@');
  const user = isLast ? userOf(engine, record, () => true) : undefined;
  if (user && !options.force) {
    throw conflict(`conflict: unable to remove repository reference "${familiarName(name)}" (must force) - container ${user.id.slice(0, 12)} is using its referenced image ${shortId(image.id)}`);
  }
  untag(engine, name, removed);
  if (!isLast) return dropDigests(engine, record, name, removed);
  for (const digest of engine.runtime.images.get(image.id)!.digests) untag(engine, digest, removed);
  if (!user && engine.runtime.images.children(image.id).length === 0) drop(engine, image.id, options.prune, removed);
}

/** The digest goes with the last tag of its repository. */
function dropDigests(engine: DockerEngine, record: ImageRecord, name: string, removed: Removed[]): void {
  const repository = repositoryOf(parseReference(name));
  const now = engine.runtime.images.get(record.image.id)!;
  if (now.tags.some((tag) => repositoryOf(parseReference(tag)) === repository)) return;
  for (const digest of now.digests) if (digest.startsWith(`${repository}@`)) untag(engine, digest, removed);
}

function removeById(engine: DockerEngine, record: ImageRecord, options: Options, removed: Removed[]): void {
  const { image, tags } = record;
  const id = shortId(image.id);
  const repositories = new Set(tags.map((tag) => repositoryOf(parseReference(tag))));
  const running = userOf(engine, record, (container) => container.isRunning);
  if (running) throw conflict(`conflict: unable to delete ${id} (cannot be forced) - image is being used by running container ${running.id.slice(0, 12)}`);
  if (engine.runtime.images.children(image.id).length > 0 && tags.length === 0) throw conflict(`conflict: unable to delete ${id} (cannot be forced) - image has dependent child images`);
  if (repositories.size > 1 && !options.force) throw conflict(`conflict: unable to delete ${id} (must be forced) - image is referenced in multiple repositories`);
  const user = userOf(engine, record, () => true);
  if (user && !options.force) throw conflict(`conflict: unable to delete ${id} (must be forced) - image is being used by stopped container ${user.id.slice(0, 12)}`);
  if (engine.runtime.images.children(image.id).length > 0) throw conflict(`conflict: unable to delete ${id} (cannot be forced) - image has dependent child images`);
  for (const name of [...tags, ...record.digests]) untag(engine, name, removed);
  drop(engine, image.id, options.prune, removed);
}

function untag(engine: DockerEngine, name: string, removed: Removed[]): void {
  engine.runtime.images.untag(name);
  removed.push({ Untagged: familiarName(name) });
}

function familiarName(name: string): string {
  return familiarReference(parseReference(name));
}

/** With it go the images below it that have no name, no other child and no container. */
function drop(engine: DockerEngine, id: string, prune: boolean, removed: Removed[]): void {
  const { images } = engine.runtime;
  const { parent } = images.get(id)!;
  const gone = images.remove(id);
  removed.push({ Deleted: id }, ...gone.map((Deleted) => ({ Deleted })));
  const below = prune && parent !== '' ? images.get(parent) : undefined;
  if (!below || below.tags.length > 0 || below.digests.length > 0) return;
  if (images.children(parent).length === 0 && images.containersOf(parent) === 0) drop(engine, parent, prune, removed);
}

function userOf(engine: DockerEngine, { image }: ImageRecord, wanted: (container: DockerContainer) => boolean): DockerContainer | undefined {
  return engine.containers.all.find((container) => container.image.id === image.id && wanted(container));
}
