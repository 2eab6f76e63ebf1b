/** A namespace held by a file: what `ip netns add` leaves in /run/netns, and what /proc/PID/ns leads to. */
import { emptyContent, FileError, fileNode, linksMax, metaOf, pathText, type Inode, type Path } from '../../files/index.ts';
import type { NamespaceKind, Namespaces } from '../process/namespaces.ts';
import type { Process } from '../process/process.ts';
import { KernelFs } from './kernel-fs.ts';
import { walkPath } from './path-walk.ts';
import { ProcFs } from './proc-fs.ts';

export class NsFs extends KernelFs {
  readonly type = 'nsfs';
  readonly kind: NamespaceKind;
  readonly namespace: Namespaces[NamespaceKind];

  constructor(kind: NamespaceKind, namespace: Namespaces[NamespaceKind]) {
    super();
    this.kind = kind;
    this.namespace = namespace;
  }

  node(path: Path): Inode | undefined {
    return path.length === 0 ? fileNode(emptyContent, metaOf(0o444, 0)) : undefined;
  }

  list(path: Path): readonly string[] {
    throw new FileError('ENOTDIR', pathText(path));
  }

  override create(path: Path): void {
    throw new FileError('ENOTDIR', pathText(path));
  }

  write(path: Path): void {
    throw new FileError('EINVAL', pathText(path));
  }
}

/** What the file at the path holds, over links to it; undefined when it is no namespace of this kind. ENOENT. */
export function namespaceAt<K extends NamespaceKind>(process: Process, path: string, kind: K): Namespaces[K] | undefined {
  let at = path;
  for (let i = 0; i < linksMax; i++) {
    const found = walkPath(process, at, false);
    if (!found.node) throw new FileError('ENOENT', path);
    const { fs } = found.mount;
    if (fs instanceof NsFs) return fs.kind === kind ? (fs.namespace as Namespaces[K]) : undefined;
    if (fs instanceof ProcFs) return fs.namespaceOf(found.path, kind);
    if (found.node.kind !== 'link') return undefined;
    const { target } = found.node;
    at = target.startsWith('/') ? target : `${at.slice(0, at.lastIndexOf('/'))}/${target}`;
  }
  throw new FileError('ELOOP', path);
}
