/** Turns the tree of a document into the JSON value it means: scalars by their rules, aliases shared, merges merged. */
import { formatGoSyntax, formatShortest } from '../go-value.ts';
import { isJsonObject, setMember, type Json } from '../json-value.ts';
import { YamlFailure } from './cursor.ts';
import type { AliasNode, MappingNode, ScalarNode, YamlNode } from './nodes.ts';
import { plainValue, taggedValue } from './scalar-value.ts';

export interface Resolved {
  readonly value: Json;
  /** Keys given again in one object. Kubernetes' tools let the last one win; a strict server refuses. */
  readonly duplicates: readonly ScalarNode[];
}

/** Throws YamlFailure. */
export function resolveDocument(root: YamlNode | undefined): Resolved {
  const resolution = new Resolution();
  const value = root === undefined ? null : resolution.value(root);
  return { value, duplicates: resolution.duplicates };
}

class Resolution {
  readonly duplicates: ScalarNode[] = [];
  private readonly aliased = new Map<YamlNode, { value: Json; size: number }>();
  private decoded = 0; // nodes, those reached through aliases counted again
  private decodedByAlias = 0;

  value(node: YamlNode): Json {
    this.decoded++;
    switch (node.kind) {
      case 'scalar':
        return this.scalar(node);
      case 'sequence':
        return node.items.map((item) => this.value(item));
      case 'mapping':
        return this.mapping(node);
      case 'alias':
        return this.alias(node);
    }
  }

  private scalar(node: ScalarNode): Json {
    const isPlain = node.style === 'plain';
    if (node.tag === undefined) return isPlain ? finite(plainValue(node.text), node) : node.text;
    const tagged = taggedValue(node.text, node.tag, isPlain);
    if ('error' in tagged) throw new YamlFailure(tagged.error, node.start);
    return finite(tagged.value, node);
  }

  /** The value is shared, but counted as if it were written out: a few lines can mean billions of nodes. */
  private alias(node: AliasNode): Json {
    if (node.target === undefined) throw new YamlFailure(`anchor '${node.name}' value contains itself`, node.start);
    let known = this.aliased.get(node.target);
    if (known === undefined) {
      const before = this.decoded;
      const value = this.value(node.target);
      known = { value, size: this.decoded - before };
      this.aliased.set(node.target, known);
    } else this.decoded += known.size;
    this.decodedByAlias += known.size;
    const isExcessive = this.decodedByAlias > 100 && this.decoded > 1000 && this.decodedByAlias / this.decoded > aliasRatioMax(this.decoded);
    if (isExcessive) throw new YamlFailure('document contains excessive aliasing', node.start);
    return known.value;
  }

  private mapping(node: MappingNode): Json {
    const object: Record<string, Json> = {};
    const written = new Set<string>();
    for (const pair of node.pairs) {
      if (isMergeKey(pair.key)) {
        this.merge(object, pair.value);
        continue;
      }
      const key = this.key(pair.key, pair.value);
      if (written.has(key) && pair.key.kind === 'scalar') this.duplicates.push(pair.key);
      written.add(key);
      setMember(object, key, this.value(pair.value));
    }
    return object;
  }

  /** Merged members go in where the merge stands, over what came before; of a list the earlier objects win. */
  private merge(into: Record<string, Json>, source: YamlNode): void {
    const target = source.kind === 'alias' ? source.target : source;
    const objects = target?.kind === 'sequence' && source.kind !== 'alias' ? [...target.items].reverse() : [source];
    for (const node of objects) {
      const value = this.value(node);
      if (!isJsonObject(value)) throw new YamlFailure('map merge requires map or sequence of maps as the value', node.start);
      for (const key of Object.keys(value)) setMember(into, key, value[key]!);
    }
  }

  private key(node: YamlNode, valueNode: YamlNode): string {
    const value = this.value(node);
    if (typeof value === 'string') return value;
    if (typeof value === 'number') return Number.isInteger(value) && Math.abs(value) < 2 ** 63 ? String(value) : shortFloat(value);
    if (value === null) {
      const shown = formatGoSyntax(this.value(valueNode), 'interface {}');
      throw new YamlFailure(`unsupported map key of type: %!s(<nil>), key: <nil>, value: ${shown}`, node.start);
    }
    if (typeof value === 'object') throw new YamlFailure(`invalid map key: ${formatGoSyntax(value, 'interface {}')}`, node.start);
    return String(value);
  }
}

function isMergeKey(node: YamlNode): boolean {
  return node.kind === 'scalar' && node.text === '<<' && (node.tag === '!!merge' || (node.style === 'plain' && node.tag === undefined));
}

function finite(value: Json, node: ScalarNode): Json {
  if (typeof value !== 'number' || Number.isFinite(value)) return value;
  const name = Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
  throw new YamlFailure(`json: unsupported value: ${name}`, node.start);
}

/** How much of a document may come from aliases: nearly all of a small one, a tenth of a large one. */
function aliasRatioMax(decoded: number): number {
  if (decoded <= 400_000) return 0.99;
  if (decoded >= 4_000_000) return 0.1;
  return 0.99 - 0.89 * ((decoded - 400_000) / 3_600_000);
}

/** A key that is a float prints with the digits of 32 bits. */
function shortFloat(value: number): string {
  for (let digits = 1; digits < 9; digits++) {
    const candidate = Number(value.toPrecision(digits));
    if (toSingle(candidate) === toSingle(value)) return formatShortest(candidate);
  }
  return formatShortest(value);
}

function toSingle(value: number): number {
  return Float32Array.of(value)[0]!;
}
