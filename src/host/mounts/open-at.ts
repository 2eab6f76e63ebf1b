/** Opening a path: what kind of open file stands behind a node, and what the flags demand of it. */
import { emptyContent, FileError, fileNode } from '../../files/index.ts';
import type { Host } from '../host.ts';
import type { OpenFile } from '../process/open-file.ts';
import { openDevice } from './devices.ts';
import type { FileView } from './file-view.ts';
import { MAY_READ, MAY_WRITE, type Viewer } from './path-walk.ts';
import { hasKernelFiles, OpenKernelFile } from './kernel-file.ts';
import { openBehind } from './live-links.ts';
import { RegularFile } from './regular-file.ts';

/** As fopen names them; "wx" fails when the file is there. */
export type OpenFlags = 'r' | 'r+' | 'w' | 'w+' | 'a' | 'a+' | 'wx';

export function openAt(view: FileView, viewer: Viewer & { readonly host: Host }, path: string, flags: OpenFlags, mode: number): OpenFile {
  const makes = flags !== 'r' && flags !== 'r+';
  const reads = flags === 'r' || flags.includes('+');
  const writes = flags !== 'r';
  const found = view.locate(path);
  const known = openBehind(found);
  if (known instanceof RegularFile) {
    const file = known.again({ reads, writes, append: flags.startsWith('a') });
    view.demand(view.existing(path).node.meta, (reads ? MAY_READ : 0) | (writes ? MAY_WRITE : 0), path);
    if (flags.startsWith('w')) file.replace(emptyContent);
    return file;
  }
  if (known) return known;
  const { node } = found;
  const open = (append: boolean) => new RegularFile(found.mount, found.path, viewer.host, { reads, writes, append });
  if (!node) {
    if (!makes) throw new FileError('ENOENT', path);
    view.add(found, fileNode(emptyContent, view.newMeta(mode)), path);
    return open(flags.startsWith('a'));
  }
  if (hasKernelFiles(found.mount.fs) && node.kind === 'file') {
    view.demand(node.meta, (reads ? MAY_READ : 0) | (writes ? MAY_WRITE : 0), path);
    if (writes) view.writable(found, path);
    const file = found.mount.fs.kernelFile(found.path, viewer);
    if (file) return new OpenKernelFile(path, file);
  }
  if (flags === 'wx') throw new FileError('EEXIST', path);
  if (node.kind === 'dir' && writes) throw new FileError('EISDIR', path);
  view.demand(node.meta, (reads ? MAY_READ : 0) | (writes ? MAY_WRITE : 0), path);
  if ((node.kind === 'char' || node.kind === 'block') && found.mount.forbids('nodev')) throw new FileError('EACCES', path);
  if (node.kind === 'char' || node.kind === 'block') return openDevice(viewer.host, viewer, node.major, node.minor, path);
  if (node.kind === 'fifo') return viewer.host.fifos.open(found.mount.fs, found.path, reads, writes);
  if (node.kind === 'socket') throw new FileError('ENXIO', path);
  if (writes) view.writable(found, path);
  if (flags.startsWith('w') && node.kind === 'file' && node.content.size > 0) view.writeFile(path, emptyContent);
  return open(flags.startsWith('a'));
}
