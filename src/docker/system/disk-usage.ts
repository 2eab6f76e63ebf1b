/** `docker system df`: what images, containers and volumes take. */
import { formatRfc3339Nano } from '../../base/index.ts';
import { layerBytes, type CacheRecord } from '../../containers/index.ts';
import { summary } from '../containers/documents.ts';
import type { DockerEngine } from '../engine.ts';
import { imageSummary } from '../images/documents.ts';
import { isNamed, sortedImages } from '../images/list-images.ts';
import { volumeDocument } from '../routes/volumes.ts';

export function diskUsage(engine: DockerEngine): object {
  const { images } = engine.runtime;
  const shown = sortedImages(engine).filter((record) => isNamed(record) || images.children(record.image.id).length === 0);
  const users = new Map<string, number>();
  const bytes = new Map<string, number>();
  for (const { image } of shown) {
    for (const layer of new Set(image.layers)) {
      users.set(layer.id, (users.get(layer.id) ?? 0) + 1);
      bytes.set(layer.id, layerBytes(layer));
    }
  }
  return {
    LayersSize: [...bytes.values()].reduce((sum, size) => sum + size, 0),
    Images: shown.map((record) => ({
      ...imageSummary(record),
      SharedSize: record.image.layers.reduce((sum, { id }) => sum + ((users.get(id) ?? 0) > 1 ? bytes.get(id)! : 0), 0),
      Containers: engine.containers.all.filter((container) => container.image.id === record.image.id).length,
    })),
    Containers: engine.newestFirst().map((container) => summary(engine, container, true)),
    Volumes: engine.volumes.all.map((volume) => ({ ...volumeDocument(volume), UsageData: { RefCount: engine.usersOf(volume).length, Size: engine.volumes.sizeBytes(volume) } })),
    BuildCache: engine.runtime.buildCache.all.map(cacheDocument),
    BuilderSize: engine.runtime.buildCache.all.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  };
}

function cacheDocument({ id, description, sizeBytes, createdMs, usedMs, uses }: CacheRecord): object {
  return { ID: id, Type: 'regular', Description: description, InUse: false, Shared: false, Size: sizeBytes, CreatedAt: formatRfc3339Nano(createdMs), LastUsedAt: formatRfc3339Nano(usedMs), UsageCount: uses };
}
