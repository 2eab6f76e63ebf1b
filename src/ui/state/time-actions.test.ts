import { expect, test, vi } from 'vitest';
import { Client, CLOCK_BEFORE_OPENING, NO_MOMENTS, type Act, type FromEngine, type ToEngine } from '../../client/index.ts';
import { makeTimeActions } from './time-actions.ts';
import { createPageStore, type PageState } from './store.ts';

function setUp() {
  const posted: ToEngine[] = [];
  let say: (message: FromEngine) => void = () => {};
  const client = new Client({ post: (m) => posted.push(m), listen: (fn) => (say = fn), close() {} }, { afterDrawing: (fn) => fn(), heard() {}, trips() {}, files() {}, journalled() {} });
  const store = createPageStore({ client, mirror: client.mirror, past: undefined, caption: undefined, arrows: [], place: { lens: 'cluster', cluster: 'c' }, inspector: { open: false } } as unknown as PageState);
  const actions = makeTimeActions(store, () => {});
  const acts = [3, 5, 9].map((id) => ({ id, atMs: id, act: 'create', from: 'components/c', about: 'pods/p' }) as unknown as Act);
  const rows = (playing: boolean): FromEngine => ({ type: 'rows', seq: 1, whole: false, patch: {}, clock: { ...CLOCK_BEFORE_OPENING, nowMs: 10, playing }, moments: { ...NO_MOMENTS, acts } });
  say(rows(true));
  posted.length = 0;
  const questions = () => posted.flatMap((m) => (m.type === 'query' && m.name === 'past' ? [m] : []));
  const moments = () => questions().map(({ ask: { looks: _, ...moment } }) => moment);
  const answer = async (act: number) => {
    const last = questions().at(-1)!;
    say({ type: 'answer', id: last.id, answer: { atMs: act, act, rows: { hosts: { puts: [{ id: `h${act}` } as never], drops: [] } } } as never });
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { actions, store, posted, questions, moments, answer, client, say };
}

test('looking back pauses the world and shows other rows; coming back shows the live ones', async () => {
  const { actions, store, posted, answer, client } = setUp();
  actions.lookBack({ atMs: 5 });
  expect(posted[0]).toEqual({ type: 'pause' });
  await answer(5);
  expect(store.getState().mirror.get('hosts', 'h5')).toBeDefined();
  expect(store.getState()).toMatchObject({ past: { atMs: 5, act: 5 }, caption: { id: 5 }, arrows: [{ id: 5 }] });
  actions.backToNow();
  expect(store.getState().mirror).toBe(client.mirror);
  expect(store.getState()).toMatchObject({ past: undefined, caption: undefined, arrows: [] });
});

test('while an answer is under way only the last wish is kept', async () => {
  const { actions, moments, answer } = setUp();
  for (const atMs of [1, 2, 3, 4]) actions.lookBack({ atMs });
  expect(moments()).toEqual([{ atMs: 1 }]);
  await answer(1);
  expect(moments()).toEqual([{ atMs: 1 }, { atMs: 4 }]);
});

test('a look that takes long is given up for another, and when somebody goes back to now', async () => {
  const { actions, store, posted, questions, moments, answer } = setUp();
  const wall = vi.spyOn(performance, 'now').mockReturnValue(1_000);
  actions.lookBack({ atMs: 8 });
  wall.mockReturnValue(1_400);
  actions.lookBack({ atMs: 2 });
  await Promise.resolve();
  expect(posted).toContainEqual({ type: 'cancel', id: questions()[0]!.id });
  await vi.waitFor(() => expect(moments()).toEqual([{ atMs: 8 }, { atMs: 2 }]));
  await answer(2);
  expect(store.getState().past).toEqual({ atMs: 2, act: 2 });
  actions.lookBack({ atMs: 1 });
  actions.backToNow();
  expect(posted.at(-1)).toEqual({ type: 'cancel', id: questions()[2]!.id });
  actions.lookBack({ atMs: 5 });
  await vi.waitFor(() => expect(questions()).toHaveLength(4));
  await answer(5);
  expect(store.getState().past).toEqual({ atMs: 5, act: 5 });
  wall.mockRestore();
});

test('while a moment is sought, its time is known at once and what is shown stays of the moment before', async () => {
  const { actions, store, answer } = setUp();
  actions.lookBack({ atMs: 5 });
  await answer(5);
  expect(store.getState().past).toEqual({ atMs: 5, act: 5 });
  actions.lookBack({ atMs: 3 });
  actions.lookBack({ atMs: 2 });
  expect(store.getState().past).toEqual({ atMs: 5, act: 5, soughtMs: 2 });
  await answer(3);
  expect(store.getState().past).toEqual({ atMs: 3, act: 3, soughtMs: 2 });
  await answer(2);
  expect(store.getState().past).toEqual({ atMs: 2, act: 2 });
});

test('what is looked at then is asked for with the moment, and again elsewhere', async () => {
  const { actions, store, questions, answer } = setUp();
  actions.lookBack({ atMs: 5 });
  await answer(5);
  store.setState({ place: { lens: 'stack', of: 'laptop/c1', folder: '/etc' } });
  expect(questions().at(-1)!.ask).toEqual({ atMs: 5, looks: [{ at: 'files', container: 'laptop/c1', folder: '/etc' }] });
  await answer(5);
  actions.backToNow();
  store.setState({ place: { lens: 'host', host: 'laptop' } });
  expect(questions()).toHaveLength(2);
});

test('an answer that comes after going back to now changes nothing', async () => {
  const { actions, store, answer, client } = setUp();
  actions.lookBack({ atMs: 5 });
  actions.backToNow();
  await answer(5);
  expect(store.getState().mirror).toBe(client.mirror);
});

test('brackets walk from act to act, and past the last one back to now', async () => {
  const { actions, store, moments, answer } = setUp();
  actions.neighbour(-1);
  expect(moments().at(-1)).toEqual({ act: 9 });
  await answer(9);
  actions.neighbour(-1);
  expect(moments().at(-1)).toEqual({ act: 5 });
  await answer(5);
  actions.neighbour(1);
  expect(moments().at(-1)).toEqual({ act: 9 });
  await answer(9);
  actions.neighbour(1);
  expect(store.getState().past).toBeUndefined();
});
