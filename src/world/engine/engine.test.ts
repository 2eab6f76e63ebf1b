import { afterEach, expect, test } from 'vitest';
import type { Answer, FromEngine, SessionRecord } from '../../client/index.ts';
import { loadAsset } from '../assets.ts';
import { inputCode } from '../input-code.ts';
import { ENGINE } from '../session.ts';
import { Engine } from './engine.ts';

afterEach(() => loadAsset(inputCode.name));

const later = () => new Promise((done) => setTimeout(done, 20));
const time = { nowMs: () => performance.now(), later: (ms: number, run: () => void) => void setTimeout(run, ms) };

test('what cannot be loaded freezes the session, is tried again when asked for, and nothing that was typed is lost', async () => {
  inputCode.accept(undefined as never); // as in a browser that has not fetched it yet
  const heard: FromEngine[] = [];
  let reachable = false;
  const load = (name: string) => (reachable ? loadAsset(name) : Promise.reject(new Error('no network')));
  const engine = new Engine({ time, load, post: (message) => heard.push(message) });
  engine.receive({ type: 'open', opening: { from: 'scenario', scenario: 'default', seed: 'frozen' }, playing: false, speed: 1 });
  await later();
  engine.receive({ type: 'input', id: 1, input: { do: 'open-tty', tty: 't1', host: 'laptop', rows: 24, cols: 80 } });
  await later();
  const of = (type: FromEngine['type']) => heard.filter((message) => message.type === type);
  expect(of('needs')).toMatchObject([{ asset: inputCode.name, state: 'failed', message: 'no network' }]);
  engine.receive({ type: 'retry' });
  await later();
  expect(of('needs')).toHaveLength(2);
  expect(of('accepted')).toEqual([]);
  reachable = true;
  engine.receive({ type: 'retry' });
  await later();
  expect(of('needs').at(-1)).toMatchObject({ state: 'loaded' });
  expect(of('accepted')).toHaveLength(1);
  expect(of('crashed')).toEqual([]);
  engine.receive({ type: 'open', opening: { from: 'scenario', scenario: 'no such', seed: 's' }, playing: false, speed: 1 }); // which ends the pump of the first
  await later();
  expect(of('crashed')).toHaveLength(1);
});

test('a long look back lets others in, one look follows the other, and one that is given up is not answered', async () => {
  const heard: FromEngine[] = [];
  const engine = new Engine({ time, load: loadAsset, post: (message) => heard.push(message) });
  const until = async (type: FromEngine['type'], n = 1) => {
    while (heard.filter((message) => message.type === type).length < n) await later();
  };
  const record: SessionRecord = { engine: ENGINE, seed: 'long', scenario: 'default', epochMs: 0, inputs: [] };
  engine.receive({ type: 'open', opening: { from: 'session', session: record, untilMs: 3_000_000 }, playing: false, speed: 1 });
  await until('opened');
  heard.length = 0;
  engine.receive({ type: 'query', id: 1, name: 'past', ask: { atMs: 2_990_000, looks: [] } });
  engine.receive({ type: 'query', id: 2, name: 'past', ask: { atMs: 2_995_000, looks: [] } });
  engine.receive({ type: 'query', id: 3, name: 'past', ask: { atMs: 150_000, looks: [] } });
  engine.receive({ type: 'query', id: 4, name: 'past', ask: { atMs: 160_000, looks: [{ at: 'processes', host: 'laptop' }] } });
  await later(); // it has begun
  engine.receive({ type: 'cancel', id: 1 });
  engine.receive({ type: 'cancel', id: 3 });
  engine.receive({ type: 'ping', id: 5 });
  engine.receive({ type: 'query', id: 6, name: 'folder', ask: { host: 'laptop', path: '/home/student' } });
  engine.receive({ type: 'input', id: 7, input: { do: 'open-tty', tty: 't1', host: 'laptop', rows: 24, cols: 80 } });
  await until('answer', 3);
  expect(heard.filter(({ type }) => ['pong', 'accepted', 'answer'].includes(type)).map((message) => 'id' in message && message.id)).toEqual([5, 7, 6, 2, 4]);
  const moments = heard.flatMap((message) => (message.type === 'answer' && message.id !== 6 ? [message.answer as Answer<'past'>] : []));
  expect(moments.map(({ atMs, rows }) => [atMs, rows.nodes?.puts.length])).toEqual([[2_995_000, 4], [160_000, 4]]);
  expect(moments.map(({ rows }) => (rows.processes?.puts.length ?? 0) > 0)).toEqual([false, true]); // as far as they are looked at
  expect(heard.filter(({ type }) => type === 'crashed' || type === 'refused')).toEqual([]);
  engine.receive({ type: 'open', opening: { from: 'scenario', scenario: 'no such', seed: 's' }, playing: false, speed: 1 });
  await until('crashed');
});

