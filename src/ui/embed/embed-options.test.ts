import { expect, test } from 'vitest';
import { readEmbed } from './embed-options.ts';

test('an address names scenario, parts, theme and language', () => {
  expect(readEmbed('#/embed/golden?parts=terminal,diagram&theme=deep&lang=zh')).toEqual({ scenario: 'golden', lesson: '', parts: ['diagram', 'terminal'], theme: 'deep', language: 'zh' });
});

test('a name that nothing has stays an embed, which says so', () => {
  expect(readEmbed('#/embed/a/b?parts=diagram')).toMatchObject({ scenario: 'a/b', parts: ['diagram'] });
});

test('a lesson is named below its folder, and asks for parts like a scenario', () => {
  expect(readEmbed('#/embed/lesson/rolling-update?parts=terminal')).toMatchObject({ lesson: 'rolling-update', parts: ['terminal'] });
  expect(readEmbed('#/embed/lesson/../x')).toMatchObject({ lesson: '' });
});

test('what is missing or unknown is the usual', () => {
  const usual = { scenario: 'default', lesson: '', parts: ['diagram', 'controls'], theme: 'auto', language: undefined };
  expect(readEmbed('#/embed/default')).toEqual(usual);
  expect(readEmbed('#/embed/default?parts=header&theme=pink&lang=xx')).toEqual(usual);
});

test.each(['', '#s=abc', '#/embed/', '#/lesson/a'])('%j is no embed', (hash) => {
  expect(readEmbed(hash)).toBeUndefined();
});
