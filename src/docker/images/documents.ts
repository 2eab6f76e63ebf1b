/** The API's documents of images: a line in a list, what inspect tells, history. */
import { formatRfc3339Nano } from '../../base/index.ts';
import { configDocument, familiarReference, layerBytes, parseReference, type ImageRecord } from '../../containers/index.ts';
import { wallOf } from '../containers/status-text.ts';
import type { DockerEngine } from '../engine.ts';
import { graphDriver } from '../system/graph-driver.ts';

export function familiar(names: readonly string[]): string[] {
  return names.map((name) => familiarReference(parseReference(name)));
}

export function imageSummary(record: ImageRecord): object {
  const { image, tags, digests, parent } = record;
  return {
    Containers: -1,
    Created: Math.floor(image.createdMs / 1000),
    Id: image.id,
    Labels: image.config.Labels ?? null,
    ParentId: parent,
    RepoDigests: familiar(digests),
    RepoTags: familiar(tags),
    SharedSize: -1,
    Size: image.sizeBytes,
  };
}

export function imageInspection(engine: DockerEngine, record: ImageRecord): object {
  const { image, tags, digests, parent, taggedMs } = record;
  const layers = image.layers.map(({ id }) => id);
  return {
    Id: image.id,
    RepoTags: familiar(tags),
    RepoDigests: familiar(digests),
    Parent: parent,
    Comment: image.history.at(-1)?.comment ?? '',
    Created: formatRfc3339Nano(image.createdMs),
    DockerVersion: '',
    Author: image.author,
    Config: imageConfig(record),
    Architecture: image.architecture,
    Os: image.os,
    Size: image.sizeBytes,
    GraphDriver: graphDriver(engine.release.storageDriver, layers),
    RootFS: { Type: 'layers', ...(layers.length > 0 ? { Layers: layers } : {}) },
    Metadata: { LastTagTime: tags.length > 0 ? formatRfc3339Nano(wallOf(engine.host, taggedMs)) : '0001-01-01T00:00:00Z' },
  };
}

function imageConfig({ image }: ImageRecord): object {
  const config = configDocument(image.config) as Readonly<Record<string, unknown>>;
  return {
    Hostname: '',
    Domainname: '',
    User: config['User'] ?? '',
    AttachStdin: false,
    AttachStdout: false,
    AttachStderr: false,
    ExposedPorts: config['ExposedPorts'],
    Tty: false,
    OpenStdin: false,
    StdinOnce: false,
    Env: config['Env'] ?? null,
    Cmd: config['Cmd'] ?? null,
    Healthcheck: config['Healthcheck'],
    Image: '',
    Volumes: config['Volumes'] ?? null,
    WorkingDir: config['WorkingDir'] ?? '',
    Entrypoint: config['Entrypoint'] ?? null,
    OnBuild: config['OnBuild'] ?? null,
    Labels: config['Labels'] ?? null,
    StopSignal: config['StopSignal'],
    Shell: config['Shell'],
  };
}

/** Newest first. A step that left an image here shows its id. */
export function imageHistory(engine: DockerEngine, record: ImageRecord): readonly object[] {
  const { image } = record;
  const ids = new Map<number, ImageRecord>();
  for (let at: ImageRecord | undefined = record; at; at = at.parent === '' ? undefined : engine.runtime.images.get(at.parent)) ids.set(at.image.history.length, at);
  let layer = 0;
  const lines = image.history.map((entry, i) => {
    const made = ids.get(i + 1);
    const size = entry.emptyLayer ? 0 : layerBytes(image.layers[layer++]!);
    return {
      Comment: entry.comment ?? '',
      Created: Math.floor(entry.createdMs / 1000),
      CreatedBy: entry.createdBy,
      Id: made?.image.id ?? '<missing>',
      Size: size,
      Tags: made && made.tags.length > 0 ? familiar(made.tags) : null,
    };
  });
  return lines.reverse();
}
