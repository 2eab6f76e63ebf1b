/** `GET /images/json`: which images a list shows, newest first. */
import { familiarName, familiarReference, parseReference, type ImageRecord } from '../../containers/index.ts';
import { compileGlob } from '../../base/index.ts';
import type { ApiCall, Filters } from '../door/exchange.ts';
import type { DockerEngine } from '../engine.ts';
import { imageSummary } from './documents.ts';

const accepted = ['dangling', 'label', 'before', 'since', 'reference', 'until'];

export function listImages(engine: DockerEngine, api: ApiCall): void {
  const filters = api.filters(accepted);
  const all = sortedImages(engine);
  const before = filters.get('before')[0];
  const since = filters.get('since')[0];
  const bounds = {
    before: before === undefined ? Infinity : engine.image(before).image.createdMs,
    since: since === undefined ? -Infinity : engine.image(since).image.createdMs,
  };
  const shown = all.filter((record) => {
    const { createdMs } = record.image;
    if (createdMs >= bounds.before || createdMs <= bounds.since) return false;
    if (!filters.labels(record.image.config.Labels)) return false;
    if (filters.has('dangling')) return isDangling(engine, record) === filters.isTrue('dangling');
    return isNamed(record) || api.flag('all') || engine.runtime.images.children(record.image.id).length === 0;
  });
  api.json(shown.flatMap((record) => withReference(record, filters)).map(imageSummary));
}

export function sortedImages(engine: DockerEngine): readonly ImageRecord[] {
  return [...engine.runtime.images.list()].sort((a, b) => b.image.createdMs - a.image.createdMs || b.image.history.length - a.image.history.length);
}

export function isNamed({ tags, digests }: ImageRecord): boolean {
  return tags.length > 0 || digests.length > 0;
}

/** Nameless, and nothing stands on it. */
export function isDangling(engine: DockerEngine, record: ImageRecord): boolean {
  return record.tags.length === 0 && engine.runtime.images.children(record.image.id).length === 0;
}

/** Only the names that the filter means are left. */
function withReference(record: ImageRecord, filters: Filters): readonly ImageRecord[] {
  if (!filters.has('reference')) return [record];
  const fits = (name: string): boolean => filters.get('reference').some((wanted) => matchesReference(name, wanted));
  const tags = record.tags.filter(fits);
  const digests = record.digests.filter(fits);
  return tags.length + digests.length > 0 ? [{ ...record, tags, digests }] : [];
}

/** "nginx", "nginx:1.2*", "*\/nginx": over the name with or without its tag. */
function matchesReference(name: string, wanted: string): boolean {
  const reference = parseReference(name);
  const glob = compileGlob(wanted);
  return glob.matches(familiarReference(reference)) || glob.matches(familiarName(reference));
}
