import { expect, test } from 'vitest';
import { onSelected } from './selection-watch.ts';
import { createPageStore, type PageState } from './store.ts';

test('only what is selected and what was are told, and nobody who has left', () => {
  const store = createPageStore({ selection: '' } as PageState);
  const told: string[] = [];
  const leave = ['a', 'b', 'c'].map((id) => onSelected(store, `pods/${id}`, () => told.push(id)));
  store.setState({ selection: 'pods/a' });
  store.setState({ selection: 'pods/b' });
  store.setState({ work: undefined });
  expect(told).toEqual(['a', 'a', 'b']);
  leave[1]!();
  store.setState({ selection: 'pods/c' });
  expect(told).toEqual(['a', 'a', 'b', 'c']);
});
