/** Files in and out of a container as archives: `docker cp` and `docker export`. */
import { encodeBase64, encodeUtf8, formatRfc3339Nano, printJson } from '../../base/index.ts';
import { exportFiles } from '../../containers/index.ts';
import { bytesContent, contentBytes, FileError, readTar, tarEntry, writeTar, type FileSystem, type Inode, type Path, type TarEntry, type VisibleNode } from '../../files/index.ts';
import type { FileView } from '../../host/index.ts';
import type { ApiCall } from '../door/exchange.ts';
import type { DockerEngine } from '../engine.ts';
import { badRequest, EngineError, notFound } from '../errors.ts';
import type { DockerContainer } from './docker-container.ts';

/** Go's bits for kinds of files in a mode. */
const GO_DIR = 0x8000_0000;
const GO_LINK = 0x0800_0000;

interface Place {
  readonly fs: FileSystem;
  readonly path: Path;
  readonly node: Inode;
}

export function headArchive(engine: DockerEngine, container: DockerContainer, api: ApiCall): void {
  const path = api.query('path');
  const { node } = placeOf(engine, container, path, false);
  api.call.head(200, { ...api.headers, 'x-docker-container-path-stat': statHeader(path, node) });
  api.call.end();
}

export function exportContainer(engine: DockerEngine, container: DockerContainer, api: ApiCall): void {
  api.call.head(200, { ...api.headers, 'content-type': 'application/x-tar' });
  api.call.write(contentBytes(exportFiles(container.runtime)));
  api.call.end();
  engine.events.add('container', 'export', container.id, container.attributes);
}

export function getArchive(engine: DockerEngine, container: DockerContainer, path: string, api: ApiCall): void {
  const place = placeOf(engine, container, path, false);
  const entries = [...entriesBelow(place, baseName(path), path.endsWith('/.'))];
  api.call.head(200, { ...api.headers, 'content-type': 'application/x-tar', 'x-docker-container-path-stat': statHeader(path, place.node) });
  api.call.write(contentBytes(writeTar(entries)));
  api.call.end();
}

export function putArchive(engine: DockerEngine, container: DockerContainer, api: ApiCall): void {
  const path = api.query('path');
  if (container.hostConfig.ReadonlyRootfs) throw new EngineError(403, 'container rootfs is marked read-only');
  const { node } = placeOf(engine, container, path, true);
  if (node.kind !== 'dir') throw badRequest('extraction point is not a directory');
  api.bytes((bytes) => {
    const view = viewOf(engine, container);
    for (const entry of readTar(bytesContent(bytes))) unpack(engine, container, view, path, entry);
    api.empty(200);
  });
}

/** Through its mounts while it runs, else in its own file system. */
function viewOf(engine: DockerEngine, container: DockerContainer): FileView | undefined {
  const namespaces = container.runtime.namespaces;
  return namespaces && engine.host.viewFor(undefined, namespaces, {});
}

function placeOf(engine: DockerEngine, container: DockerContainer, path: string, follow: boolean): Place {
  const missing = (): EngineError => notFound(`Could not find the file ${path} in container ${container.id}`);
  const view = viewOf(engine, container);
  if (view) {
    try {
      const { mount, path: inside, node } = view.locate(path === '' ? '/' : path, follow);
      if (!node) throw missing();
      return { fs: mount.fs, path: inside, node: node };
    } catch (error) {
      if (error instanceof FileError) throw missing();
      throw error;
    }
  }
  const fs = container.runtime.rootFs;
  const inside = path.split('/').filter((name) => name !== '' && name !== '.');
  const node = fs.node(inside);
  if (!node) throw missing();
  return { fs, path: inside, node };
}

function* entriesBelow({ fs, path, node }: Place, name: string, contentsOnly: boolean): Generator<TarEntry> {
  const names = new Map<object, string>();
  const shown = contentsOnly ? '.' : name;
  if (shown !== '') {
    const entry = tarEntry(shown, node as VisibleNode, names);
    if (entry) yield entry;
  }
  if (node.kind === 'dir') yield* childrenOf(fs, path, shown === '' ? '' : `${shown}/`, names);
}

function* childrenOf(fs: FileSystem, path: Path, prefix: string, names: Map<object, string>): Generator<TarEntry> {
  for (const name of fs.list(path)) {
    const below = [...path, name];
    const node = fs.node(below);
    if (!node) continue;
    const entry = tarEntry(prefix + name, node as VisibleNode, names);
    if (entry) yield entry;
    if (node.kind === 'dir') yield* childrenOf(fs, below, `${prefix}${name}/`, names);
  }
}

function unpack(engine: DockerEngine, container: DockerContainer, view: FileView | undefined, under: string, entry: TarEntry): void {
  const path = `${under.replace(/\/+$/, '')}/${entry.path}`.replace(/\/\.$/, '') || '/';
  if (view) return unpackInView(view, path, entry);
  const { wallMs } = engine.host;
  const fs = container.runtime.rootFs;
  const names = path.split('/').filter((name) => name !== '' && name !== '.');
  if (names.length === 0) return;
  for (let depth = 1; depth < names.length; depth++) if (!fs.node(names.slice(0, depth))) fs.create(names.slice(0, depth), { kind: 'dir', meta: { ...entry.meta, mode: 0o755 }, entries: new Map() }, wallMs);
  const there = fs.node(names);
  if (entry.kind === 'dir') {
    if (!there) fs.create(names, { kind: 'dir', meta: entry.meta, entries: new Map() }, wallMs);
    return;
  }
  if (there?.kind === 'dir') throw badRequest('cannot overwrite directory with non-directory');
  if (there) fs.unlink(names, wallMs);
  if (entry.kind === 'file') fs.create(names, { kind: 'file', meta: entry.meta, content: entry.content }, wallMs);
  else if (entry.kind === 'link') fs.create(names, { kind: 'link', meta: entry.meta, target: entry.target }, wallMs);
}

function unpackInView(view: FileView, path: string, { kind, meta, content, target }: TarEntry): void {
  const parent = path.slice(0, path.lastIndexOf('/')) || '/';
  if (!view.exists(parent)) view.mkdir(parent, { recursive: true });
  if (kind === 'dir') {
    if (!view.exists(path)) view.mkdir(path, { mode: meta.mode });
    return;
  }
  if (view.exists(path)) {
    if (view.lstat(path).kind === 'dir') throw badRequest('cannot overwrite directory with non-directory');
    view.rm(path);
  }
  if (kind === 'link') view.symlink(target, path);
  else if (kind === 'file') {
    view.writeFile(path, content);
    view.chmod(path, meta.mode);
    view.utimes(path, meta.mtimeMs);
  } else return;
  view.chown(path, meta.uid, meta.gid, { follow: false });
}

function statHeader(path: string, node: Inode): string {
  const { meta } = node;
  const kind = node.kind === 'dir' ? GO_DIR : node.kind === 'link' ? GO_LINK : 0;
  const size = node.kind === 'file' ? node.content.size : 4096;
  const document = { name: baseName(path) || '/', size, mode: kind + meta.mode, mtime: formatRfc3339Nano(meta.mtimeMs), linkTarget: node.kind === 'link' ? node.target : '' };
  return encodeBase64(encodeUtf8(printJson(document)));
}

function baseName(path: string): string {
  return path.replace(/\/\.?$/, '').split('/').filter((name) => name !== '').at(-1) ?? '';
}
