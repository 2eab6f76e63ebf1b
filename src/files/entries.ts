/** The entries of a directory as a value. A plain Map is copied whole by each write, which a large directory cannot afford: there a write makes a patch. */
import type { Entries, Node } from './node.ts';

// Below this a copy is cheaper than looking twice.
const patchedFrom = 48;

export function withEntry(entries: Entries, name: string, node: Node): Entries {
  return changed(entries, name, node);
}

export function withoutEntry(entries: Entries, name: string): Entries {
  return entries.has(name) ? changed(entries, name, undefined) : entries;
}

function changed(entries: Entries, name: string, node: Node | undefined): Entries {
  const base = entries instanceof PatchedEntries ? entries.base : entries;
  const patch = new Map(entries instanceof PatchedEntries ? entries.patch : undefined);
  patch.set(name, node);
  // With patches up to the root of the size, a write costs no more than a few times that root.
  if (base.size >= patchedFrom && patch.size * patch.size <= base.size * 4) return new PatchedEntries(base, patch);
  const merged = new Map(base);
  for (const [key, value] of patch) {
    if (value) merged.set(key, value);
    else merged.delete(key);
  }
  return merged;
}

/**
 * A large table and what differs from it now; `undefined` is a name taken away. Neither map is ever written to again.
 * It is a Map, though its own table stays empty, so that whoever asks for one by its class finds one.
 */
class PatchedEntries extends Map<string, Node> {
  readonly base: Entries;
  readonly patch: ReadonlyMap<string, Node | undefined>;
  private readonly count: number;

  constructor(base: Entries, patch: ReadonlyMap<string, Node | undefined>) {
    super();
    this.base = base;
    this.patch = patch;
    let count = base.size;
    for (const [name, node] of patch) count += (node ? 1 : 0) - (base.has(name) ? 1 : 0);
    this.count = count;
  }

  override get size(): number {
    return this.count;
  }

  override get(name: string): Node | undefined {
    const node = this.patch.get(name);
    return node ?? (this.patch.has(name) ? undefined : this.base.get(name));
  }

  override has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  override forEach(visit: (node: Node, name: string, entries: Map<string, Node>) => void): void {
    for (const [name, node] of this) visit(node, name, this);
  }

  override *entries(): MapIterator<[string, Node]> {
    for (const entry of this.base) if (!this.patch.has(entry[0])) yield entry;
    for (const [name, node] of this.patch) if (node) yield [name, node];
    return undefined;
  }

  override *keys(): MapIterator<string> {
    for (const [name] of this) yield name;
    return undefined;
  }

  override *values(): MapIterator<Node> {
    for (const [, node] of this) yield node;
    return undefined;
  }

  override [Symbol.iterator](): MapIterator<[string, Node]> {
    return this.entries();
  }
}
