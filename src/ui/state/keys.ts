// Keys that work everywhere but where text is typed, as data: the palette and the help list them from here.
import { leaveByKey } from '../layout/next-panel.ts';
import type { Actions } from './actions.ts';
import type { PageStore } from './store.ts';

export type KeyName = 'play' | 'stepEvent' | 'stepAct' | 'previousAct' | 'nextAct' | 'palette' | 'out' | 'faster' | 'slower' | 'settle' | 'now';

export interface KeyBinding {
  readonly name: KeyName;
  readonly keys: string; // as shown
  readonly matches: (event: KeyboardEvent) => boolean;
  readonly run: (actions: Actions, store: PageStore) => void;
  readonly inText?: boolean; // works while text is typed as well
}

const plain = (event: KeyboardEvent) => !event.ctrlKey && !event.metaKey && !event.altKey;

export const KEYS: readonly KeyBinding[] = [
  { name: 'palette', keys: 'Ctrl K', inText: true, matches: (e) => (e.ctrlKey || e.metaKey) && !e.altKey && e.key.toLowerCase() === 'k', run: (a, s) => a.palette(s.getState().palette === undefined ? '' : undefined) },
  { name: 'play', keys: 'Space', matches: (e) => plain(e) && e.key === ' ', run: (a) => a.togglePlay() },
  { name: 'stepAct', keys: 'Shift .', matches: (e) => plain(e) && (e.key === '>' || (e.key === '.' && e.shiftKey)), run: (a) => a.step('act') },
  { name: 'stepEvent', keys: '.', matches: (e) => plain(e) && e.key === '.' && !e.shiftKey, run: (a) => a.step('event') },
  { name: 'previousAct', keys: '[', matches: (e) => plain(e) && e.key === '[', run: (a) => a.neighbour(-1) },
  { name: 'nextAct', keys: ']', matches: (e) => plain(e) && e.key === ']', run: (a) => a.neighbour(1) },
  { name: 'faster', keys: '+', matches: (e) => plain(e) && (e.key === '+' || e.key === '='), run: (a) => a.faster() },
  { name: 'slower', keys: '-', matches: (e) => plain(e) && e.key === '-', run: (a) => a.slower() },
  { name: 'settle', keys: 'e', matches: (e) => plain(e) && e.key === 'e', run: (a) => a.settle() },
  { name: 'now', keys: 'n', matches: (e) => plain(e) && e.key === 'n', run: (a) => a.backToNow() },
  { name: 'out', keys: 'Esc', matches: (e) => plain(e) && e.key === 'Escape', run: (a) => a.escape() },
];

/** True where keys are text: fields, the editor, the terminal. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.closest('input:not([type=range]):not([type=checkbox]), textarea, select, [contenteditable], .xterm, .monaco-editor') !== null;
}

/** True where a key has a meaning of its own: space on a button presses it. */
function isPressed(event: KeyboardEvent): boolean {
  return event.key === ' ' && event.target instanceof HTMLElement && event.target.closest('button, a, summary, [role=button], [role=treeitem], [role=slider]') !== null;
}

/** Keys while the palette is on its way are for its field, wherever the focus still is. */
export function typeAhead(event: KeyboardEvent, actions: Actions, store: PageStore): void {
  const sought = store.getState().palette;
  if (sought === undefined || !plain(event) || event.key === 'Escape' || document.querySelector('.palette')) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (event.key.length === 1) actions.palette(sought + event.key);
}

export function handleKey(event: KeyboardEvent, actions: Actions, store: PageStore): void {
  if (event.defaultPrevented || event.isComposing || leaveByKey(event)) return;
  const typing = isTyping(event.target);
  const binding = KEYS.find((key) => (!typing || key.inText) && key.matches(event));
  if (!binding || isPressed(event)) return;
  event.preventDefault();
  binding.run(actions, store);
}
