/** Names in a tar archive: patterns that leave some out, and --transform's replacements. */
import { compileGlob, compilePosixPattern, type Pattern, type PatternMatch } from '../../base/index.ts';

/** Whether --exclude leaves the path out: the whole of it or its end, from any folder on. */
export function excludes(patterns: readonly string[], path: string): boolean {
  const names = path.split('/');
  return patterns.some((source) => {
    const pattern = compileGlob(source.replace(/\/+$/, ''));
    return names.some((_, from) => pattern.matches(names.slice(from).join('/')));
  });
}

interface Replacement {
  readonly pattern: Pattern;
  readonly text: string;
  readonly all: boolean;
}

/** What --transform makes of a name; what is wrong with an expression otherwise. */
export function transformer(expressions: readonly string[]): ((name: string) => string) | string {
  const replacements: Replacement[] = [];
  for (const expression of expressions.flatMap((text) => text.split(/;(?=s)/))) {
    const delimiter = expression[1];
    const parts = delimiter === undefined ? [] : expression.slice(2).split(delimiter);
    if (expression[0] !== 's' || parts.length < 3) return 'Invalid transform expression';
    const flags = parts[2]!;
    const compiled = compilePosixPattern(parts[0]!, flags.includes('x') ? 'extended' : 'basic', { ignoreCase: flags.includes('i') });
    if ('error' in compiled) return `Invalid transform expression: ${compiled.error}`;
    replacements.push({ pattern: compiled.pattern, text: parts[1]!, all: flags.includes('g') });
  }
  return (name) => replacements.reduce(replaced, name);
}

function replaced(name: string, { pattern, text, all }: Replacement): string {
  let out = '';
  let from = 0;
  for (const match of pattern.matchAll(name)) {
    out += name.slice(from, match.index) + filled(text, match);
    from = match.end;
    if (!all) break;
  }
  return out + name.slice(from);
}

function filled(text: string, match: PatternMatch): string {
  return text.replace(/\\(\d)|\\(.)|&/g, (_, group?: string, char?: string) => char ?? match.groups[Number(group ?? 0)] ?? '');
}
