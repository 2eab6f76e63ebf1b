// scripts/rows.tsv says which script shows what the product promises, row by row. What it names has to be there.
import { expect, test } from 'vitest';
import { parseScript } from './script/format.ts';

const rows = Object.values(import.meta.glob<string>('./scripts/rows.tsv', { query: '?raw', import: 'default', eager: true }))[0]!;
const files = import.meta.glob<string>('./scripts/*.script', { query: '?raw', import: 'default', eager: true });
const table = rows.trim().split('\n').slice(1).map((line) => line.split('\t'));

test.each(table)('%s: %s', (_row, _what, shown) => {
  const places = (shown ?? '').split(/; (?=[a-z0-9.-]+: )/);
  for (const place of places) {
    const [, name, start] = /^([a-z0-9.-]+): (.+)$/.exec(place)!;
    const text = files[`./scripts/${name!}.script`];
    expect(text, `${name!}.script`).toBeDefined();
    const lines = parseScript(text!).items.flatMap((item) => (item.kind === 'command' ? [item.typed[0]!] : []));
    expect(lines.some((line) => line.startsWith(start!)), place).toBe(true);
  }
});

test('every row of Linux, of union file systems, of kubectl and of the cluster is there once', () => {
  const two = (letter: string, count: number) => Array.from({ length: count }, (_, i) => `${letter}${String(i + 1).padStart(2, '0')}`);
  const ids = table.map(([id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toEqual(expect.arrayContaining([...two('L', 12), ...two('U', 7), ...two('K', 32), ...two('C', 3), 'A03', 'P01', 'Q01']));
});
