/** An open regular file or directory. Its position is its own; its content is the file system's, until the name goes: then what was open lives on here. */
import { emptyContent, FileError, overwriteBytes, readBytes, type Content, type Path } from '../../files/index.ts';
import { SystemError } from '../errors.ts';
import type { Host } from '../host.ts';
import { ReadyFile } from '../process/open-file.ts';
import type { Mount } from './mount-namespace.ts';

export class RegularFile extends ReadyFile {
  readonly kind = 'file';
  readonly label: string;
  readonly mount: Mount;
  readonly path: Path;
  private readonly host: Host;
  private readonly mode: { readonly reads: boolean; readonly writes: boolean; readonly append: boolean };
  private last: Content = emptyContent;
  private removed = false;
  offset = 0;

  constructor(mount: Mount, path: Path, host: Host, mode: { readonly reads: boolean; readonly writes: boolean; readonly append: boolean }) {
    super();
    this.mount = mount;
    this.path = path;
    this.host = host;
    this.mode = mode;
    const inside = path.slice(mount.from.length).join('/');
    this.label = inside === '' ? mount.spec.point : `${mount.spec.point === '/' ? '' : mount.spec.point}/${inside}`;
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
    const next = overwriteBytes(content, at, bytes);
    if (this.removed) this.last = next;
    else this.mount.fs.write(this.path, next, this.host.wallMs);
    this.offset = at + bytes.length;
    return bytes.length;
  }

  /** Its content now; also of a file that has been removed meanwhile. */
  content(): Content {
    if (this.removed) return this.last;
    const node = this.mount.fs.node(this.path);
    if (node?.kind === 'dir') throw new SystemError('EISDIR', 'read');
    if (node?.kind === 'file') this.last = node.content;
    else this.removed = true;
    return this.last;
  }

  seek(offset: number): void {
    if (offset < 0) throw new FileError('EINVAL', this.label);
    this.offset = offset;
  }
}
