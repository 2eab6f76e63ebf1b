// The palette: type a few letters, choose, done. Finds every object, place, act and setting.
import { useEffect, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { lessonEntries } from '../lesson/lesson-menu.tsx';
import { usePage, usePageState, useWords } from '../page-context.ts';
import { findEntries, paletteEntries, type Entry } from './palette-entries.ts';
import './palette.css';

const SHOWN_MAX = 40;

export function Palette() {
  const w = useWords();
  const { actions, lessons, store } = usePage();
  const dialog = useRef<HTMLDialogElement>(null);
  const query = usePageState((state) => state.palette ?? '');
  const [chosen, choose] = useState(0);
  const entries = useMemo(() => [...paletteEntries(store.getState()), ...lessonEntries(lessons, store.getState().settings.language, w.lesson.minutes)], [store, lessons, w]);
  const found = useMemo(() => findEntries(entries, query, SHOWN_MAX), [entries, query]);
  // Before the next key, which is for its field.
  useLayoutEffect(() => {
    const element = dialog.current!;
    element.showModal();
    const onDown = (event: PointerEvent) => {
      if (event.target === element) actions.palette(undefined);
    };
    element.addEventListener('pointerdown', onDown);
    return () => element.removeEventListener('pointerdown', onDown);
  }, [actions]);

  const run = (entry: Entry | undefined) => {
    if (!entry) return;
    actions.palette(undefined);
    entry.run(actions, store);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const count = Math.max(1, found.length);
    if (event.key === 'ArrowDown') choose((chosen + 1) % count);
    else if (event.key === 'ArrowUp') choose((chosen + count - 1) % count);
    else if (event.key === 'Enter') run(found[chosen]);
    else return;
    event.preventDefault();
  };

  return (
    <dialog className="palette" ref={dialog} aria-label={w.palette.label} onClose={() => actions.palette(undefined)}>
      <input
        type="text"
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={found.length > 0 ? `palette-${chosen}` : undefined}
        aria-label={w.palette.label}
        placeholder={w.palette.placeholder}
        autoComplete="off"
        spellCheck={false}
        value={query}
        onChange={(event) => {
          actions.palette(event.target.value);
          choose(0);
        }}
        onKeyDown={onKeyDown}
      />
      <Found found={found} chosen={chosen} run={run} />
      <p className="palette-hint quiet">{w.palette.hint}</p>
    </dialog>
  );
}

function Found({ found, chosen, run }: { readonly found: readonly Entry[]; readonly chosen: number; readonly run: (entry: Entry) => void }) {
  const w = useWords();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [chosen, found]);
  if (found.length === 0) return <p className="palette-none">{w.palette.nothing}</p>;
  return (
    <div id="palette-list" className="palette-list" role="listbox" tabIndex={-1} ref={list} aria-label={w.palette.label}>
      {found.map((entry, i) => (
        // The input keeps the focus: its keys choose and run.
        <button key={`${entry.group} ${entry.title} ${entry.note}`} type="button" id={`palette-${i}`} className="palette-option" role="option" tabIndex={-1} aria-selected={i === chosen} onClick={() => run(entry)}>
          <span className="palette-title">{entry.title}</span>
          <span className="palette-note quiet">{entry.note}</span>
          {entry.keys === '' ? null : <kbd>{entry.keys}</kbd>}
          <span className="palette-group quiet">{w.palette.groups[entry.group]}</span>
        </button>
      ))}
    </div>
  );
}
