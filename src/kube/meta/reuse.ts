/** Keeps what did not change: parts of a new value that equal those of the old one become the very same values. */
import { isJsonObject, setMember } from '../../base/index.ts';

export function reuse<T>(next: T, old: unknown): T {
  return reused(next, old) as T;
}

function reused(next: unknown, old: unknown): unknown {
  if (next === old || typeof next !== 'object' || next === null || typeof old !== 'object' || old === null) return next;
  if (Array.isArray(next)) return Array.isArray(old) ? reusedList(next, old) : next;
  if (!isJsonObject(next) || !isJsonObject(old)) return next;
  const merged: Record<string, unknown> = {};
  let same = true;
  let members = 0;
  for (const key of Object.keys(next)) {
    const member = (next as Record<string, unknown>)[key];
    if (member === undefined) continue;
    members++;
    const before = Object.hasOwn(old, key) ? (old as Record<string, unknown>)[key] : undefined;
    const kept = reused(member, before);
    if (kept !== before) same = false;
    setMember(merged, key, kept);
  }
  return same && members === Object.keys(old).filter((key) => (old as Record<string, unknown>)[key] !== undefined).length ? old : merged;
}

function reusedList(next: readonly unknown[], old: readonly unknown[]): readonly unknown[] {
  const merged = next.map((item, i) => reused(item, old[i]));
  return merged.length === old.length && merged.every((item, i) => item === old[i]) ? old : merged;
}
