/** /sys/fs/cgroup: the tree of groups as directories, in which making one makes its control files. One of version 2, or one hierarchy of version 1. */
import { contentText, FileError, fileNode, metaOf, pathText, textContent, type Content, type Inode, type Path, type VisibleNode } from '../../files/index.ts';
import type { Cgroup, Controller } from '../cpu/cgroup.ts';
import { SystemError } from '../errors.ts';
import type { Host } from '../host.ts';
import type { KernelFile, KernelFiles } from '../mounts/kernel-file.ts';
import { KernelFs } from '../mounts/kernel-fs.ts';
import type { Process } from '../process/process.ts';
import { processList, type ControlFile, type ControlFiles } from './control-file.ts';
import { filesOfV1 } from './files-v1.ts';
import { admitsGroup, filesOfV2 } from './files-v2.ts';
import { hierarchies } from './hierarchies.ts';

export class CgroupFs extends KernelFs implements KernelFiles {
  readonly type: 'cgroup' | 'cgroup2';
  private readonly host: Host;
  private readonly root: () => Cgroup;
  /** Of version 1. */
  private readonly controllers: readonly Controller[] | undefined;
  private readonly files: ControlFiles | undefined;

  constructor(host: Host, root: () => Cgroup, controllers?: readonly Controller[]) {
    super();
    this.host = host;
    this.root = root;
    this.controllers = controllers;
    this.files = controllers && filesOfV1(controllers);
    this.type = controllers ? 'cgroup' : 'cgroup2';
  }

  node(path: Path): Inode | undefined {
    const group = this.groupAt(path);
    const nowMs = this.host.wallMs;
    if (group) return { kind: 'dir', meta: metaOf(group.parent ? 0o755 : 0o555, nowMs) };
    const file = this.fileAt(path);
    if (!file) return undefined;
    return fileNode(textContent(this.textOf(path, file, undefined)), metaOf(modeOf(file.control), nowMs));
  }

  list(path: Path): readonly string[] {
    const group = this.groupAt(path);
    if (!group) throw new FileError(this.fileAt(path) ? 'ENOTDIR' : 'ENOENT', pathText(path));
    return [...this.children(group).map((g) => g.name), ...Object.keys(this.filesOf(group))].sort();
  }

  kernelFile(path: Path, opener: object): KernelFile | undefined {
    const file = this.fileAt(path);
    if (!file) return undefined;
    const process = 'fds' in opener ? (opener as Process) : undefined;
    const { control, place } = file;
    const readable = control.read !== undefined || isProcessList(path);
    return {
      read: readable ? () => this.textOf(path, file, process) : undefined,
      write: control.write && ((text) => control.write!(place, text, process)),
    };
  }

  override create(path: Path, node: VisibleNode): void {
    const parent = this.groupAt(path.slice(0, -1));
    if (!parent) throw new FileError('ENOENT', pathText(path));
    if (node.kind !== 'dir') throw new FileError('EACCES', pathText(path));
    const name = path.at(-1)!;
    const known = parent.find(name);
    if (!this.controllers && !admitsGroup(parent)) throw new FileError('EAGAIN', pathText(path));
    const group = known ?? parent.child(name);
    if (!this.controllers) group.subtree = new Set();
    else if (known) for (const controller of this.controllers) group.hierarchies?.add(controller);
    else group.hierarchies = new Set(this.controllers);
  }

  write(path: Path, content: Content): void {
    const file = this.fileAt(path);
    if (!file) throw new FileError('EACCES', pathText(path));
    if (!file.control.write) throw new FileError('EINVAL', pathText(path));
    try {
      file.control.write(file.place, contentText(content), undefined);
    } catch (error) {
      throw error instanceof SystemError ? new FileError(error.code, pathText(path)) : error;
    }
  }

  override rmdir(path: Path): void {
    const group = this.groupAt(path);
    if (!group) throw new FileError(this.fileAt(path) ? 'ENOTDIR' : 'ENOENT', pathText(path));
    const busy = this.children(group).length > 0 || group.processesOf(this.controllers?.[0]).length > 0;
    if (busy || !group.parent) throw new FileError('EBUSY', pathText(path));
    if (this.controllers) {
      group.hierarchies ??= new Set(Object.values(hierarchies).flat());
      for (const controller of this.controllers) group.hierarchies.delete(controller);
      if (group.hierarchies.size > 0) return;
    }
    group.remove();
  }

  override setMeta(): void {
    // The kernel keeps modes and owners of these files, but none of them has an effect on root, who alone gets this far.
  }

  private groupAt(path: Path): Cgroup | undefined {
    let group: Cgroup | undefined = this.root();
    for (const name of path) {
      group = group?.find(name);
      if (group && !this.shows(group)) return undefined;
    }
    return group;
  }

  private fileAt(path: Path): FoundFile | undefined {
    if (path.length === 0) return undefined;
    const group = this.groupAt(path.slice(0, -1));
    if (!group) return undefined;
    const files = this.filesOf(group);
    const name = path.at(-1)!;
    return Object.hasOwn(files, name) ? { control: files[name]!, place: { host: this.host, group } } : undefined;
  }

  private filesOf(group: Cgroup): ControlFiles {
    const all = this.files ?? filesOfV2(group);
    return Object.fromEntries(Object.entries(all).filter(([, { of }]) => of === undefined || (of === 'root') === !group.parent));
  }

  private textOf(path: Path, { control, place }: FoundFile, reader: Process | undefined): string {
    this.host.cpu.bringUpToDate();
    const text = isProcessList(path) ? processList(place, this.controllers?.[0], reader) : (control.read?.(place) ?? '');
    return (isProcessList(path) || control.isList) && text === '' ? '' : `${text}\n`;
  }

  private children(group: Cgroup): readonly Cgroup[] {
    return group.children.filter((child) => this.shows(child));
  }

  private shows(group: Cgroup): boolean {
    if (!this.controllers || !group.hierarchies) return true;
    return group.hierarchies.has(this.controllers[0]!);
  }
}

interface FoundFile {
  readonly control: ControlFile;
  readonly place: { readonly host: Host; readonly group: Cgroup };
}

function isProcessList(path: Path): boolean {
  const name = path.at(-1);
  return name === 'cgroup.procs' || name === 'cgroup.threads' || name === 'tasks';
}

function modeOf(control: ControlFile): number {
  if (!control.write) return 0o444;
  return control.read ? 0o644 : control.of === 'others' ? 0o200 : 0o644;
}
