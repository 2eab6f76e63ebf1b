import { expect, test } from 'vitest';
import type { Act } from '../../client/index.ts';
import { Spotlight, spokenOf, type Lit } from './spotlight.ts';

function setUp() {
  let now = 0;
  let timer: { at: number; fn: () => void } | undefined;
  const shown: Lit[] = [];
  const light = new Spotlight({
    show: (lit) => shown.push(lit),
    now: () => now,
    later: (ms, fn) => {
      const made = { at: now + ms, fn };
      timer = made;
      return () => {
        if (timer === made) timer = undefined;
      };
    },
  });
  const pass = (ms: number) => {
    const end = now + ms;
    while (timer && timer.at <= end) {
      now = timer.at;
      const { fn } = timer;
      timer = undefined;
      fn();
    }
    now = end;
  };
  return { light, pass, last: () => shown.at(-1)! };
}

function act(id: number, change: Partial<Act> = {}): Act {
  return { id, atMs: 0, actor: 'a', act: 'create', code: 'c', args: {}, from: 'components/x', about: 'pods/1', read: [], ...change };
}

test('what a hand breaks is spoken of, though no object shows it', () => {
  const broken = act(1, { actor: 'you', act: 'fault', code: 'fault-break-image', about: '' });
  expect(spokenOf([broken, act(2, { about: '' })], 'cluster', true)).toEqual([broken]);
});

test('the last three deeds are arrows for a moment, the last is the caption', () => {
  const { light, pass, last } = setUp();
  light.heard([act(1), act(2), act(3), act(4)], true);
  expect(last().arrows.map((a) => a.id)).toEqual([2, 3, 4]);
  expect(last().caption?.id).toBe(4);
  pass(2_500);
  expect(last().arrows).toEqual([]);
  expect(last().caption?.id).toBe(4);
  pass(10_000);
  expect(last().caption).toBeUndefined();
});

test('a caption stays long enough to be read, then the newest follows', () => {
  const { light, pass, last } = setUp();
  light.heard([act(1)], true);
  pass(500);
  light.heard([act(2)], true);
  light.heard([act(3)], true);
  expect(last().caption?.id).toBe(1);
  pass(1_100);
  expect(last().caption?.id).toBe(3);
});

test('while paused the last act stays, and a step replaces it at once', () => {
  const { light, pass, last } = setUp();
  light.heard([act(1)], false);
  pass(60_000);
  expect(last()).toMatchObject({ caption: { id: 1 }, arrows: [{ id: 1 }] });
  light.heard([act(2)], false);
  expect(last().caption?.id).toBe(2);
});

test('reports are not spoken of, and what is inside machines only when one looks inside', () => {
  const ids = (...spoken: Parameters<typeof spokenOf>) => spokenOf(...spoken).map((a) => a.id);
  const acts = [act(1), act(2, { act: 'update-status' }), act(3, { about: '', act: 'typed' }), act(4, { about: 'images/x' })];
  expect(ids(acts, 'cluster', true)).toEqual([1, 3]);
  expect(ids(acts, 'host', true)).toEqual([1, 3, 4]);
});

test('a step that did nothing but report is told all the same: no step leaves the sentence of the one before', () => {
  const report = act(2, { act: 'update-status' });
  expect(spokenOf([report], 'cluster', true)).toEqual([]);
  expect(spokenOf([report], 'cluster', false)).toEqual([report]);
  expect(spokenOf([act(1), report], 'cluster', false)).toEqual([act(1)]);
});
