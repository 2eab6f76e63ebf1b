/** Reading members of objects whose shape only the server knows: what is not there is empty, never an error. */
import { isJsonObject, ownMember, type Json, type JsonObject } from '../../../base/index.ts';

export type Value = Json | undefined;
export type Step = string | number;

const noItems: readonly Json[] = [];
const noMembers: JsonObject = {};

export function member(value: Value, ...path: readonly Step[]): Value {
  let at: Value = value;
  for (const step of path) {
    if (Array.isArray(at)) at = (at as readonly Json[])[Number(step)];
    else if (isJsonObject(at)) at = ownMember(at, String(step));
    else return undefined;
  }
  return at;
}

/** A scalar as text; '' when there is none. */
export function text(value: Value, ...path: readonly Step[]): string {
  const found = member(value, ...path);
  return found === undefined || found === null || typeof found === 'object' ? '' : String(found);
}

export function number(value: Value, ...path: readonly Step[]): number | undefined {
  const found = member(value, ...path);
  return typeof found === 'number' || typeof found === 'bigint' ? Number(found) : undefined;
}

/** An integer, 0 when there is none. */
export function count(value: Value, ...path: readonly Step[]): number {
  return number(value, ...path) ?? 0;
}

export function bool(value: Value, ...path: readonly Step[]): boolean {
  return member(value, ...path) === true;
}

export function list(value: Value, ...path: readonly Step[]): readonly Json[] {
  const found = member(value, ...path);
  return Array.isArray(found) ? (found as readonly Json[]) : noItems;
}

export function members(value: Value, ...path: readonly Step[]): JsonObject {
  const found = member(value, ...path);
  return isJsonObject(found) ? found : noMembers;
}

export function has(value: Value, ...path: readonly Step[]): boolean {
  const found = member(value, ...path);
  return found !== undefined && found !== null;
}

/** To be made: the version of one that was read is left out, as clients do it. */
export function asNew(object: JsonObject): JsonObject {
  return has(object, 'metadata', 'resourceVersion') ? withMember(object, ['metadata', 'resourceVersion'], undefined) : object;
}

/** The object with a member set, every object on the way copied or made. */
export function withMember(value: JsonObject, path: readonly string[], to: Json | undefined): JsonObject {
  const [first, ...rest] = path as [string, ...string[]];
  if (rest.length > 0) return { ...value, [first]: withMember(members(value, first), rest, to) };
  if (to !== undefined) return { ...value, [first]: to };
  const { [first]: dropped, ...others } = value;
  return others;
}
