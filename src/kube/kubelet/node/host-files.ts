/** The node's files for volumes: what the kubelet writes as root into the host's own file system. */
import type { Host } from '../../../host/index.ts';
import type { NodeFiles } from '../volumes/node-files.ts';
import type { VolumeFiles } from '../volumes/volume-files.ts';

export class HostFiles implements NodeFiles {
  private readonly host: Host;

  constructor(host: Host) {
    this.host = host;
  }

  ensureDir(path: string, mode: number, keepMode: boolean): void {
    const { files } = this.host;
    if (files.exists(path)) return;
    files.mkdir(path, { recursive: true });
    if (!keepMode) files.chmod(path, mode);
  }

  ensureFile(path: string): void {
    const { files } = this.host;
    if (files.exists(path)) return;
    const slash = path.lastIndexOf('/');
    if (slash > 0) files.mkdir(path.slice(0, slash), { recursive: true });
    files.writeFile(path, '');
  }

  bytesIn(path: string): number {
    const { files } = this.host;
    if (!files.exists(path)) return 0;
    const { kind, size } = files.lstat(path);
    return kind === 'dir' ? files.readdir(path).reduce((sum, name) => sum + this.bytesIn(`${path}/${name}`), 0) : kind === 'file' ? size : 0;
  }

  removeDir(path: string): void {
    const { files } = this.host;
    if (files.exists(path)) files.rm(path, { recursive: true });
  }

  kind(path: string): ReturnType<NodeFiles['kind']> {
    const { files } = this.host;
    return files.exists(path) ? (files.stat(path).kind as ReturnType<NodeFiles['kind']>) : undefined;
  }

  writeTree(path: string, wanted: VolumeFiles, before: VolumeFiles | undefined): void {
    const { files } = this.host;
    if (!files.exists(path)) files.mkdir(path, { recursive: true });
    for (const name of before?.keys() ?? []) if (!wanted.has(name) && files.exists(`${path}/${name}`)) files.rm(`${path}/${name}`);
    for (const [name, { bytes, mode }] of wanted) {
      const at = `${path}/${name}`;
      const slash = name.lastIndexOf('/');
      if (slash > 0) files.mkdir(`${path}/${name.slice(0, slash)}`, { recursive: true });
      files.writeFile(at, bytes, { mode });
    }
  }
}
