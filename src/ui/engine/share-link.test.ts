import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkShared, packSession, unpackSession } from './share-link.ts';

test('what is packed into an address comes out as it was, whatever was typed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 20 }), fc.string(), async (lines, seed) => {
      const inputs = lines.map((text, i) => ({ atMs: i, step: i, do: { do: 'line' as const, tty: 't1', text } }));
      const shared = { session: { engine: '1', seed, scenario: 'default', epochMs: 5, inputs }, hash: 'ab', snapshot: lines.join('\n') };
      const hash = await packSession(shared);
      expect(hash).toMatch(/^#s=[\w-]*$/);
      expect(await unpackSession(hash)).toEqual(shared);
    }),
    { numRuns: 30 },
  );
});

test('another hash is none of ours, a broken one is an error', async () => {
  expect(await unpackSession('#/embed/lesson')).toBeUndefined();
  await expect(unpackSession('#s=AAAA')).rejects.toThrow(/./);
  expect(() => checkShared({ session: { scenario: 'x' } })).toThrow('not a session');
  expect(() => checkShared(null)).toThrow('not a session');
});
