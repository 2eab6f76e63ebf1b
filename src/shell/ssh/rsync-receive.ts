/** The receiving side of rsync: what of a list differs from what is here, and how it is made alike. */
import { contentDigest, type Content } from '../../files/index.ts';
import { tried, type ToolCall } from '../tool/tool.ts';
import { isExcluded, numbered, type Entry } from './rsync-list.ts';

export interface ReceiveOptions {
  readonly recursive: boolean;
  readonly dryRun: boolean;
  readonly remove: boolean;
  readonly times: boolean;
  readonly modes: boolean;
  readonly owners: boolean;
  readonly update: boolean;
  readonly checksum: boolean;
  readonly exclude: readonly string[];
}

export interface Plan {
  /** Numbers of the list's entries whose content is wanted. */
  readonly wanted: readonly number[];
  /** What -v prints. */
  readonly lines: readonly string[];
  readonly problems: readonly string[];
}

export class Receiver {
  private readonly call: ToolCall;
  private readonly options: ReceiveOptions;
  private readonly entries: readonly Entry[];
  private readonly dest: string;
  private readonly asDirectory: boolean;
  private readonly lines: string[] = [];
  private readonly problems: string[] = [];
  private isNew = false; // the destination

  constructor(call: ToolCall, entries: readonly Entry[], dest: string, options: ReceiveOptions) {
    this.call = call;
    this.options = options;
    this.entries = entries;
    this.dest = dest === '' ? '.' : dest;
    const stat = tried(() => call.p.files.stat(this.dest));
    const single = entries.length === 1 && entries[0]!.kind !== 'dir';
    this.asDirectory = !single || this.dest.endsWith('/') || ('value' in stat && stat.value.kind === 'dir');
  }

  /** Makes directories and links, removes what is too much, and says which contents are missing. */
  plan(): Plan {
    const { files } = this.call.p;
    if (this.asDirectory && this.entries.length > 0 && !files.exists(this.dest)) {
      this.isNew = true;
      this.lines.push(`created directory ${this.dest.replace(/\/+$/, '')}`);
      this.attempt('mkdir', this.dest, () => files.mkdir(this.dest));
    }
    if (this.options.remove && this.options.recursive) this.removeSurplus();
    const wanted: number[] = [];
    this.entries.forEach((entry, i) => {
      if (entry.kind === 'dir') this.makeDirectory(entry);
      else if (entry.kind === 'link') this.makeLink(entry);
      else if (this.isNewer(entry)) return; // it is left as it is, its attributes too
      else if (this.differs(entry)) {
        this.lines.push(entry.path);
        wanted.push(i);
      } else this.attempt('set_file_attrs', this.pathOf(entry), () => this.keep(entry));
    });
    return { wanted: this.options.dryRun ? [] : wanted, lines: this.lines, problems: this.problems };
  }

  /** Undefined when it is written; what is wrong otherwise. */
  write(entry: Entry, content: Content): string | undefined {
    const { files } = this.call.p;
    const path = this.pathOf(entry);
    const done = tried(() => {
      if (files.exists(path) && files.lstat(path).kind !== 'file') files.rm(path, { recursive: true });
      files.writeFile(path, content, { mode: entry.mode });
      this.keep(entry);
    });
    return 'error' in done ? `rsync: [receiver] mkstemp "${path}" failed: ${numbered(done.error)}` : undefined;
  }

  /** Writing into directories has changed their times. */
  finish(): void {
    if (!this.options.dryRun) for (const entry of [...this.entries].reverse()) if (entry.kind === 'dir') tried(() => this.keep(entry));
  }

  private pathOf({ path }: Entry): string {
    if (!this.asDirectory) return this.dest;
    return path === '' ? this.dest : `${this.dest.replace(/\/+$/, '')}/${path}`;
  }

