/** Files that the kernel makes up when they are read and that do something when they are written: /proc, /sys/fs/cgroup. */
import { decodeUtf8, encodeUtf8 } from '../../base/index.ts';
import type { FileSystem, Path } from '../../files/index.ts';
import { SystemError } from '../errors.ts';
import { ReadyFile } from '../process/open-file.ts';

/** What one such file says and takes. Each write is whole: what it holds is looked at at once. */
export interface KernelFile {
  readonly read?: (() => string) | undefined;
  /** Throws SystemError. */
  readonly write?: ((text: string) => void) | undefined;
}

/** A file system of such files. `opener` is the process, when one opens it. */
export interface KernelFiles extends FileSystem {
  kernelFile(path: Path, opener: object): KernelFile | undefined;
}

export function hasKernelFiles(fs: FileSystem): fs is KernelFiles {
  return 'kernelFile' in fs;
}

/** Its text is that of the first read: a reader sees one moment. */
export class OpenKernelFile extends ReadyFile {
  readonly kind = 'file';
  readonly label: string;
  private readonly file: KernelFile;
  private bytes: Uint8Array | undefined;
  private offset = 0;

  constructor(label: string, file: KernelFile) {
    super();
    this.label = label;
    this.file = file;
  }

  override read(max: number): Uint8Array | null {
    if (!this.file.read) throw new SystemError('EINVAL', 'read');
    this.bytes ??= encodeUtf8(this.file.read());
    if (this.offset >= this.bytes.length) return null;
    const part = this.bytes.slice(this.offset, this.offset + max);
    this.offset += part.length;
    return part;
  }

  override write(bytes: Uint8Array): number {
    if (!this.file.write) throw new SystemError('EINVAL', 'write');
    this.file.write(decodeUtf8(bytes));
    return bytes.length;
  }

  seek(offset: number): void {
    this.offset = offset;
    this.bytes = undefined;
  }
}
