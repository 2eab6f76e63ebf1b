/** Questions of the page, answered from a world: that of now, or that of the moment shown. Each answers in one place; what makes a moment of the past is in past.ts. */
import { decodeUtf8, printYaml, type Json } from '../../base/index.ts';
import type { Answer, Ask, FieldOrigin, RowKey, WhyStep } from '../../client/index.ts';
import type { Container } from '../../containers/index.ts';
import { contentBytes, find, nodeAt, splitPath } from '../../files/index.ts';
import type { FileView } from '../../host/index.ts';
import type { Step } from '../../sim/index.ts';
import type { WorldProjection } from '../projection/world-projection.ts';
import type { World } from '../world.ts';

const TEXT_MAX = 1 << 20;

export function answerObject(world: World, projection: WorldProjection, { about }: Ask<'object'>): Answer<'object'> {
  const found = projection.objectOf(idOf(about)) ?? nodeOf(world, about);
  if (found) {
    const object = found.cluster.store.get(found.key)!;
    const { kind } = object;
    const { managedFields: _, ...metadata } = object.metadata;
    return { title: `${kind.toLowerCase()}/${metadata.name}`, yaml: printYaml(plain({ ...object, metadata })), language: 'yaml', fields: originsOf(found, object) };
  }
  const row = runtimeRowOf(world, about);
  return row && { title: about, yaml: printYaml(plain(row)), language: 'yaml', fields: [] };
}

export function answerWhy(world: World, projection: WorldProjection, ask: Ask<'why'>): Answer<'why'> {
  const steps = 'act' in ask ? world.trace.why(ask.act, '', '') : whyOfRow(world, projection, ask.about, ask.field);
  return steps.map((s): WhyStep => ({ about: rowOfStep(world, projection, s), key: s.key, field: s.field, act: projection.act(s.entry) }));
}

export function answerActs(world: World, projection: WorldProjection, { before, count }: Ask<'acts'>): Answer<'acts'> {
  const first = Math.max(1, before - count);
  return world.trace.since(first).filter((e) => e.id < before).map((e) => projection.act(e));
}

export function answerFile(world: World, ask: Ask<'file'>): Answer<'file'> {
  if (ask.edit !== undefined) return fileOf(world.edits.get(ask.edit)?.process.files, ask.path);
  if (ask.container === undefined) return fileOf(world.hosts.get(ask.host)?.files, ask.path);
  const slash = ask.container.indexOf('/');
  const container = world.runtimes.get(ask.container.slice(0, slash))?.find(ask.container.slice(slash + 1));
  return container ? fileInContainer(container, ask.path, ask.sheet) : null;
}

export function answerFolder(world: World, { host, path }: Ask<'folder'>): Answer<'folder'> {
  const files = world.hosts.get(host)?.files;
  if (!files?.exists(path)) return null;
  return files.readdir(path).map((name) => {
    const { kind, size } = files.lstat(`${path}/${name}`);
    const type = kind === 'dir' ? 'folder' : kind === 'link' ? 'link' : kind === 'file' ? 'file' : 'other';
    return { name, type, sizeBytes: size };
  });
}

function fileOf(files: FileView | undefined, path: string): Answer<'file'> {
  if (!files?.exists(path)) return null;
  const { kind, mtimeMs, size } = files.stat(path);
  if (kind !== 'file') return null;
  return textAnswer(files.readFile(path), size, mtimeMs, true);
}

function fileInContainer(container: Container, path: string, sheet: number | undefined): Answer<'file'> {
  const { union } = container.rootFs;
  const top = union.lowers.length;
  const node = sheet === undefined ? find(union, splitPath(path))?.node : sheet === top ? union.upper && nodeAt(union.upper, splitPath(path)) : nodeAt(union.lowers[top - 1 - sheet]!.tree, splitPath(path));
  if (node?.kind !== 'file') return null;
  const { content, meta } = node;
  if (content.size > TEXT_MAX) return { text: '', binary: true, sizeBytes: content.size, truncated: true, modifiedMs: meta.mtimeMs, writable: false };
  return textAnswer(contentBytes(content), content.size, meta.mtimeMs, false);
}

function textAnswer(bytes: Uint8Array, sizeBytes: number, modifiedMs: number, writable: boolean): Answer<'file'> {
  const head = bytes.subarray(0, TEXT_MAX);
  const binary = head.subarray(0, 8000).includes(0);
  return { text: binary ? '' : decodeUtf8(head), binary, sizeBytes, truncated: bytes.length > TEXT_MAX, modifiedMs, writable };
}

function whyOfRow(world: World, projection: WorldProjection, about: RowKey, field: string): readonly Step[] {
  const found = projection.objectOf(idOf(about)) ?? nodeOf(world, about);
  if (!found) return [];
  const { store } = found.cluster;
  const origin = field === '' ? (store.origin(found.key, 'spec') || store.origin(found.key)) : store.origin(found.key, field);
  return world.trace.why(origin, found.key, field || 'spec');
}

function rowOfStep(world: World, projection: WorldProjection, { key, entry }: Step): RowKey | '' {
  if (key === '') return '';
  for (const cluster of world.clusters) {
    const row = projection.rowOf(cluster.store.name, key);
    if (row !== '') return row;
  }
  return projection.act(entry).about;
}

function originsOf({ cluster, key }: { cluster: World['clusters'][number]; key: string }, object: object): FieldOrigin[] {
  return Object.keys(object).map((field) => ({ field, act: cluster.store.origin(key, field) }));
}

function nodeOf(world: World, about: RowKey): { cluster: World['clusters'][number]; key: string } | undefined {
  const [, name = '', node = ''] = /^nodes\/([^/]+)\/(.+)$/.exec(about) ?? [];
  const cluster = world.clusters.find((c) => c.spec.name === name);
  return cluster && cluster.store.get(`nodes/${node}`) ? { cluster, key: `nodes/${node}` } : undefined;
}

function runtimeRowOf(world: World, about: RowKey): object | null {
  const [, table = '', host = '', id = ''] = /^(images|containers|pulls|builds)\/([^/]+)\/(.+)$/.exec(about) ?? [];
  const row = world.runtimes.get(host)?.store.get(`${table}/${id}`);
  if (!row) return null;
  if ('spec' in row) return { id: row.id, name: row.name, image: row.spec.image, command: row.spec.argv, labels: row.spec.labels ?? {}, ...row.status };
  return 'tags' in row ? { tags: row.tags, ...row.image.config, history: row.image.history } : row;
}

function idOf(about: RowKey): string {
  return about.slice(about.indexOf('/') + 1);
}

function plain(value: object): Json {
  return value as unknown as Json;
}
