/** JSON patch (RFC 6902) on immutable values, failing in the words of the library that the API server patches with. */
import { canonicalJson } from './json-print.ts';
import { deepEqual, isJsonObject, ownMember, setMember, type Json, type JsonObject } from './json-value.ts';

export type JsonPatchAnswer = { readonly value: Json } | { readonly error: string; readonly operation: number };

class PatchFailure extends Error {}

// Copies could double a value with every operation: what they add together has the API server's bound.
const copiedMax = 3 * 1024 * 1024;
const operationsMax = 10_000;

/** Applies all operations or none; the answer names the first that failed, counted from 0. */
export function applyJsonPatch(target: Json, patch: Json): JsonPatchAnswer {
  if (!Array.isArray(patch)) return { error: 'json: cannot unmarshal object into Go value of type jsonpatch.Patch', operation: 0 };
  if (patch.length > operationsMax) {
    return { error: `The allowed maximum operations in a JSON patch is ${operationsMax}, got ${patch.length}`, operation: operationsMax };
  }
  let value = target;
  const budget = { copied: 0 };
  for (const [index, operation] of patch.entries()) {
    try {
      value = applyOne(value, operation as Json, budget);
    } catch (failure) {
      if (!(failure instanceof PatchFailure)) throw failure;
      return { error: failure.message, operation: index };
    }
  }
  return { value };
}

function applyOne(document: Json, operation: Json, budget: { copied: number }): Json {
  const op = isJsonObject(operation) ? ownMember(operation, 'op') : undefined;
  if (typeof op !== 'string' || !isJsonObject(operation)) throw new PatchFailure('Unexpected kind: unknown');
  const path = pathOf(operation, 'path', op);
  switch (op) {
    case 'add':
      return edit(document, path, op, (parent, key) => insert(parent, key, valueOf(operation), path));
    case 'remove':
      return edit(document, path, op, (parent, key) => remove(parent, key, path));
    case 'replace':
      if (path === '') return valueOf(operation);
      return edit(document, path, op, (parent, key) => {
        if (read(parent, key, path, op) === undefined) fail(`replace operation does not apply: doc is missing key: ${path}`, missing);
        return put(parent, key, valueOf(operation));
      });
    case 'test':
      if (deepEqual(find(document, path, op) ?? null, valueOf(operation))) return document;
      throw new PatchFailure(`testing value ${path} failed: test failed`);
    case 'move': {
      const from = pathOf(operation, 'from', op);
      const moved = find(document, from, op);
      if (moved === undefined) fail(`error in move for path: '${path}'`, missing);
      const without = edit(document, from, op, (parent, key) => remove(parent, key, from));
      return edit(without, path, op, (parent, key) => insert(parent, key, moved, path));
    }
    case 'copy': {
      const copied = find(document, pathOf(operation, 'from', op), op);
      if (copied === undefined) fail(`error in copy for from: '${path}'`, missing);
      budget.copied += canonicalJson(copied).length;
      if (budget.copied > copiedMax) {
        throw new PatchFailure(
          `Unable to complete the copy, the accumulated size increase of copy is ${budget.copied}, exceeding the limit ${copiedMax}`,
        );
      }
      return edit(document, path, op, (parent, key) => insert(parent, key, copied, path));
    }
    default:
      throw new PatchFailure(`Unexpected kind: ${op}`);
  }
}

const missing = 'missing value';

function fail(message: string, cause: string): never {
  throw new PatchFailure(`${message}: ${cause}`);
}

function pathOf(operation: JsonObject, member: 'path' | 'from', op: string): string {
  const path = ownMember(operation, member);
  if (typeof path !== 'string') fail(`${op} operation failed to decode ${member}`, missing);
  if (path !== '' && !path.startsWith('/')) fail(`${op} operation does not apply: doc is missing path: "${path}"`, missing);
  return path;
}

function valueOf(operation: JsonObject): Json {
  return ownMember(operation, 'value') ?? null;
}

