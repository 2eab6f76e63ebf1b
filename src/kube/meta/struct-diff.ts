/**
 * What the server shows of a struct that may not be changed: the fields that differ, two on either side of them, in the
 * struct's own order, and how many it leaves out.
 */
import { deepEqual, quoteGo } from '../../base/index.ts';
import { GoValue } from './go-syntax.ts';
import type { Release } from './release.ts';

export interface StructField {
  readonly go: string;
  readonly json: string | undefined; // undefined: nothing of ours
  readonly isPointer?: boolean;
  readonly isText?: boolean; // empty when absent, where others are nil
  readonly since?: number;
}

export function structField(go: string, json?: string, more: Partial<StructField> = {}): StructField {
  return { go, json, ...more };
}

const context = 2;

/** Releases before this one show the new value as what is taken away. */
const orderedSince = 25;

type Struct = Readonly<Record<string, unknown>>;

export function diffStruct(type: string, fields: readonly StructField[], was: Struct, is: Struct, release: Release): string {
  const [old, next] = release.atLeast(orderedSince) ? [was, is] : [is, was];
  const shown = fields.filter((field) => release.has(field));
  const differs = shown.map(({ json }) => json !== undefined && !deepEqual(old[json], next[json]));
  const isNear = shown.map((_, i) => differs.some((d, j) => d && Math.abs(i - j) <= context));
  const width = Math.max(...shown.filter((_, i) => isNear[i]).map((field) => field.go.length)) + 2;
  const lines = [`  ${type}{`];
  let skipped = 0;
  const closeGap = () => {
    if (skipped > 0) lines.push(`  \t... // ${skipped} identical fields`);
    skipped = 0;
  };
  for (const [i, field] of shown.entries()) {
    if (!isNear[i]) {
      skipped++;
      continue;
    }
    closeGap();
    const name = `${field.go}:`.padEnd(width);
    if (differs[i]) lines.push(`- \t${name}${show(field, old)},`, `+ \t${name}${show(field, next)},`);
    else lines.push(`  \t${name}${show(field, next)},`);
  }
  closeGap();
  return `${[...lines, '  }'].join('\n')}\n`;
}

function show(field: StructField, struct: Struct): string {
  const value = field.json === undefined ? undefined : struct[field.json];
  if (value === undefined) return field.isText ? '""' : 'nil';
  if (value instanceof GoValue) return value.text;
  if (typeof value === 'string') return field.isPointer ? `&${quoteGo(value)}` : quoteGo(value);
  if (typeof value === 'number' || typeof value === 'boolean') return field.isPointer ? `&${String(value)}` : String(value);
  return field.isPointer ? `&${goLiteral(value)}` : goLiteral(value);
}

function goLiteral(value: unknown): string {
  if (Array.isArray(value)) return `{${value.map(goLiteral).join(', ')}}`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(([key, member]) => `${key[0]!.toUpperCase()}${key.slice(1)}: ${goLiteral(member)}`);
    return `{${members.join(', ')}}`;
  }
  return typeof value === 'string' ? quoteGo(value) : String(value);
}
