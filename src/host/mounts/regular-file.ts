/** An open regular file or directory. Its position is its own; its content is the file's, wherever that is moved, and also when its last name goes. */
import { fnv32a } from '../../base/index.ts';
import { emptyContent, FileError, overwriteBytes, pathText, readBytes, type Content, type FileNode, type HeldFile, type Inode, type Path } from '../../files/index.ts';
import { SystemError } from '../errors.ts';
import type { Host } from '../host.ts';
import { ReadyFile } from '../process/open-file.ts';
import type { Mount } from './mount-namespace.ts';

interface Mode {
  readonly reads: boolean;
  readonly writes: boolean;
  readonly append: boolean;
}

export class RegularFile extends ReadyFile {
  readonly kind = 'file';
  readonly mount: Mount;
  readonly path: Path; // it was opened by
  private readonly host: Host;
  private readonly mode: Mode;
  private held: HeldFile | undefined; // while a descriptor stands for it
  offset = 0;

  constructor(mount: Mount, path: Path, host: Host, mode: Mode, held?: HeldFile) {
    super();
    this.mount = mount;
    this.path = path;
    this.host = host;
    this.mode = mode;
    this.held = held;
  }

  /** The same file once more, as opening /proc/PID/fd/N does it. */
  again(mode: Mode): RegularFile {
    return new RegularFile(this.mount, this.path, this.host, mode, this.held);
  }

  override get access(): 'r' | 'w' | 'u' {
    const { reads, writes } = this.mode;
    return reads && writes ? 'u' : reads ? 'r' : 'w';
  }

  override get label(): string {
    const { from, spec } = this.mount;
    const inside = (this.held?.path ?? this.path).slice(from.length).join('/');
    const path = inside === '' ? spec.point : `${spec.point === '/' ? '' : spec.point}/${inside}`;
    return this.lost ? `${path} (deleted)` : path;
  }

  override get lost(): FileNode | undefined {
    return this.held && !this.held.path ? this.held.node : undefined;
  }

  override hold(): this {
    const { fs } = this.mount;
    if (this.references === 0) {
      if (this.held) this.held.hold();
      else if (fs.node(this.path)?.kind === 'file') this.held = fs.hold(this.path);
    }
    return super.hold();
  }

  protected override closed(): void {
    this.held?.release();
    this.held = undefined;
  }

  get inode(): number {
    const path = this.held?.path ?? this.path;
    return inodeNumberOf(path, this.lost ?? this.mount.fs.node(path));
  }

  /** Whether both have one and the same file open. */
  isSameFile(other: RegularFile): boolean {
    return this.held !== undefined && this.held === other.held;
  }

  override read(max: number): Uint8Array | null {
    if (!this.mode.reads) throw new SystemError('EBADF', 'read');
    const content = this.content();
    if (this.offset >= content.size) return null;
    const bytes = readBytes(content, this.offset, max);
    this.offset += bytes.length;
    return bytes;
  }

  override write(bytes: Uint8Array): number {
    if (!this.mode.writes) throw new SystemError('EBADF', 'write');
    const content = this.content();
    const at = this.mode.append ? content.size : this.offset;
    const written = this.store(content, at, bytes);
    this.offset = at + written;
    return written;
  }

  /** As much as there is room for. */
  private store(content: Content, at: number, bytes: Uint8Array): number {
    try {
      this.replace(overwriteBytes(content, at, bytes));
    } catch (error) {
      const room = this.mount.fs.statfs().availableBytes;
      if (!(error instanceof FileError) || error.code !== 'ENOSPC' || room <= 0 || room >= bytes.length) throw error;
      return this.store(content, at, bytes.subarray(0, room));
    }
    return bytes.length;
  }

  replace(content: Content): void {
    const { held, mount, path, host } = this;
    if (held) held.write(content, host.wallMs);
    else mount.fs.write(path, content, host.wallMs);
  }

  get writes(): boolean {
    return this.mode.writes;
  }

  /** Its content now; also of a file that has been removed meanwhile. */
  content(): Content {
    const node = this.held ? this.held.node : this.mount.fs.node(this.path);
    if (node?.kind === 'dir') throw new SystemError('EISDIR', 'read');
    return node?.kind === 'file' ? node.content : emptyContent;
  }

  seek(offset: number): void {
    if (offset < 0) throw new FileError('EINVAL', this.label);
    this.offset = offset;
  }
}

/** What stands for an inode's number: made of the path in its own file system, for all names of one file of the first of them. */
export function inodeNumberOf(path: Path, node: Inode | undefined): number {
  const name = node?.kind === 'file' && node.hard ? node.hard.inode.firstName : pathText(path);
  return (fnv32a(name) % 8_000_000) + 12;
}
