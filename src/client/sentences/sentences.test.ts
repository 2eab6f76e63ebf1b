import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sentencesEn } from './en.ts';
import { renderSentence } from './render.ts';
import { sentencesZh } from './zh.ts';

const NAME = /\{(\w+)/g;

function names(sentence: string): Set<string> {
  return new Set([...sentence.matchAll(NAME)].map(([, name]) => name!));
}

test('both languages have the same codes, and speak of no value that the other does not know', () => {
  expect(Object.keys(sentencesZh)).toEqual(Object.keys(sentencesEn));
  for (const [code, english] of Object.entries(sentencesEn)) {
    const unknown = [...names(sentencesZh[code]!)].filter((name) => !names(english).has(name));
    expect(unknown, code).toEqual([]);
  }
});

/** Third argument of `record(actor, act, code, …)`, second of the kubelet's shorter one, where it is written out. */
const CODES = [/\brecord\(\s*[\w.']+,\s*'[\w-]+',\s*'([\w-]+)'/g, /context\.record\(\s*'[\w-]+',\s*'([\w-]+)'/g];

test('every code that a component records has its sentence', () => {
  const root = join(import.meta.dirname, '../..');
  const missing = new Set<string>();
  for (const room of ['sim', 'host', 'containers', 'docker', 'kube', 'world']) {
    for (const path of sources(join(root, room))) {
      const text = readFileSync(path, 'utf8');
      for (const pattern of CODES) for (const [, code] of text.matchAll(pattern)) if (!Object.hasOwn(sentencesEn, code!)) missing.add(code!);
    }
  }
  expect([...missing].sort()).toEqual([]);
});

function sources(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .map((name) => join(folder, name));
  } catch {
    return []; // a room that is not built yet
  }
}

test('values are put in, plurals chosen, and what has no sentence is shown as it is', () => {
  const table = { a: '{n} {n|pod|pods} of {set}', b: 'asks {toString}' };
  expect(renderSentence(table, { code: 'a', args: { n: 1, set: 'web' } })).toBe('1 pod of web');
  expect(renderSentence(table, { code: 'a', args: { n: 3, set: 'web' } })).toBe('3 pods of web');
  expect(renderSentence(table, { code: 'b', args: {} })).toBe('asks {toString}');
  expect(renderSentence(table, { code: 'constructor', args: { x: true } })).toBe('constructor x=true');
});
