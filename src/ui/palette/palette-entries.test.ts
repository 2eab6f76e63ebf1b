import { expect, test } from 'vitest';
import { findEntries, fitness, type Entry } from './palette-entries.ts';

const entry = (title: string, note = '', group: Entry['group'] = 'objects'): Entry => ({ group, title, note, keys: '', run() {} });

test('every part of what is typed must be found, beginnings of words first', () => {
  expect(fitness('web-6f5d-x2x4q', 'web zz')).toBe(0);
  expect(fitness('web-6f5d', 'we')).toBeGreaterThan(fitness('my-web', 'we'));
  expect(fitness('my-web', 'we')).toBeGreaterThan(fitness('owe', 'we'));
});

test('a name weighs more than a note, and nothing typed shows what can be done rather than what there is', () => {
  const entries = [entry('cache', 'Pod · web'), entry('web', 'Deployment'), entry('Play or pause', '', 'actions')];
  expect(findEntries(entries, 'web', 9).map((e) => e.title)).toEqual(['web', 'cache']);
  expect(findEntries(entries, ' ', 9).map((e) => e.title)).toEqual(['Play or pause']);
  expect(findEntries(entries, 'deploy', 9).map((e) => e.title)).toEqual(['web']);
});
