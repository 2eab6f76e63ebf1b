/** Paths as lists of names, root being the empty list: what every lookup walks. Text is split once, at the edge. */
import { encodeUtf8 } from '../base/index.ts';
import { FileError } from './errno.ts';

export type Path = readonly string[];
/** Where a person writes the path, text is welcome too. */
export type PathLike = string | Path;

const nameBytesMax = 255;

/** `/a//./b/` is `['a', 'b']`; `..` stays, because what it means depends on the links before it. */
export function splitPath(path: PathLike): Path {
  return typeof path === 'string' ? path.split('/').filter((name) => name !== '' && name !== '.') : path;
}

export function pathText(path: PathLike): string {
  return typeof path === 'string' ? path : `/${path.join('/')}`;
}

export function isWithin(path: Path, ancestor: Path): boolean {
  return path.length >= ancestor.length && ancestor.every((name, i) => path[i] === name);
}

/** The last name of a path that is about to be made, or the error the kernel gives for it. */
export function newName(path: Path): string {
  const name = path.at(-1);
  if (name === undefined) throw new FileError('EEXIST', '/');
  if (name === '' || name === '.' || name === '..' || name.includes('/') || name.includes('\0')) throw new FileError('EINVAL', pathText(path));
  if (name.length * 3 > nameBytesMax && encodeUtf8(name).length > nameBytesMax) throw new FileError('ENAMETOOLONG', pathText(path));
  return name;
}
