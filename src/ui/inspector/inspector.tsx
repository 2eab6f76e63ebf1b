// The inspector: what is selected, in four views. It slides over the diagram's right edge and comes on demand.
import { ArrowRightToLine, X } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef, type KeyboardEvent, type RefObject } from 'react';
import { splitKey, type RowKey } from '../../client/index.ts';
import { focusWithin } from '../layout/focus-within.ts';
import { Splitter } from '../layout/splitter.tsx';
import { useActions, useClient, usePageState, useWords } from '../page-context.ts';
import { useRow } from '../rows/use-rows.ts';
import { intoRow } from '../state/place.ts';
import type { InspectorTab } from '../state/store.ts';
import { EventsTab } from './events-tab.tsx';
import { nameOfRow } from './row-names.ts';
import { SummaryTab } from './summary-tab.tsx';
import { WhyTab } from './why-tab.tsx';
import { YamlTab } from './yaml-tab.tsx';
import './inspector.css';

const TABS: readonly InspectorTab[] = ['summary', 'yaml', 'why', 'events'];

export function Inspector() {
  const w = useWords();
  const actions = useActions();
  const about = usePageState((state) => state.selection);
  const width = usePageState((state) => state.settings.sizes.inspector);
  const wide = usePageState((state) => state.wide);
  const box = useRef<HTMLElement>(null);
  useFocusBack(box);
  return (
    <aside id="inspector" ref={box} className="inspector" aria-label={w.inspector.label} style={wide ? { width: `min(${width}px, 60%)` } : undefined}>
      {wide ? (
        <Splitter
          label={w.panels.resize(w.panels.inspector)}
          axis="x"
          value={width}
          min={280}
          max={720}
          perPixel={() => -1}
          onChange={(inspector) => actions.resize({ inspector })}
          onRestore={() => actions.restoreSize('inspector')}
          onFold={() => actions.closeInspector()}
        />
      ) : null}
      <div className="inspector-body">{about === '' ? <Nothing /> : <Subject key={about} about={about} />}</div>
    </aside>
  );
}

/** When it closes under the keys, they are on the diagram again, at its one stop. */
function useFocusBack(box: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const root = box.current;
    return () => {
      if (root?.contains(document.activeElement)) focusWithin('stage', '[data-row][tabindex="0"]');
    };
  }, [box]);
}

function Nothing() {
  const w = useWords();
  return (
    <>
      <div className="inspector-head">
        <p className="quiet">{w.inspector.nothing}</p>
        <CloseButton />
      </div>
    </>
  );
}

function Subject({ about }: { readonly about: RowKey }) {
  const w = useWords();
  const actions = useActions();
  const { table, id } = splitKey(about);
  const row = useRow(table, id);
  const mirror = usePageState((state) => state.mirror);
  const { tab, field } = usePageState((state) => state.inspector);
  const past = usePageState((state) => state.past !== undefined);
  const { mirror: live } = useClient();
  const known = row ?? live.get(table, id); // what is there now has its name at a moment when it is not
  const gone = <p className="quiet">{past ? w.inspector.notThen : w.inspector.gone}</p>;
  return (
    <>
      <div className="inspector-head">
        <h2>
          <span className="quiet">{kindOf(table, known) ?? w.kinds[table]}</span> <span className="mono">{known ? nameOfRow(table, known) : id}</span>
        </h2>
        {intoRow(about, mirror) ? (
          <button type="button" className="icon-button" aria-label={w.inspector.open} title={w.inspector.open} onClick={() => actions.walkInto(about)}>
            <ArrowRightToLine className="icon" aria-hidden="true" />
          </button>
        ) : null}
        <CloseButton />
      </div>
      <Tabs tab={tab} />
      <div className="inspector-view" role="tabpanel" aria-label={w.inspector.tabs[tab]} tabIndex={0}>
        {tab === 'summary' ? row ? <SummaryTab table={table} row={row} /> : gone : null}
        {tab === 'yaml' ? row ? <YamlTab about={about} row={row} /> : gone : null}
        {tab === 'why' ? <WhyTab about={about} field={field} /> : null}
        {tab === 'events' ? <EventsTab about={about} /> : null}
      </div>
    </>
  );
}

function kindOf(table: string, row: unknown): string | undefined {
  return table === 'owners' || table === 'objects' ? (row as { kind?: string } | undefined)?.kind : undefined;
}

function CloseButton() {
  const w = useWords();
  const actions = useActions();
  return (
    <button type="button" className="icon-button" aria-label={w.inspector.close} title={`${w.inspector.close} (Esc)`} onClick={() => actions.closeInspector()}>
      <X className="icon" aria-hidden="true" />
    </button>
  );
}

function Tabs({ tab }: { readonly tab: InspectorTab }) {
  const w = useWords();
  const actions = useActions();
  const list = useRef<HTMLDivElement>(null);
  const moved = useRef(false);
  useEffect(() => {
    if (moved.current) list.current?.querySelector<HTMLElement>('[aria-selected=true]')?.focus();
    moved.current = false;
  }, [tab]);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    moved.current = true;
    actions.inspectorTab(TABS[(TABS.indexOf(tab) + step + TABS.length) % TABS.length]!);
    event.preventDefault();
  };
  return (
    <div className="inspector-tabs" role="tablist" ref={list} tabIndex={-1} onKeyDown={onKeyDown}>
      {TABS.map((name) => (
        <button key={name} type="button" role="tab" aria-selected={tab === name} tabIndex={tab === name ? 0 : -1} onClick={() => actions.inspectorTab(name)}>
          {w.inspector.tabs[name]}
        </button>
      ))}
    </div>
  );
}
