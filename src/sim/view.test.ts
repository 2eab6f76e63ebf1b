import { describe, expect, it } from 'vitest';
import { Clock } from './clock.ts';
import { Store } from './store.ts';
import { View } from './view.ts';

function make(changesKept: number) {
  const store = new Store<{ n: number }>('test', new Clock(), { changesKept });
  const view = new View(store);
  const told: string[] = [];
  return { store, view, told };
}

describe('view', () => {
  it('cut off, it stays where it was; reconnected, it hears what it missed once', () => {
    const { store, view, told } = make(1000);
    store.put('t/a', { n: 1 }, 0);
    view.subscribe({ table: 't' }, (key) => told.push(key));
    expect(told).toEqual(['t/a']);
    view.disconnect();
    store.put('t/b', { n: 1 }, 0);
    store.delete('t/a', 0);
    expect(view.get('t/a')).toEqual({ n: 1 });
    expect(view.keys('t')).toEqual(['t/a']);
    expect(told).toEqual(['t/a']);
    view.reconnect();
    expect(told).toEqual(['t/a', 't/b', 't/a']);
    expect(view.keys('t')).toEqual(['t/b']);
  });

  it('lists anew when what it missed is no longer kept, and tells of what has gone', () => {
    const { store, view, told } = make(1);
    store.put('t/a', { n: 1 }, 0);
    view.subscribe({ table: 't' }, (key) => told.push(key));
    view.disconnect();
    store.delete('t/a', 0);
    for (let n = 0; n < 5; n++) store.put('t/b', { n }, 0);
    told.length = 0;
    view.reconnect();
    expect(told.sort()).toEqual(['t/a', 't/b']);
    store.put('t/c', { n: 1 }, 0);
    expect(told).toContain('t/c');
  });
});
