// The menu of a thing on the diagram: by the right button, the menu key, or a long press.
import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import { splitKey } from '../../client/index.ts';
import { nameOfRow } from '../inspector/row-names.ts';
import { usePage, usePageState, useWords } from '../page-context.ts';
import type { MenuState } from '../state/store.ts';
import { menuItems } from './menu-items.ts';
import '../layout/menu.css';

export function ContextMenu() {
  const menu = usePageState((state) => state.menu);
  return menu ? <Menu key={`${menu.about}${menu.x},${menu.y}`} menu={menu} /> : null;
}

function Menu({ menu }: { readonly menu: MenuState }) {
  const w = useWords();
  const { actions, store } = usePage();
  const box = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState({ left: menu.x, top: menu.y });
  const { mirror, client, session } = store.getState();
  const inputs = [...(client.record()?.inputs.map((stamped) => stamped.do) ?? []), ...client.unstamped];
  const faults = inputs.flatMap((input) => (input.do === 'fault' ? [input.fault] : []));
  const items = menuItems(menu.about, { mirror, words: w.menu, home: session?.homeHost ?? '', faults });
  const { table, id } = splitKey(menu.about);
  const row = mirror.get(table, id);

  useLayoutEffect(() => {
    const element = box.current!;
    const { width, height } = element.getBoundingClientRect();
    setAt({ left: Math.max(8, Math.min(menu.x, innerWidth - width - 8)), top: Math.max(8, Math.min(menu.y, innerHeight - height - 8)) });
    const before = document.activeElement;
    element.querySelector<HTMLElement>('[role=menuitem]')?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, [menu]);
  useEffect(() => {
    const onDown = (event: PointerEvent) => {
      if (!box.current?.contains(event.target as globalThis.Node)) actions.closeMenu();
    };
    document.addEventListener('pointerdown', onDown, true);
    return () => document.removeEventListener('pointerdown', onDown, true);
  }, [actions]);

  return (
    <div className="menu" role="menu" tabIndex={-1} aria-label={w.menu.label(row ? nameOfRow(table, row) : id)} ref={box} style={at} onKeyDown={(event) => moveInMenu(event, () => actions.closeMenu())}>
      {items.map((item) => (
        <button
          key={item.label}
          type="button"
          role="menuitem"
          tabIndex={-1}
          data-harsh={item.harsh}
          onClick={() => {
            actions.closeMenu();
            item.run(actions);
          }}
        >
          <span>{item.label}</span>
          {item.command === '' ? null : <code>{item.command}</code>}
          {item.byHand ? <span className="menu-note">{w.menu.byHand}</span> : null}
        </button>
      ))}
    </div>
  );
}

function moveInMenu(event: KeyboardEvent<HTMLDivElement>, close: () => void): void {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=menuitem]')];
  const here = items.indexOf(document.activeElement as HTMLElement);
  const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: -1 }[event.key];
  if (to !== undefined) items.at(to % items.length)?.focus();
  else if (event.key === 'Escape' || event.key === 'Tab') close();
  else return;
  event.preventDefault();
  event.stopPropagation();
}
