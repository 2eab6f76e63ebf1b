/** /proc: the kernel's knowledge of processes and of the machine as files, made when they are read. Which processes show depends on the PID namespace it was mounted for. */
import { encodeUtf8, sortedKeys } from '../../base/index.ts';
import { bytesContent, FileError, fileNode, linkNode, metaOf, pathText, type Inode, type Meta, type Path } from '../../files/index.ts';
import type { Host } from '../host.ts';
import { initialInodes, namespaceKinds, type NamespaceKind, type Namespaces } from '../process/namespaces.ts';
import type { OpenFile } from '../process/open-file.ts';
import type { PidNamespace } from '../process/pid-namespace.ts';
import type { Process } from '../process/process.ts';
import type { KernelFile, KernelFiles } from './kernel-file.ts';
import { KernelFs } from './kernel-fs.ts';
import type { LiveLinks } from './live-links.ts';
import { isControl, procControl } from './proc-controls.ts';
import { machineFiles } from './proc-machine.ts';
import { netFiles } from './proc-net.ts';
import { childrenText, processFiles, processLinks } from './proc-process.ts';

export class ProcFs extends KernelFs implements KernelFiles, LiveLinks {
  readonly type = 'proc';
  private readonly host: Host;
  private readonly space: () => PidNamespace;

  constructor(host: Host, space: () => PidNamespace) {
    super();
    this.host = host;
    this.space = space;
  }

  /** Whose processes it shows. */
  get pidSpace(): PidNamespace {
    return this.space();
  }

  node(path: Path): Inode | undefined {
    const [first, ...rest] = path;
    if (first === undefined) return this.directory();
    if (first === 'self' || first === 'thread-self') return rest.length === 0 ? this.linkTo('') : undefined;
    if ((first === 'mounts' || first === 'net') && rest.length === 0) return this.linkTo(`self/${first}`);
    if (!/^\d+$/.test(first)) return this.machineNode(path);
    const process = this.space().processes.get(Number(first));
    return process && this.processNode(process, rest);
  }

  list(path: Path): readonly string[] {
    const [first, second, third, ...deeper] = path;
    if (first === undefined) {
      const pids = [...this.space().processes.keys()].map(String);
      return [...pids, 'mounts', 'net', 'self', ...topNames].sort();
    }
    const process = /^\d+$/.test(first) ? this.space().processes.get(Number(first)) : undefined;
    if (!process) {
      const names = new Set<string>();
      const prefix = `${path.join('/')}/`;
      for (const name of Object.keys(machineFiles)) if (name.startsWith(prefix)) names.add(name.slice(prefix.length).split('/')[0]!);
      return [...names].sort();
    }
    if (second === 'task') return third === undefined ? [first] : this.list([first, ...deeper]).flatMap((name) => (name === 'task' ? ['children'] : [name])).sort();
    if (second === undefined) return [...sortedKeys(processFiles), ...sortedKeys(processLinks), ...processFolders].sort();
    if (second === 'net') return Object.keys(netFiles);
    if (second === 'ns') return namespaceLinksOf(this.host.facts.kernelRelease);
    return [...process.fds.entries()].map(([fd]) => String(fd)).sort();
  }

  /** Without putting together all the files that are no directories. */
  override dirLinks(path: Path): number {
    const ofProcess = /^\d+$/.test(path[0] ?? '');
    if (path.length === 0) return 2 + this.space().processes.size + topNames.filter((name) => !Object.hasOwn(machineFiles, name)).length;
    if (!ofProcess) return super.dirLinks(path);
    return path.length === 1 ? 2 + processFolders.length : 2;
  }

  /** "self" is whoever looks. */
  linkText(path: Path, viewer: object): string | undefined {
    if (path.length !== 1 || (path[0] !== 'self' && path[0] !== 'thread-self')) return undefined;
    const pid = 'pidIn' in viewer ? (viewer as Process).pidIn(this.space()) : 0;
    return pid === 0 ? '1' : String(pid);
  }

  /** What a process works in and has open is for its own user. */
  mayFollow([pid, kind]: Path, uid: number): boolean {
    const process = kind === undefined || kind === 'net' ? undefined : this.space().processes.get(Number(pid));
    return !process || (process.uid === uid && process.realUid === uid);
  }

  openFile(path: Path): OpenFile | undefined {
    const [pid, kind, fd] = path;
    if (kind !== 'fd' || fd === undefined || path.length !== 3) return undefined;
    return this.space().processes.get(Number(pid))?.fds.get(Number(fd));
  }

