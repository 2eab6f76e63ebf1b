/** File names for patterns: each part of the path with a special character is matched against a directory's names, in byte order. */
import { compareBytes, compileExtendedGlob, hasGlob, unescapeGlob } from '../../base/index.ts';

export interface GlobFiles {
  /** The names in the directory, without . and ..; undefined when it cannot be read. */
  names(dir: string): readonly string[] | undefined;
  exists(path: string): boolean;
  isDirectory(path: string): boolean;
}

export interface GlobOptions {
  readonly dotGlob: boolean;
  readonly globStar: boolean;
  /** No pattern matches . and .. */
  readonly skipDots: boolean;
}

/** The paths that the pattern matches, sorted; empty when there are none. */
export function globPaths(pattern: string, files: GlobFiles, options: GlobOptions): string[] {
  const absolute = pattern.startsWith('/');
  const parts = pattern.split(/\/+/).filter((part, i) => part !== '' || i > 0);
  let found = [absolute ? (/^\/+/.exec(pattern)![0]) : ''];
  if (absolute && parts[0] === '') parts.shift();
  for (let i = 0; i < parts.length; i++) {
    const last = i === parts.length - 1;
    found = found.flatMap((base) => step(base, parts[i]!, last, files, options));
    if (found.length === 0) break;
  }
  return found.sort(compareBytes);
}

function step(base: string, part: string, last: boolean, files: GlobFiles, options: GlobOptions): string[] {
  const slash = last ? '' : '/';
  if (part === '') return files.isDirectory(base) ? [base] : []; // a slash at the end
  if (part === '**' && options.globStar) return [...(last && base !== '' && files.isDirectory(base) ? [base] : []), ...descend(base, last, files, options)];
  if (!hasGlob(part)) {
    const path = base + unescapeGlob(part);
    return (last ? files.exists(path) : files.isDirectory(path)) ? [path + slash] : [];
  }
  const pattern = compileExtendedGlob(part);
  const wantsDots = part.startsWith('.') || options.dotGlob;
  const names = files.names(base === '' ? '.' : base) ?? [];
  const results: string[] = [];
  for (const name of part.startsWith('.') && !options.skipDots ? ['.', '..', ...names] : names) {
    if ((!wantsDots && name.startsWith('.')) || !pattern.matches(name)) continue;
    if (last || files.isDirectory(base + name)) results.push(base + name + slash);
  }
  return results;
}

/** `**`: every directory below, and at a pattern's end every file too. */
function descend(base: string, last: boolean, files: GlobFiles, options: GlobOptions): string[] {
  const results = last ? [] : [base];
  for (const name of files.names(base === '' ? '.' : base) ?? []) {
    if (name.startsWith('.') && !options.dotGlob) continue;
    const isDirectory = files.isDirectory(base + name);
    if (last) results.push(base + name);
    if (isDirectory) results.push(...descend(`${base}${name}/`, last, files, options));
  }
  return results;
}
