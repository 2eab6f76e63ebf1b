/** Unix sockets: who listens behind a socket file. The file is found through any mount, so that a socket bound into a container reaches its server. */
import { pathText, type FileSystem, type Path } from '../../files/index.ts';
import type { Listener } from './listener.ts';

export class UnixSockets {
  readonly all = new Set<Listener>();
  private readonly byFs = new WeakMap<FileSystem, Map<string, Listener>>();

  bind(fs: FileSystem, path: Path, listener: Listener): void {
    let sockets = this.byFs.get(fs);
    if (!sockets) this.byFs.set(fs, (sockets = new Map()));
    const key = pathText(path);
    sockets.set(key, listener);
    this.all.add(listener);
    listener.onClose(() => {
      this.all.delete(listener);
      if (sockets.get(key) === listener) sockets.delete(key);
    });
  }

  listenerAt(fs: FileSystem, path: Path): Listener | undefined {
    return this.byFs.get(fs)?.get(pathText(path));
  }
}