  /** The namespace that /proc/PID/ns/KIND leads to. */
  namespaceOf<K extends NamespaceKind>(path: Path, kind: K): Namespaces[K] | undefined {
    const [pid, ns, name] = path;
    if (path.length !== 3 || ns !== 'ns' || name !== kind) return undefined;
    return this.space().processes.get(Number(pid))?.namespaces[kind];
  }

  kernelFile(path: Path, opener: object): KernelFile | undefined {
    return procControl(this.host, this.space(), path, 'fds' in opener ? (opener as Process) : undefined);
  }

  write(path: Path): void {
    throw new FileError('EACCES', pathText(path));
  }

  private linkTo(target: string): Inode {
    return linkNode(target, this.meta(0o777));
  }

  private processNode(process: Process, rest: Path): Inode | undefined {
    const [name, inner, ...deeper] = rest;
    if (name === 'task') return this.threadNode(process, rest.slice(1));
    const owner = { uid: process.uid, gid: process.gid };
    if (name === undefined) return this.directory(owner);
    if (deeper.length > 0) return undefined;
    if (name === 'net') {
      if (inner === undefined) return this.directory();
      return Object.hasOwn(netFiles, inner) ? this.file(netFiles[inner]!(process), 0o444) : undefined;
    }
    if (name === 'ns' || name === 'fd') {
      if (inner === undefined) return this.directory(owner, 0o500);
      const open = name === 'fd' ? process.fds.get(Number(inner)) : undefined;
      const text = name === 'ns' ? namespaceText(process, inner) : open?.label;
      return text === undefined ? undefined : linkNode(text, { ...this.meta(open ? fdModes[open.access] : 0o777), ...owner });
    }
    if (inner !== undefined) return undefined;
    const linked = Object.hasOwn(processLinks, name) ? processLinks[name]!(process) : undefined;
    if (linked !== undefined) return this.linkTo(linked);
    if (!Object.hasOwn(processFiles, name)) return undefined;
    return this.file(processFiles[name]!(process, this.space()), modeOf(name), owner);
  }

  /** Every process is one thread, whose number is its own. */
  private threadNode(process: Process, [thread, ...rest]: Path): Inode | undefined {
    if (thread === undefined) return this.directory({ uid: process.uid, gid: process.gid });
    if (Number(thread) !== process.pidIn(this.space()) || rest[0] === 'task') return undefined;
    if (rest[0] === 'children') return rest.length === 1 ? this.file(childrenText(process, this.space()), 0o444) : undefined;
    return this.processNode(process, rest);
  }

  private machineNode(path: Path): Inode | undefined {
    const name = path.join('/');
    if (Object.hasOwn(machineFiles, name)) return this.file(machineFiles[name]!(this.host), isControl(path) ? 0o644 : 0o444);
    for (const known of Object.keys(machineFiles)) if (known.startsWith(`${name}/`)) return this.directory();
    return undefined;
  }

  private directory(owner: Partial<Meta> = {}, mode = 0o555): Inode {
    return { kind: 'dir', meta: { ...this.meta(mode), ...owner } };
  }

  private file(text: string, mode: number, owner: Partial<Meta> = {}): Inode {
    return fileNode(bytesContent(encodeUtf8(text)), { ...this.meta(mode), ...owner });
  }

  private meta(mode: number): Meta {
    return metaOf(mode, this.host.wallMs);
  }
}

const fdModes = { r: 0o500, w: 0o300, u: 0o700 };
const processFolders = ['fd', 'net', 'ns', 'task'];
const topNames = [...new Set(Object.keys(machineFiles).map((name) => name.split('/')[0]!))];

/** Kernels have learned of some of them late. */
function namespaceLinksOf(kernelRelease: string): readonly string[] {
  const [major = 0, minor = 0] = kernelRelease.split('.').map(Number);
  const since = (a: number, b: number): boolean => major > a || (major === a && minor >= b);
  return [...namespaceKinds, ...(since(4, 12) ? ['pid_for_children'] : []), ...(since(5, 6) ? ['time', 'time_for_children'] : [])].sort();
}

function modeOf(name: string): number {
  if (name === 'environ') return 0o400;
  return name === 'uid_map' || name === 'gid_map' || name === 'setgroups' || name === 'oom_score_adj' ? 0o644 : 0o444;
}

function namespaceText(process: Process, name: string): string | undefined {
  if (name === 'pid_for_children') return `pid:[${(process.childPidNamespace ?? process.namespaces.pid).inode}]`;
  if (name === 'time' || name === 'time_for_children') return `time:[${initialInodes.time}]`;
  if (!(namespaceKinds as readonly string[]).includes(name)) return undefined;
  return `${name}:[${process.namespaces[name as NamespaceKind].inode}]`;
}
