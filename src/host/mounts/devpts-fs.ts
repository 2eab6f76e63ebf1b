/** /dev/pts of a machine: a device for each terminal that is open on it, of whoever leads its session. */
import { deviceNode, dirNode, FileError, metaOf, pathText, type Inode, type Meta, type Path } from '../../files/index.ts';
import type { Host } from '../host.ts';
import type { Tty } from '../process/tty.ts';
import { KernelFs } from './kernel-fs.ts';

const TTY_GID = 5;
export const PTS_MAJOR = 136;

export class DevptsFs extends KernelFs {
  readonly type = 'devpts';
  private readonly host: Host;

  constructor(host: Host) {
    super();
    this.host = host;
  }

  node(path: Path): Inode | undefined {
    const [name] = path;
    if (name === undefined) return dirNode(metaOf(0o755, this.wallOf(this.host.bootedMs)));
    if (path.length > 1) return undefined;
    if (name === 'ptmx') return deviceNode('char', metaOf(0, this.wallOf(this.host.bootedMs)), 5, 2);
    const tty = this.terminal(name);
    return tty && deviceNode('char', { ...metaOf(0o620, this.wallOf(tty.writtenMs), tty.session?.uid ?? 0, TTY_GID), ...tty.meta }, PTS_MAJOR, Number(name));
  }

  list(path: Path): readonly string[] {
    if (path.length > 0) throw new FileError('ENOTDIR', pathText(path));
    return [...[...this.host.ttys.keys()].map(String), 'ptmx'].sort();
  }

  write(): void {}

  override create(path: Path): void {
    throw new FileError('EACCES', pathText(path));
  }

  override setMeta(path: Path, change: Partial<Meta>): void {
    const tty = this.terminal(path[0] ?? '');
    if (!tty) throw new FileError('EPERM', pathText(path));
    tty.meta = { ...tty.meta, ...change };
  }

  private terminal(name: string): Tty | undefined {
    return /^(?:0|[1-9]\d{0,8})$/.test(name) ? this.host.ttys.get(Number(name)) : undefined;
  }

  private wallOf(ms: number): number {
    return this.host.wallMs - this.host.clock.now + ms;
  }
}
