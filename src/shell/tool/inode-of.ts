/** Numbers of files, of which they have none here: the path's hash stands for one, and is the same for the same path. */
import type { Process } from '../../host/index.ts';
import { tried } from './tool.ts';

export function inodeOf(p: Process, path: string): number {
  const real = tried(() => p.files.realpath(path));
  let hash = 0;
  for (const char of 'value' in real ? real.value : path) hash = (Math.imul(hash, 31) + char.codePointAt(0)!) >>> 0;
  return (hash % 8_000_000) + 12;
}
