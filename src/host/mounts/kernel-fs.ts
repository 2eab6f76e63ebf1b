/** A file system that the kernel makes up, as /proc is: what cannot be done with its files. Each says what it shows and takes. */
import { FileError, pathText, type Content, type FileSystem, type Inode, type Meta, type Path, type StatFs, type VisibleNode } from '../../files/index.ts';

export abstract class KernelFs implements FileSystem {
  abstract readonly type: string;
  abstract node(path: Path): Inode | undefined;
  abstract list(path: Path): readonly string[];
  abstract write(path: Path, content: Content, nowMs: number): void;

  dirLinks(path: Path): number {
    return 2 + this.list(path).filter((name) => this.node([...path, name])?.kind === 'dir').length;
  }

  create(path: Path, _node: VisibleNode, _nowMs: number): void {
    throw new FileError('ENOENT', pathText(path));
  }

  unlink(path: Path): void {
    throw new FileError('EPERM', pathText(path));
  }

  rmdir(path: Path): void {
    throw new FileError('EPERM', pathText(path));
  }

  rename(path: Path): void {
    throw new FileError('EPERM', pathText(path));
  }

  link(path: Path): void {
    throw new FileError('EPERM', pathText(path));
  }

  setMeta(path: Path, _change: Partial<Meta>): void {
    throw new FileError('EPERM', pathText(path));
  }

  hold(): undefined {
    return undefined;
  }

  statfs(): StatFs {
    return { type: this.type, totalBytes: 0, usedBytes: 0, availableBytes: 0 };
  }

  watch(): () => void {
    return () => {};
  }
}