  private attempt(what: string, path: string, act: () => void): void {
    if (this.options.dryRun) return;
    const done = tried(act);
    if ('error' in done) this.problems.push(`rsync: [receiver] ${what} "${path}" failed: ${numbered(done.error)}`);
  }

  private makeDirectory(entry: Entry): void {
    const { files } = this.call.p;
    const path = this.pathOf(entry);
    const here = tried(() => files.lstat(path));
    const exists = 'value' in here && here.value.kind === 'dir';
    if (!exists || (entry.path === '' && this.isNew) || (this.options.times && here.value.mtimeMs !== entry.mtimeMs)) this.lines.push(entry.path === '' ? './' : `${entry.path}/`);
    if (exists) return;
    this.attempt('mkdir', path, () => {
      if ('value' in here) files.unlink(path);
      files.mkdir(path, { mode: entry.mode | 0o700 });
    });
  }

  private makeLink(entry: Entry): void {
    const { files } = this.call.p;
    const path = this.pathOf(entry);
    const here = tried(() => files.lstat(path));
    if ('value' in here && here.value.kind === 'link' && here.value.target === entry.target) return;
    this.lines.push(`${entry.path} -> ${entry.target}`);
    this.attempt('symlink', path, () => {
      if ('value' in here) files.rm(path, { recursive: true });
      files.symlink(entry.target, path);
    });
  }

  private isNewer(entry: Entry): boolean {
    if (!this.options.update) return false;
    const here = tried(() => this.call.p.files.lstat(this.pathOf(entry)));
    return 'value' in here && here.value.kind === 'file' && here.value.mtimeMs > entry.mtimeMs;
  }

  private differs(entry: Entry): boolean {
    const { files } = this.call.p;
    const path = this.pathOf(entry);
    const here = tried(() => files.lstat(path));
    if ('error' in here || here.value.kind !== 'file') return true;
    const { size, mtimeMs } = here.value;
    if (this.options.checksum) return size !== entry.size || contentDigest(files.content(path)) !== entry.digest;
    return size !== entry.size || Math.floor(mtimeMs / 1000) !== Math.floor(entry.mtimeMs / 1000);
  }

  private removeSurplus(): void {
    const sent = new Set(this.entries.map((entry) => entry.path));
    for (const entry of this.entries) {
      if (entry.kind !== 'dir') continue;
      const names = tried(() => this.call.p.files.readdir(this.pathOf(entry)));
      if ('error' in names) continue;
      for (const name of [...names.value].reverse()) {
        const path = entry.path === '' ? name : `${entry.path}/${name}`;
        if (!sent.has(path)) this.remove(path, `${this.pathOf(entry).replace(/\/+$/, '')}/${name}`);
      }
    }
  }

  /** What is left out of the sending is left alone here. */
  private remove(path: string, full: string): void {
    const { files } = this.call.p;
    const isDirectory = files.lstat(full).kind === 'dir';
    if (isExcluded(path, isDirectory, this.options.exclude)) return;
    if (isDirectory) for (const name of [...files.readdir(full)].reverse()) this.remove(`${path}/${name}`, `${full}/${name}`);
    this.lines.push(`deleting ${path}${isDirectory ? '/' : ''}`);
    this.attempt('delete_file: unlink', full, () => (isDirectory ? files.rmdir(full) : files.unlink(full)));
  }

  /** Only what differs is set: who does not own the file may not even set what it has. */
  private keep(entry: Entry): void {
    const { files, uid } = this.call.p;
    const path = this.pathOf(entry);
    const here = files.lstat(path);
    if (this.options.owners && uid === 0 && (here.uid !== entry.uid || here.gid !== entry.gid)) files.chown(path, entry.uid, entry.gid);
    if (this.options.modes && files.lstat(path).mode !== entry.mode) files.chmod(path, entry.mode); // a change of owner may have taken bits of it
    if (this.options.times && here.mtimeMs !== entry.mtimeMs) files.utimes(path, entry.mtimeMs);
  }
}
