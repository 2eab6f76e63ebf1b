/** .dockerignore: which files of a context the build does not see. The last pattern that matches decides; `!` takes one back. */
import { compileGlob, compilePattern, type Pattern } from '../../base/index.ts';

export interface IgnoreFile {
  /** By the path in the context, without a slash at its beginning. */
  excludes(path: string): boolean;
}

interface Rule {
  readonly pattern: Pattern;
  readonly excludes: boolean;
}

export function parseIgnoreFile(text: string): IgnoreFile {
  const rules: Rule[] = [];
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.trim();
    if (line === '' || raw.startsWith('#')) continue;
    const excludes = !line.startsWith('!');
    const pattern = cleaned(excludes ? line : line.slice(1).trim());
    const answer = compilePattern(`^(?:${patternOf(pattern)})$`);
    if ('pattern' in answer) rules.push({ pattern: answer.pattern, excludes });
  }
  return {
    excludes(path) {
      const names = path.split('/');
      const parts = names.map((_, i) => names.slice(0, i + 1).join('/'));
      let excluded = false;
      for (const rule of rules) if (parts.some((part) => rule.pattern.test(part))) excluded = rule.excludes;
      return excluded;
    },
  };
}

function cleaned(pattern: string): string {
  const names = pattern.split('/').filter((name) => name !== '' && name !== '.');
  return names.join('/') || '.';
}

/** `**` stands for any number of directories, `*` and `?` stay within one name. */
function patternOf(pattern: string): string {
  let out = '';
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i]!;
    if (char === '*' && pattern[i + 1] === '*') {
      i++;
      if (pattern[i + 1] === '/') {
        i++;
        out += '(?:.*/)?';
      } else out += '.*';
    } else if (char === '*') out += '[^/]*';
    else if (char === '?') out += '[^/]';
    else if (char === '[') {
      const end = pattern.indexOf(']', i + 2);
      if (end < 0) out += '\\[';
      else {
        out += `[${pattern.slice(i + 1, end).replaceAll('\\', '\\\\')}]`;
        i = end;
      }
    } else if (char === '\\' && i + 1 < pattern.length) out += escaped(pattern[++i]!);
    else out += escaped(char);
  }
  return out;
}

function escaped(char: string): string {
  return /[\\.+*?()|[\]{}^$/-]/.test(char) ? `\\${char}` : char;
}

/** A pattern of COPY's sources, name by name. */
export function matchesGlob(pattern: string, path: string): boolean {
  const wanted = pattern.split('/');
  const names = path.split('/');
  return wanted.length === names.length && wanted.every((part, i) => compileGlob(part).matches(names[i]!));
}