function tokensOf(path: string): string[] {
  return path.split('/').slice(1).map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Rebuilds the containers on the way to the last token, and leaves that one to `change`. */
function edit(document: Json, path: string, op: string, change: (parent: Json, key: string) => Json): Json {
  if (path === '') {
    if (op === 'add' || op === 'copy' || op === 'move') return (change([], '-') as readonly Json[])[0]!;
    throw new PatchFailure(`${op} operation does not apply: doc is missing path: "": ${missing}`);
  }
  const tokens = tokensOf(path);
  const last = tokens.length - 1;
  const descend = (value: Json, depth: number): Json => {
    if (depth === last && isContainer(value)) return change(value, tokens[depth]!);
    const inner = isContainer(value) ? readQuietly(value, tokens[depth]!) : undefined;
    if (inner === undefined || !isContainer(inner)) fail(`${op} operation does not apply: doc is missing path: "${path}"`, missing);
    return put(value, tokens[depth]!, descend(inner, depth + 1));
  };
  return descend(document, 0);
}

function find(document: Json, path: string, op: string): Json | undefined {
  let value: Json | undefined = document;
  const tokens = tokensOf(path);
  for (const [i, token] of tokens.entries()) {
    if (value === undefined || !isContainer(value)) fail(`${op} operation does not apply: doc is missing path: "${path}"`, missing);
    value = i === tokens.length - 1 ? read(value, token, path, op) : readQuietly(value, token);
  }
  return value;
}

function read(parent: Json, key: string, path: string, op: string): Json | undefined {
  if (!Array.isArray(parent)) return readQuietly(parent, key);
  const index = indexOf(key, path, op);
  if (index < 0 || index >= parent.length) fail(`${op} operation does not apply: doc is missing key: ${path}`, missing);
  return parent[index] as Json;
}

function readQuietly(parent: Json, key: string): Json | undefined {
  if (isJsonObject(parent)) return ownMember(parent, key);
  return Array.isArray(parent) && /^(0|[1-9]\d{0,8})$/.test(key) ? (parent[Number(key)] as Json | undefined) : undefined;
}

function insert(parent: Json, key: string, value: Json, path: string): Json {
  if (!Array.isArray(parent)) return put(parent, key, value);
  if (key === '-') return [...(parent as readonly Json[]), value];
  const index = indexOf(key, path, 'add');
  const at = index < 0 ? parent.length + 1 + index : index;
  if (at < 0 || at > parent.length) fail(`error in add for path: '${path}': Unable to access invalid index: ${index}`, 'invalid index referenced');
  return [...(parent as readonly Json[]).slice(0, at), value, ...(parent as readonly Json[]).slice(at)];
}

function remove(parent: Json, key: string, path: string): Json {
  const where = `error in remove for path: '${path}'`;
  if (Array.isArray(parent)) {
    const index = indexOf(key, path, 'remove');
    const at = index < 0 ? parent.length + index : index;
    if (at < 0 || at >= parent.length) fail(`${where}: Unable to access invalid index: ${index}`, 'invalid index referenced');
    return (parent as readonly Json[]).toSpliced(at, 1);
  }
  if (readQuietly(parent, key) === undefined) fail(`${where}: Unable to remove nonexistent key: ${key}`, missing);
  const { [key]: removed, ...rest } = parent as JsonObject;
  return rest;
}

/** Writes a member, or an element that is known to be there. */
function put(parent: Json, key: string, value: Json): Json {
  if (Array.isArray(parent)) return (parent as readonly Json[]).with(Number(key), value);
  const copy = { ...(parent as JsonObject) };
  setMember(copy, key, value);
  return copy;
}

function indexOf(key: string, path: string, op: string): number {
  if (/^-?\d{1,9}$/.test(key)) return Number(key);
  throw new PatchFailure(`error in ${op} for path: '${path}': strconv.Atoi: parsing ${JSON.stringify(key)}: invalid syntax`);
}

function isContainer(value: Json): boolean {
  return typeof value === 'object' && value !== null;
}
