/** .dockerignore as the client applies it before it sends a context: later lines win, `!` takes a file back in. */
import { compileGlob, type Glob } from '../../../base/index.ts';

interface Rule {
  readonly parts: readonly (Glob | '**')[];
  readonly isException: boolean;
}

export class ContextIgnore {
  private readonly rules: readonly Rule[];

  constructor(text: string) {
    this.rules = text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map(ruleOf);
  }

  get hasExceptions(): boolean {
    return this.rules.some(({ isException }) => isException);
  }

  excludes(path: readonly string[]): boolean {
    let excluded = false;
    for (const { parts, isException } of this.rules) {
      if (isException !== excluded) continue;
      for (let depth = 1; depth <= path.length; depth++) {
        if (!matches(parts, path.slice(0, depth))) continue;
        excluded = !isException;
        break;
      }
    }
    return excluded;
  }
}

function ruleOf(line: string): Rule {
  const isException = line.startsWith('!');
  const names = (isException ? line.slice(1) : line).split('/').filter((name) => name !== '' && name !== '.');
  return { isException, parts: names.map((name) => (name === '**' ? name : compileGlob(name))) };
}

function matches(parts: Rule['parts'], path: readonly string[]): boolean {
  const [first, ...rest] = parts;
  if (first === undefined) return path.length === 0;
  if (first === '**') return path.some((_, i) => matches(rest, path.slice(i))) || (rest.length === 0 && path.length > 0);
  return path.length > 0 && first.matches(path[0]!) && matches(rest, path.slice(1));
}
