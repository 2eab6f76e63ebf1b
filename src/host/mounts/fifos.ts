/** Named pipes: all who open one name share one pipe, whichever mount they come through. */
import { pathText, type FileSystem, type Path } from '../../files/index.ts';
import type { OpenFile } from '../process/open-file.ts';
import { PipeBuffer, PipeReader, PipeWriter } from '../process/pipe.ts';

export class Fifos {
  private readonly byFs = new WeakMap<FileSystem, Map<string, PipeBuffer>>();
  private readonly nextInode: () => number;

  constructor(nextInode: () => number) {
    this.nextInode = nextInode;
  }

  open(fs: FileSystem, path: Path, reads: boolean, writes: boolean): OpenFile {
    let pipes = this.byFs.get(fs);
    if (!pipes) this.byFs.set(fs, (pipes = new Map()));
    const key = pathText(path);
    let buffer = pipes.get(key);
    if (!buffer) pipes.set(key, (buffer = new PipeBuffer(this.nextInode())));
    return writes && !reads ? new PipeWriter(buffer) : new PipeReader(buffer);
  }
}