test('while an earlier moment is shown, files and objects are told as they were then', async () => {
  const heard: FromEngine[] = [];
  const engine = new Engine({ time, load: loadAsset, post: (message) => heard.push(message) });
  let id = 0;
  const ask = async (query: object) => {
    engine.receive({ type: 'query', id: ++id, ...query } as Parameters<typeof engine.receive>[0]);
    const mine = id;
    for (;;) {
      const found = heard.find((message) => message.type === 'answer' && message.id === mine);
      if (found?.type === 'answer') return found.answer;
      await later();
    }
  };
  const path = '/home/student/note';
  const save = async (text: string) => {
    const before = heard.length;
    engine.receive({ type: 'input', id: ++id, input: { do: 'save', host: 'laptop', path, text } });
    while (!heard.slice(before).some(({ type }) => type === 'accepted')) await later();
  };
  engine.receive({ type: 'open', opening: { from: 'scenario', scenario: 'default', seed: 'then' }, playing: false, speed: 1 });
  await save('then\n');
  for (let i = 0; i < 200; i++) engine.receive({ type: 'step', to: 'event' });
  await save('now\n');
  engine.receive({ type: 'input', id: ++id, input: { do: 'command', id, host: 'laptop', text: 'kubectl label node node-1 later=yes' } });
  while (!heard.some(({ type }) => type === 'command-ended')) await later();
  const inputs = heard.flatMap((message) => (message.type === 'accepted' ? [message.input.atMs] : []));
  expect(inputs[1]).toBeGreaterThan(inputs[0]!);
  const { atMs } = (await ask({ name: 'past', ask: { atMs: inputs[0], looks: [] } })) as Answer<'past'>;
  const textOf = async (thenMs?: number) => ((await ask({ name: 'file', ask: { host: 'laptop', path, ...(thenMs !== undefined && { thenMs }) } })) as Answer<'file'>)?.text;
  expect([await textOf(atMs), await textOf()]).toEqual(['then\n', 'now\n']);
  const labelled = async (thenMs?: number) => ((await ask({ name: 'object', ask: { about: 'nodes/kubarium/node-1', ...(thenMs !== undefined && { thenMs }) } })) as Answer<'object'>)?.yaml.includes('later: "yes"');
  expect([await labelled(atMs), await labelled()]).toEqual([false, true]);
  engine.receive({ type: 'query', id: ++id, name: 'file', ask: { host: 'laptop', path, thenMs: atMs + 1 } }); // not the moment that is shown
  await later();
  expect(heard.some((message) => message.type === 'answer' && message.id === id)).toBe(false);
  engine.receive({ type: 'open', opening: { from: 'scenario', scenario: 'no such', seed: 's' }, playing: false, speed: 1 });
  while (!heard.some(({ type }) => type === 'crashed')) await later();
});

test('a look back that takes long tells how far it is, and that it is over', async () => {
  const heard: FromEngine[] = [];
  let wallMs = 0; // each look at the clock finds that it has been slow
  const engine = new Engine({ time: { ...time, nowMs: () => (wallMs += 50) }, load: loadAsset, post: (message) => heard.push(message) });
  const record: SessionRecord = { engine: ENGINE, seed: 'long', scenario: 'default', epochMs: 0, inputs: [] };
  engine.receive({ type: 'open', opening: { from: 'session', session: record, untilMs: 1_500_000 }, playing: false, speed: 1 });
  while (!heard.some(({ type }) => type === 'opened')) await later();
  engine.receive({ type: 'query', id: 1, name: 'past', ask: { atMs: 1_400_000, looks: [] } });
  while (!heard.some(({ type }) => type === 'answer')) await later();
  const told = heard.flatMap((message) => (message.type === 'work' && message.what === 'past' ? [message] : []));
  expect(told.length).toBeGreaterThan(1);
  expect(told[0]).toMatchObject({ ofMs: 1_400_000, done: false });
  expect(told.filter(({ done }) => done)).toEqual([told.at(-1)]);
  engine.receive({ type: 'open', opening: { from: 'scenario', scenario: 'no such', seed: 's' }, playing: false, speed: 1 });
  while (!heard.some(({ type }) => type === 'crashed')) await later();
});
