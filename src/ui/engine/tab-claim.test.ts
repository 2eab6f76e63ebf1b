import { afterEach, expect, test, vi } from 'vitest';
import { claimPlace } from './tab-claim.ts';

type Held = (lock: Lock | null) => unknown;

/** Locks of one browser: a name is had by one, others wait or hear that it is taken. */
function makeLocks({ answers = true } = {}) {
  const waiting = new Map<string, Held[]>();
  const give = async (name: string) => {
    const [first] = waiting.get(name)!;
    await first!({ name, mode: 'exclusive' });
    waiting.get(name)!.shift();
    if (waiting.get(name)!.length > 0) void give(name);
  };
  const request = async (name: string, { ifAvailable }: LockOptions, held: Held) => {
    if (!answers) return new Promise(() => {});
    const queue = waiting.get(name) ?? [];
    waiting.set(name, queue);
    if (queue.length > 0 && ifAvailable) return held(null);
    queue.push(held);
    if (queue.length === 1) void give(name);
    return undefined;
  };
  return { request } as unknown as LockManager;
}

const makeTab = () => {
  const kept = new Map<string, string>();
  return { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) } as unknown as Storage;
};

afterEach(() => vi.useRealTimers());

test('the first tab has the session of the last visit, a further one a place of its own', async () => {
  const locks = makeLocks();
  expect(await claimPlace(locks, makeTab(), false)).toEqual({ place: 1, fresh: false });
  expect(await claimPlace(locks, makeTab(), false)).toEqual({ place: 2, fresh: true });
});

test('a copy of a tab does not wait for the place of the other, and leaves it alone when it comes free later', async () => {
  vi.useFakeTimers();
  const locks = makeLocks();
  const tab = makeTab();
  await claimPlace(locks, tab, false);
  const copy = claimPlace(locks, tab, false);
  await vi.advanceTimersByTimeAsync(400);
  expect(await copy).toEqual({ place: 2, fresh: true });
});

test('who goes away lets go of the place, and finds it again when coming back', async () => {
  const locks = makeLocks();
  const tab = makeTab();
  await claimPlace(locks, tab, false);
  dispatchEvent(new Event('pagehide')); // the page may be kept, and does not end
  expect(await claimPlace(locks, tab, false)).toEqual({ place: 1, fresh: false });
});

test('a browser that never answers does not keep the page from starting', async () => {
  vi.useFakeTimers();
  const claim = claimPlace(makeLocks({ answers: false }), makeTab(), false);
  await vi.advanceTimersByTimeAsync(600);
  expect(await claim).toEqual({ place: 1, fresh: false });
});
