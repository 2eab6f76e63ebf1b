/** Where a path leads when all links on the way are followed, and how one gets from one such place to another. */
import { FileError } from '../../files/index.ts';
import type { Process } from '../../host/index.ts';
import { tried } from './tool.ts';

const LINKS_MAX = 40;

/** Which of its names may be missing. With `follow: false` links count as what they are called. */
export function canonicalPath(p: Process, path: string, missing: 'none' | 'last' | 'any', follow = true): string {
  if (path === '') throw new FileError('ENOENT', path);
  let rest = path.split('/');
  let at = path.startsWith('/') || p.cwd === '/' ? '' : p.cwd;
  for (let links = 0; rest.length > 0; ) {
    const name = rest.shift()!;
    if (name === '' || name === '.') continue;
    if (name === '..') {
      at = at.slice(0, Math.max(0, at.lastIndexOf('/')));
      continue;
    }
    const stat = tried(() => p.files.lstat(`${at}/${name}`));
    if ('error' in stat && missing !== 'any' && (missing === 'none' || stat.error.code !== 'ENOENT' || rest.some((one) => one !== ''))) throw stat.error;
    if (follow && 'value' in stat && stat.value.kind === 'link') {
      if (++links > LINKS_MAX) throw new FileError('ELOOP', path);
      const target = stat.value.target ?? '';
      rest = target.split('/').concat(rest);
      if (target.startsWith('/')) at = '';
    } else at = `${at}/${name}`;
  }
  return at === '' ? '/' : at;
}

/** From a directory to a path, both canonical. */
export function relativePath(from: string, to: string): string {
  const [start, goal] = [from, to].map((path) => path.split('/').filter((name) => name !== ''));
  let common = 0;
  while (common < start!.length && start![common] === goal![common]) common++;
  return [...start!.slice(common).map(() => '..'), ...goal!.slice(common)].join('/') || '.';
}
