/** /sys/fs/aufs: the kernel tells of each aufs that is mounted anywhere which branches it has, top first. */
import { dirNode, FileError, fileNode, metaOf, pathText, textContent, type Inode, type Path } from '../../files/index.ts';
import type { Host } from '../host.ts';
import { KernelFs } from './kernel-fs.ts';
import type { MountNamespace, MountSpec } from './mount-namespace.ts';

const FIRST_BRANCH_ID = 64;

export class AufsInfo extends KernelFs {
  readonly type = 'sysfs';
  private readonly host: Host;

  constructor(host: Host) {
    super();
    this.host = host;
  }

  node(path: Path): Inode | undefined {
    const unions = this.unions();
    const [name, file] = path;
    if (name === undefined) return dirNode(metaOf(0o755, this.host.wallMs));
    const files = unions.get(name);
    if (!files || path.length > 2) return undefined;
    if (file === undefined) return dirNode(metaOf(0o755, this.host.wallMs));
    const text = files.get(file);
    return text === undefined ? undefined : fileNode(textContent(text), metaOf(0o400, this.host.wallMs));
  }

  list(path: Path): readonly string[] {
    const unions = this.unions();
    const found = path.length === 0 ? unions : path.length === 1 ? unions.get(path[0]!) : undefined;
    if (!found) throw new FileError(this.node(path) ? 'ENOTDIR' : 'ENOENT', pathText(path));
    return [...found.keys()].sort();
  }

  write(path: Path): void {
    throw new FileError('EACCES', pathText(path));
  }

  /** "si_0123456789abcdef" and its files. */
  private unions(): Map<string, ReadonlyMap<string, string>> {
    const spaces = new Set<MountNamespace>([this.host.namespaces.mnt]);
    for (const process of this.host.processes.values()) spaces.add(process.namespaces.mnt);
    const found = new Map<string, ReadonlyMap<string, string>>();
    for (const space of spaces) {
      for (const { spec } of space.mounts) {
        for (const { branches, options } of spec.part?.() ?? [spec]) {
          if (branches) found.set(serialOf(options), filesOf(branches));
        }
      }
    }
    return found;
  }
}

function serialOf(options: MountSpec['options']): string {
  return `si_${/(?:^|,)si=([0-9a-f]+)/.exec(options ?? '')?.[1] ?? ''}`;
}

function filesOf(branches: readonly string[]): ReadonlyMap<string, string> {
  return new Map(branches.flatMap((branch, i): [string, string][] => [[`br${i}`, `${branch}\n`], [`brid${i}`, `${FIRST_BRANCH_ID + i}\n`]]));
}
