import { expect, test } from 'vitest';
import { watch } from './watchdog.ts';

function setUp() {
  let turn = () => {};
  const state = { heardCount: 0, session: {} as object | undefined, pings: 0, silent: 0, stopped: false };
  const watched = {
    ping: () => void state.pings++,
    get heardCount() {
      return state.heardCount;
    },
    get session() {
      return state.session;
    },
  };
  watch(watched, () => state.silent++, (_ms, fn) => {
    turn = fn;
    return () => (state.stopped = true);
  });
  return { state, turn: () => turn() };
}

test('three turns without a word end the watch, and say so once', () => {
  const { state, turn } = setUp();
  state.heardCount = 1;
  turn();
  for (let i = 0; i < 3; i++) turn();
  expect(state.silent).toBe(0);
  turn();
  expect(state).toMatchObject({ silent: 1, pings: 4, stopped: true });
});

test('before its first word it is on its way, however long that takes; then it has longer until its world is built', () => {
  const { state, turn } = setUp();
  state.session = undefined;
  for (let i = 0; i < 100; i++) turn();
  state.heardCount = 1;
  for (let i = 0; i < 16; i++) turn();
  expect(state.silent).toBe(0);
  turn();
  expect(state.silent).toBe(1);
});

test('any word begins the count anew', () => {
  const { state, turn } = setUp();
  for (let i = 0; i < 20; i++) {
    if (i % 3 === 2) state.heardCount++;
    turn();
  }
  expect(state.silent).toBe(0);
});
