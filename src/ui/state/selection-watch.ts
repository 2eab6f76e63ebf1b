// Who wants to know whether one thing is selected: hundreds are on the diagram, and only two of them are concerned when that changes.
import type { RowKey } from '../../client/index.ts';
import type { PageStore } from './store.ts';

type Listener = () => void;

class SelectionWatch {
  private readonly listeners = new Map<RowKey | '', Set<Listener>>();

  constructor(store: PageStore) {
    let { selection } = store.getState();
    store.subscribe((state) => {
      if (state.selection === selection) return;
      const before = selection;
      selection = state.selection;
      for (const about of [before, selection]) for (const listener of this.listeners.get(about) ?? []) listener();
    });
  }

  on(about: RowKey, listener: Listener): () => void {
    let set = this.listeners.get(about);
    if (!set) this.listeners.set(about, (set = new Set()));
    set.add(listener);
    return () => {
      set.delete(listener);
      if (set.size === 0 && this.listeners.get(about) === set) this.listeners.delete(about);
    };
  }
}

const watches = new WeakMap<PageStore, SelectionWatch>();

export function onSelected(store: PageStore, about: RowKey, listener: Listener): () => void {
  let watch = watches.get(store);
  if (!watch) watches.set(store, (watch = new SelectionWatch(store)));
  return watch.on(about, listener);
}
