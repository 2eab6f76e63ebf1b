/**
 * Reads the lines of structure.ts. A line is a definition: its name, then `field=type` for each field. A type is
 * `s` text, `i` int32, `l` int64, `n` double, `b` boolean, `y` bytes, `t` time, `T` time with microseconds, `q` quantity,
 * `p` number or text, `j` anything, `f` a set of fields, `#Name` another definition (of the same group when it has no dot),
 * `[x` a list of x, `{x` a map of x. Behind it: `!` required, `@key` patches merge the list by that key (`@` alone: as a
 * set), `~` patches may retain keys, `*a,b` apply merges by those keys (`*` alone: as a set), `%` apply owns it whole,
 * `+9` since 1.9, `-36` until 1.36.
 */
import { assert } from '../../base/index.ts';
import { moreKinds } from '../kinds/more-asset.ts';
import type { Release } from '../meta/release.ts';
import { structure } from './structure.ts';

export type ScalarCode = 's' | 'i' | 'l' | 'n' | 'b' | 'y' | 't' | 'T' | 'q' | 'p' | 'j' | 'f';

export type FieldType =
  | { readonly form: 'scalar'; readonly code: ScalarCode }
  | { readonly form: 'object'; readonly definition: string }
  | { readonly form: 'list'; readonly of: FieldType }
  | { readonly form: 'map'; readonly of: FieldType };

export interface Field {
  readonly name: string;
  readonly type: FieldType;
  readonly isRequired: boolean;
  /** Strategic merge: the key by which it merges items, '' for a set of scalars, undefined for a list that is replaced. */
  readonly mergeKey: string | undefined;
  readonly retainsKeys: boolean;
  /** Server-side apply: the keys that tell items apart, [] for a set, undefined for a list that is owned whole. */
  readonly listKeys: readonly string[] | undefined;
  readonly isAtomic: boolean;
}

export interface Definition {
  readonly name: string; // "core.v1.Container"
  readonly fields: ReadonlyMap<string, Field>;
  readonly isAtomic: boolean;
}

/** The definitions as one release has them, each read when first asked for. */
export class Structure {
  readonly release: Release;
  private readonly read = new Map<string, Definition>();

  constructor(release: Release) {
    this.release = release;
  }

  definition(name: string): Definition {
    const known = this.read.get(name);
    if (known) return known;
    const line = lineOf(name);
    assert(line !== undefined, 'structure: no such definition', { name });
    const definition = readLine(line, this.release);
    this.read.set(name, definition);
    return definition;
  }

  /** Definitions of kinds that somebody added. */
  add(definitions: readonly Definition[]): void {
    for (const definition of definitions) this.read.set(definition.name, definition);
  }

  has(name: string): boolean {
    return this.read.has(name) || lineOf(name) !== undefined;
  }
}

/** The name that OpenAPI documents use. */
export function openApiName(name: string): string {
  const [group = '', ...rest] = name.split('.');
  if (rest.length > 2) return name; // of a kind that somebody added
  return `${Object.hasOwn(packages, group) ? packages[group] : 'io.k8s.api'}.${name}`;
}

const packages: Readonly<Record<string, string>> = {
  meta: 'io.k8s.apimachinery.pkg.apis',
  api: 'io.k8s.apimachinery.pkg',
  util: 'io.k8s.apimachinery.pkg',
  apiextensions: 'io.k8s.apiextensions-apiserver.pkg.apis',
  apiregistration: 'io.k8s.kube-aggregator.pkg.apis',
};

let lines: Map<string, string> | undefined;
let hasMore = false;

/** Throws NeedsAsset where the definition may be among those that are not there yet. */
function lineOf(name: string): string | undefined {
  const line = linesByName().get(name);
  if (line !== undefined || hasMore) return line;
  for (const more of moreKinds.get().structure) linesByName().set(nameOf(more), more);
  hasMore = true;
  return linesByName().get(name);
}

function linesByName(): Map<string, string> {
  lines ??= new Map(structure.map((line) => [nameOf(line), line]));
  return lines;
}

function nameOf(line: string): string {
  return /^[^ %]+/.exec(line)![0];
}

function readLine(line: string, release: Release): Definition {
  const [head = '', ...parts] = line.split(' ');
  const name = head.replace('%', '');
  const fields = new Map<string, Field>();
  for (const part of parts) {
    const field = readField(name, part, release);
    if (field) fields.set(field.name, field);
  }
  return { name, fields, isAtomic: head.endsWith('%') };
}

const shape = /^(?<name>[^=]+)=(?<type>[[{]*(?:#[\w.]+|\w))(?<merge>@\w*)?(?<retain>~)?(?<keys>\*[\w,]*)?(?<atomic>%)?(?<required>!)?(?<since>\+\d+)?(?<until>-\d+)?$/;

function readField(definition: string, part: string, release: Release): Field | undefined {
  const groups = shape.exec(part)?.groups;
  assert(groups, 'structure: unreadable field', { definition, part });
  const { name = '', type = '', merge, retain, keys, atomic, required, since, until } = groups;
  if (!release.has({ ...(since && { since: Number(since.slice(1)) }), ...(until && { until: Number(until.slice(1)) }) })) return undefined;
  const mergeKey = merge?.slice(1);
  return {
    name,
    type: readType(definition, type),
    isRequired: required !== undefined,
    mergeKey,
    retainsKeys: retain !== undefined,
    listKeys: keys !== undefined ? keys.slice(1).split(',').filter(Boolean) : mergeKey === undefined ? undefined : [mergeKey].filter(Boolean),
    isAtomic: atomic !== undefined,
  };
}

function readType(definition: string, text: string): FieldType {
  if (text.startsWith('[')) return { form: 'list', of: readType(definition, text.slice(1)) };
  if (text.startsWith('{')) return { form: 'map', of: readType(definition, text.slice(1)) };
  if (!text.startsWith('#')) return { form: 'scalar', code: text as ScalarCode };
  const name = text.slice(1);
  if (name.includes('.')) return { form: 'object', definition: name };
  return { form: 'object', definition: `${definition.slice(0, definition.lastIndexOf('.'))}.${name}` };
}
