// Everything the palette finds, as data: objects of the world, what the page can do, settings, places, files.
import { rowKey, type Mirror, type RowKey } from '../../client/index.ts';
import { NAMED_TABLES, nameOfRow } from '../inspector/row-names.ts';
import { followCommand } from '../diagram/over/follow-command.ts';
import { viewport } from '../diagram/viewport.ts';
import { focusWithin } from '../layout/focus-within.ts';
import { WORLDS } from '../layout/worlds.ts';
import type { Actions } from '../state/actions.ts';
import { KEYS } from '../state/keys.ts';
import type { PageState, PageStore } from '../state/store.ts';
import { SPEEDS } from '../state/time-actions.ts';
import type { Words } from '../words/en.ts';

export interface Entry {
  readonly group: keyof Words['palette']['groups'];
  readonly title: string;
  readonly note: string;
  readonly keys: string;
  readonly run: (actions: Actions, store: PageStore) => void;
}

const OBJECTS_MAX = 2_000;

export function paletteEntries(state: PageState): Entry[] {
  return [...suggestionEntries(state), ...actionEntries(state), ...objectEntries(state.mirror, state.words), ...placeEntries(state), ...settingEntries(state)];
}

/** A command at a time: each has its moment to be looked at before the next. */
function suggestionEntries({ session, words, mirror }: PageState): Entry[] {
  return (session?.suggestions ?? []).flatMap(({ code, commands }) =>
    commands.map((command, i): Entry => ({
      group: 'suggestions',
      title: `${commands.length > 1 ? `${i + 1}/${commands.length} ` : ''}${words.suggestions.titles[code] ?? code}`,
      note: command,
      keys: '',
      run(actions) {
        const place = followCommand(command, mirror, session?.homeHost ?? '');
        if (place) actions.walkTo(place);
        actions.run(command);
      },
    })),
  );
}

function actionEntries({ words, presenting, asText, undo, session, mirror }: PageState): Entry[] {
  const entry = (title: string, run: Entry['run'], keys = '', note = ''): Entry => ({ group: 'actions', title, note, keys, run });
  return [
    ...KEYS.filter((key) => key.name !== 'palette').map((key) => entry(words.keys[key.name], key.run, key.keys)),
    ...mirror.list('hosts').filter((host) => host.up).map((host) => entry(words.terminal.open, (a) => void a.openTerminal(host.id), '', host.id)),
    entry(words.path.fit, () => viewport.fit()),
    entry(asText ? words.path.asPicture : words.path.asText, (a) => a.asText(!asText)),
    entry(presenting ? words.header.stopPresenting : words.header.present, (a) => a.present(!presenting)),
    entry(words.header.reset, (a) => a.reset(), '', words.header.resetTitle),
    ...(undo ? [entry(undo.what === 'reset' ? words.header.undoReset : words.header.back, (a) => a.undoReset())] : []),
    ...WORLDS.filter((name) => session && name !== session.scenario).map((name) => entry(`${words.header.world}: ${words.worlds[name]}`, (a) => a.switchWorld(name), '', words.header.worldTitle)),
  ];
}

function objectEntries(mirror: Mirror, words: Words): Entry[] {
  const entries: Entry[] = [];
  for (const table of NAMED_TABLES) {
    for (const row of mirror.list(table)) {
      if (entries.length >= OBJECTS_MAX) return entries;
      const kind = 'kind' in row ? row.kind : words.kinds[table];
      const where = 'namespace' in row ? row.namespace : 'host' in row && table !== 'nodes' ? row.host : '';
      entries.push({ group: 'objects', title: nameOfRow(table, row), note: [kind, where].filter(Boolean).join(' · '), keys: '', run: (a) => inspectAndEnter(a, rowKey(table, row.id)) });
    }
  }
  return entries;
}

/** Who seeks by keys goes on by keys: in what he sought, not where he came from. */
function inspectAndEnter(actions: Actions, about: RowKey): void {
  actions.inspect(about, 'summary');
  focusWithin('inspector', '[role=tab][aria-selected=true]');
}

function placeEntries({ mirror, words }: PageState): Entry[] {
  return [
    ...mirror.list('clusters').map((cluster): Entry => ({ group: 'places', title: cluster.id, note: words.kinds.clusters, keys: '', run: (a) => a.walkTo({ lens: 'cluster', cluster: cluster.id }) })),
    ...mirror.list('hosts').map((host): Entry => ({ group: 'places', title: host.id, note: words.kinds.hosts, keys: '', run: (a) => a.walkTo({ lens: 'host', host: host.id }) })),
  ];
}

function settingEntries({ words, settings }: PageState): Entry[] {
  const entry = (title: string, note: string, run: Entry['run']): Entry => ({ group: 'settings', title, note, keys: '', run });
  const themes = (['auto', 'paper', 'deep'] as const).filter((theme) => theme !== settings.theme);
  const panels = (['editor', 'terminal', 'events'] as const).map((panel) => {
    const name = words.panels[panel];
    return entry(settings.folded[panel] ? words.panels.unfold(name) : words.panels.fold(name), '', (a) => a.fold(panel));
  });
  return [
    ...themes.map((theme) => entry(`${words.header.theme}: ${words.header.themes[theme]}`, '', (a) => a.set({ theme }))),
    entry(words.otherLanguage, '', (a) => a.language(settings.language === 'en' ? 'zh' : 'en')),
    ...panels,
    entry(settings.namespaces === 'all' ? words.path.hideSystem : words.path.showSystem, 'kube-*', (a) => a.set({ namespaces: settings.namespaces === 'all' ? 'own' : 'all' })),
    entry(settings.screenReader ? words.terminal.silent : words.terminal.spoken, words.panels.terminal, (a) => a.set({ screenReader: !settings.screenReader })),
    ...(settings.welcomed ? [entry(words.suggestions.title, '', (a) => a.set({ welcomed: false }))] : []),
    ...SPEEDS.map((speed) => entry(`${words.time.speed}: ${speed}×`, '', (a) => a.speed(speed))),
  ];
}

/** How well a text fits what was typed: every part of it must be found; beginnings of words weigh more. 0 is not at all. */
export function fitness(text: string, query: string): number {
  const where = text.toLowerCase();
  let total = 1;
  for (const part of query.toLowerCase().split(/\s+/)) {
    if (part === '') continue;
    const at = where.indexOf(part);
    if (at < 0) return 0;
    total += part.length * (at === 0 ? 4 : /[\s\-/.:]/.test(where[at - 1]!) ? 2 : 1);
  }
  return total;
}

export function findEntries(entries: readonly Entry[], query: string, max: number): Entry[] {
  if (query.trim() === '') return entries.filter((entry) => entry.group !== 'objects').slice(0, max);
  return entries
    .map((entry) => ({ entry, fit: 2 * fitness(entry.title, query) || fitness(`${entry.title} ${entry.note}`, query) }))
    .filter(({ fit }) => fit > 0)
    .sort((a, b) => b.fit - a.fit)
    .slice(0, max)
    .map(({ entry }) => entry);
}
