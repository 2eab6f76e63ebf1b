/** Backups of what cp, mv and ln would overwrite: `name~`, or `name.~1~` and so on. */
import { baseName, tried, type ToolCall } from './tool.ts';
import { chooseWord } from './choice.ts';

const kinds = [['none', 'off'], ['simple', 'never'], ['existing', 'nil'], ['numbered', 't']];

/** The kind of backup that is asked for; undefined for none. */
export function backupKind({ options }: ToolCall): { readonly kind: string | undefined } | { readonly problem: string } {
  const given = options.value('backup');
  if (given === undefined) return { kind: options.has('b') || options.has('S') ? 'existing' : undefined };
  const chosen = chooseWord('backup type', given || 'existing', kinds);
  if ('problem' in chosen) return chosen;
  return { kind: chosen.word === 'none' ? undefined : chosen.word };
}

/** Puts what is at the path out of the way, and answers where it is now. */
export function backUp({ p, options }: ToolCall, path: string, kind: string): string {
  const slash = path.lastIndexOf('/') + 1;
  const name = baseName(path);
  const names = tried(() => p.files.readdir(path.slice(0, slash) || '.'));
  const numbers = ('value' in names ? names.value : []).flatMap((other) => {
    const middle = other.startsWith(`${name}.~`) && other.endsWith('~') ? other.slice(name.length + 2, -1) : '';
    return /^\d+$/.test(middle) ? [Number(middle)] : [];
  });
  const numbered = kind === 'numbered' || (kind === 'existing' && numbers.length > 0);
  const backup = numbered ? `${path}.~${numbers.reduce((most, n) => Math.max(most, n), 0) + 1}~` : path + (options.value('S') ?? '~');
  p.files.rename(path, backup);
  return backup;
}
