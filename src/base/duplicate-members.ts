/** Members that a JSON text gives twice, by their paths, which a parser keeps the last of; and where in the text members stand that nobody knows. */
import type { Json } from './json-value.ts';

/** `text` is well-formed and means `value`. */
export function duplicateMembers(text: string, value: Json): readonly string[] {
  return membersIn(text) === membersOf(value) ? [] : findMembers(text, new Set()).map(({ path }) => path);
}

export interface FoundMember {
  readonly path: string;
  readonly isUnknown: boolean;
}

/** The members that are given twice, or are among the unknown, in the order in which a reader meets them. */
export function membersAtFault(text: string, value: Json, unknown: readonly string[]): readonly FoundMember[] {
  return unknown.length === 0 && membersIn(text) === membersOf(value) ? [] : findMembers(text, new Set(unknown));
}

/** Colons outside strings. */
function membersIn(text: string): number {
  let colons = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 0x22) i = endOfString(text, i);
    else if (unit === 0x3a) colons++;
  }
  return colons;
}

function endOfString(text: string, start: number): number {
  let i = start + 1;
  for (; i < text.length && text.charCodeAt(i) !== 0x22; i++) if (text.charCodeAt(i) === 0x5c) i++;
  return i;
}

function membersOf(value: Json): number {
  if (value === null || typeof value !== 'object') return 0;
  let count = 0;
  if (Array.isArray(value)) for (const item of value) count += membersOf(item);
  else for (const key of Object.keys(value)) count += 1 + membersOf((value as { readonly [name: string]: Json })[key]!);
  return count;
}

interface Level {
  readonly keys: Map<string, number> | undefined; // none in a list
  readonly path: string;
  at: string; // the key or index that is being read
  isAtKey: boolean;
  index: number;
}

function findMembers(text: string, unknown: ReadonlySet<string>): readonly FoundMember[] {
  const found: FoundMember[] = [];
  const levels: Level[] = [];
  const pathHere = (): string => {
    const level = levels.at(-1);
    if (!level) return '';
    return level.keys ? (level.path === '' ? level.at : `${level.path}.${level.at}`) : `${level.path}[${level.index}]`;
  };
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    const level = levels.at(-1);
    if (char === '"') {
      const end = endOfString(text, i);
      if (level?.keys && level.isAtKey) {
        level.at = JSON.parse(text.slice(i, end + 1)) as string;
        const times = (level.keys.get(level.at) ?? 0) + 1;
        level.keys.set(level.at, times);
        const isUnknown = times === 1;
        if (times === 2 || (isUnknown && unknown.size > 0)) {
          const path = pathHere();
          if (unknown.has(path) === isUnknown) found.push({ path, isUnknown });
        }
        level.isAtKey = false;
      }
      i = end;
    } else if (char === '{' || char === '[') levels.push({ path: pathHere(), keys: char === '{' ? new Map() : undefined, at: '', isAtKey: true, index: 0 });
    else if (char === '}' || char === ']') levels.pop();
    else if (char === ',' && level) {
      level.isAtKey = true;
      level.index++;
    }
  }
  return found;
}
