import { expect, test } from 'vitest';
import { Mirror, type ComponentRow, type HostRow } from '../../client/index.ts';
import { defaultSettings } from '../state/settings.ts';
import type { PageState } from '../state/store.ts';
import { en } from '../words/en.ts';
import { findEntries, fitness, paletteEntries, type Entry } from './palette-entries.ts';

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

test('things of one name are told apart, each machine that runs has a terminal, and a suggestion is typed command by command', () => {
  const mirror = new Mirror();
  const component = (host: string) => ({ id: `${host}/kubelet`, unit: 'kubelet', host }) as ComponentRow;
  mirror.apply({
    components: { puts: [component('a'), component('b')], drops: [] },
    hosts: { puts: [{ id: 'a', up: true } as HostRow, { id: 'b', up: false } as HostRow], drops: [] },
  });
  const session = { homeHost: 'a', scenario: 'default', suggestions: [{ code: 'layers', commands: ['docker build .', 'docker run x'] }] };
  const entries = paletteEntries({ mirror, words: en, settings: defaultSettings(['en']), session } as unknown as PageState);
  const notes = (query: string) => findEntries(entries, query, 9).map(({ note }) => note);
  expect(notes('kubelet')).toEqual(['Component · a', 'Component · b']);
  expect(notes('new terminal')).toEqual(['a']);
  expect(notes('what a delete leaves')).toEqual(['docker build .', 'docker run x']);
});
