import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sortedKeys } from '../base/index.ts';
import { textContent } from './content.ts';
import { withEntry, withoutEntry } from './entries.ts';
import { fileNode, metaOf, noEntries, type Entries, type Node } from './node.ts';

const node = (text: string): Node => fileNode(textContent(text), metaOf(0o644, 0));
const filled = (count: number): Map<string, Node> => new Map(Array.from({ length: count }, (_, i) => [`f${i}`, node(String(i))]));
const change = fc.tuple(fc.nat(140), fc.boolean());

test('reads as a Map does after any writes, and each value stays as it was', () => {
  fc.assert(
    fc.property(fc.constantFrom(0, 10, 60, 120), fc.array(change, { maxLength: 60, size: 'max' }), (count, changes) => {
      let entries: Entries = filled(count);
      const plain = filled(count);
      const history: [Entries, Map<string, Node>][] = [];
      for (const [i, isRemoval] of changes) {
        const name = `f${i}`;
        entries = isRemoval ? withoutEntry(entries, name) : withEntry(entries, name, node('new'));
        if (isRemoval) plain.delete(name);
        else plain.set(name, node('new'));
        history.push([entries, new Map(plain)]);
      }
      for (const [value, expected] of history) {
        expect(value.size).toBe(expected.size);
        expect(new Map(value)).toEqual(expected);
        expect(sortedKeys(value)).toEqual(sortedKeys(expected));
        expect([...value.values()]).toHaveLength(expected.size);
        for (let i = 0; i < 140; i += 7) expect([value.has(`f${i}`), value.get(`f${i}`)]).toEqual([expected.has(`f${i}`), expected.get(`f${i}`)]);
      }
    }),
    { numRuns: 20 },
  );
});

test('a write to a large directory copies a small part of it', () => {
  let copied = 0;
  class CountedMap extends Map<string, Node> {
    override *[Symbol.iterator](): MapIterator<[string, Node]> {
      for (const entry of super[Symbol.iterator]()) {
        copied++;
        yield entry;
      }
      return undefined;
    }
  }
  let entries: Entries = new CountedMap(filled(10_000));
  copied = 0;
  for (let i = 0; i < 100; i++) entries = withEntry(entries, `new-${i}`, node(''));
  expect(copied).toBe(0);
  expect(entries.size).toBe(10_100);
  expect(withoutEntry(noEntries, 'x')).toBe(noEntries);
});
