/** An image's document read back: what a registry sent, or an archive holds. The text itself is kept, because its digest is the id. */
import { isJsonObject, parseJson, parseRfc3339, sha256Hex, JsonError, type Json, type JsonObject } from '../../base/index.ts';
import type { Layer } from '../../files/index.ts';
import { layerBytes, type Healthcheck, type HistoryEntry, type Image, type ImageConfig } from './image.ts';

/** Undefined when it is no such document, or does not fit the layers. */
export function imageOfDocument(document: string, layers: readonly Layer[]): Image | undefined {
  const value = parsed(document);
  if (!value || !isJsonObject(value['config'] ?? {})) return undefined;
  const diffIds = diffIdsOf(value);
  if (!diffIds || diffIds.length !== layers.length || !diffIds.every((id, i) => id === layers[i]!.id)) return undefined;
  return {
    id: `sha256:${sha256Hex(document)}`,
    config: configOf((value['config'] ?? {}) as JsonObject),
    history: historyOf(value['history']),
    layers,
    lowers: [...layers].reverse(),
    architecture: text(value['architecture']) || 'amd64',
    os: text(value['os']) || 'linux',
    createdMs: timeOf(value['created']),
    author: text(value['author']),
    sizeBytes: layers.reduce((sum, layer) => sum + layerBytes(layer), 0),
    document,
  };
}

/** The digests of its layers, the lowest first; undefined when the text is no image's document. */
export function layersOfDocument(document: string): readonly string[] | undefined {
  const value = parsed(document);
  return value && diffIdsOf(value);
}

function parsed(document: string): JsonObject | undefined {
  try {
    const value = parseJson(document);
    return isJsonObject(value) ? value : undefined;
  } catch (error) {
    if (error instanceof JsonError) return undefined;
    throw error;
  }
}

function diffIdsOf(value: JsonObject): readonly string[] | undefined {
  const rootfs = value['rootfs'];
  return isJsonObject(rootfs) ? texts(rootfs['diff_ids']) : undefined;
}

function configOf(config: JsonObject): ImageConfig {
  const fields: Record<string, unknown> = {
    User: text(config['User']) || undefined,
    ExposedPorts: names(config['ExposedPorts']),
    Env: texts(config['Env']),
    Entrypoint: texts(config['Entrypoint']),
    Cmd: texts(config['Cmd']),
    Volumes: names(config['Volumes']),
    WorkingDir: text(config['WorkingDir']) || undefined,
    Labels: isJsonObject(config['Labels'] ?? null) ? config['Labels'] : undefined,
    StopSignal: text(config['StopSignal']) || undefined,
    Healthcheck: healthOf(config['Healthcheck']),
    Shell: texts(config['Shell']),
    OnBuild: texts(config['OnBuild']),
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function healthOf(value: Json | undefined): Healthcheck | undefined {
  if (!isJsonObject(value)) return undefined;
  const millis = (field: string) => Math.floor(Number(value[field] ?? 0) / 1_000_000);
  return {
    test: texts(value['Test']) ?? [],
    intervalMs: millis('Interval'),
    timeoutMs: millis('Timeout'),
    startPeriodMs: millis('StartPeriod'),
    startIntervalMs: millis('StartInterval'),
    retries: Number(value['Retries'] ?? 0),
  };
}

function historyOf(value: Json | undefined): HistoryEntry[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isJsonObject).map((entry) => ({
    createdMs: timeOf(entry['created']),
    createdBy: text(entry['created_by']),
    ...(text(entry['comment']) ? { comment: text(entry['comment']) } : {}),
    ...(entry['empty_layer'] === true ? { emptyLayer: true as const } : {}),
  }));
}

function timeOf(value: Json | undefined): number {
  return parseRfc3339(text(value)) ?? 0;
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

function texts(value: Json | undefined): readonly string[] | undefined {
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? (value) : undefined;
}

function names(value: Json | undefined): readonly string[] | undefined {
  return isJsonObject(value) ? Object.keys(value).sort() : undefined;
}
