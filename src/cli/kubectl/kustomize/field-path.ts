/** Fields by kustomize's paths: "spec.containers.[name=web].image", a number or `*` for items of lists. Values are read, and changed in copies. */
import { isJsonObject, type Json, type JsonObject } from '../../../base/index.ts';
import { text } from '../objects/member.ts';
import { demandShortPath } from './growth.ts';

/** Steps by points; one after a backslash belongs to a name, and one in brackets to what chooses an item. */
export function stepsOf(path: string): readonly string[] {
  const steps: string[] = [''];
  let depth = 0;
  for (let i = 0; i < path.length; i++) {
    const letter = path[i]!;
    if (letter === '\\' && path[i + 1] === '.') steps[steps.length - 1] += path[++i]!;
    else if (letter === '.' && depth === 0) steps.push('');
    else {
      if (letter === '[') depth++;
      if (letter === ']') depth--;
      steps[steps.length - 1] += letter;
    }
  }
  const named = steps.filter((step) => step !== '');
  demandShortPath(named);
  return named;
}

/** Each value there changed; `made` is what a missing one begins as, or undefined to leave what is missing. Tells how many there were. */
export function changedAt(value: Json, steps: readonly string[], change: (value: Json) => Json, made: Json | undefined): { readonly value: Json; readonly count: number } {
  const [step, ...rest] = steps;
  if (step === undefined) return { value: change(value), count: 1 };
  if (Array.isArray(value)) return changedItems(value as readonly Json[], step, rest, change, made);
  if (!isJsonObject(value)) return { value, count: 0 };
  if (step === '*') return changedMembers(value, rest, change, made);
  if (!Object.hasOwn(value, step) && made === undefined) return { value, count: 0 };
  const begun = Object.hasOwn(value, step) ? value[step]! : rest.length > 0 ? (/^\[.*=.*\]$/.test(rest[0]!) ? [] : {}) : made!;
  const inner = changedAt(begun, rest, change, made);
  return { value: inner.count === 0 ? value : { ...value, [step]: inner.value }, count: inner.count };
}

function changedMembers(value: JsonObject, rest: readonly string[], change: (value: Json) => Json, made: Json | undefined): { readonly value: Json; readonly count: number } {
  const changed = Object.entries(value).map(([name, each]) => [name, changedAt(each, rest, change, made)] as const);
  return { value: Object.fromEntries(changed.map(([name, each]) => [name, each.value])), count: changed.reduce((sum, [, each]) => sum + each.count, 0) };
}

function changedItems(items: readonly Json[], step: string, rest: readonly string[], change: (value: Json) => Json, made: Json | undefined): { readonly value: Json; readonly count: number } {
  const by = /^\[([^=]+)=(.*)\]$/s.exec(step);
  const isMeant = (item: Json, i: number): boolean => step === '*' || (by ? isJsonObject(item) && text(item, by[1]!) === by[2] : step === '-' ? i === items.length - 1 : String(i) === step);
  let count = 0;
  const changed = items.map((item, i) => {
    if (!isMeant(item, i)) return item;
    const inner = changedAt(item, rest, change, made);
    count += inner.count;
    return inner.value;
  });
  if (count > 0 || made === undefined || !by || items.some(isMeant)) return { value: changed, count };
  const added = changedAt({ [by[1]!]: by[2]! }, rest, change, made);
  return { value: [...items, added.value], count: added.count };
}

/** The first value there. */
export function valueAt(value: Json, steps: readonly string[]): Json | undefined {
  let found: Json | undefined;
  changedAt(value, steps, (each) => {
    found ??= each;
    return each;
  }, undefined);
  return found;
}
