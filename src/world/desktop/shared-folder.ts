/**
 * Folders of a Mac as its Linux machine has them: the same files, in whatever folder they are bound to. Their owner over there is
 * whoever looks, which is root; a file made there is the user's here.
 */
import type { Content, FileEvent, FileSystem, HeldFile, Inode, Meta, Path, StatFs, VisibleNode } from '../../files/index.ts';

export class SharedFolder implements FileSystem {
  readonly type = 'fakeowner';
  private readonly disk: FileSystem;
  private readonly owner: { readonly uid: number; readonly gid: number };

  constructor(disk: FileSystem, owner: { readonly uid: number; readonly gid: number }) {
    this.disk = disk;
    this.owner = owner;
  }

  node(path: Path): Inode | undefined {
    const node = this.disk.node(path);
    return node && { ...node, meta: { ...node.meta, uid: 0, gid: 0 } };
  }

  list(path: Path): readonly string[] {
    return this.disk.list(path);
  }

  dirLinks(path: Path): number {
    return this.disk.dirLinks(path);
  }

  create(path: Path, node: VisibleNode, nowMs: number): void {
    this.disk.create(path, { ...node, meta: { ...node.meta, ...this.owner } }, nowMs);
  }

  write(path: Path, content: Content, nowMs: number): void {
    this.disk.write(path, content, nowMs);
  }

  /** Another owner is taken note of over there alone. */
  setMeta(path: Path, { uid: _uid, gid: _gid, ...change }: Partial<Meta>): void {
    this.disk.setMeta(path, change);
  }

  unlink(path: Path, nowMs: number): void {
    this.disk.unlink(path, nowMs);
  }

  rmdir(path: Path, nowMs: number): void {
    this.disk.rmdir(path, nowMs);
  }

  rename(from: Path, to: Path, nowMs: number): void {
    this.disk.rename(from, to, nowMs);
  }

  link(existing: Path, path: Path, nowMs: number): void {
    this.disk.link(existing, path, nowMs);
  }

  hold(path: Path): HeldFile | undefined {
    return this.disk.hold(path);
  }

  statfs(): StatFs {
    return { ...this.disk.statfs(), type: this.type };
  }

  watch(listener: (event: FileEvent) => void): () => void {
    return this.disk.watch(listener);
  }
}
