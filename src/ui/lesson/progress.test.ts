import { expect, test } from 'vitest';
import { readProgress, writeProgress } from './progress.ts';

const storing = (text: string | null) => ({ getItem: () => text });

test('what was written is read again', () => {
  let kept = '';
  writeProgress({ setItem: (_, text) => void (kept = text) }, { open: 'a', step: 2, passed: { a: ['one'] }, starts: [null, { inputs: 3, nowMs: 120 }] });
  expect(readProgress(storing(kept))).toEqual({ open: 'a', step: 2, passed: { a: ['one'] }, starts: [null, { inputs: 3, nowMs: 120 }] });
});

test.each([null, '{', '[]', '{"open":3,"step":-1,"passed":{"a":"one","b":[1]},"starts":{}}'])('nothing usable is no progress: %s', (text) => {
  expect(readProgress(storing(text))).toEqual({ open: '', step: 0, passed: {}, starts: [] });
});
