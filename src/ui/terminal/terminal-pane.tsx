// The terminals of the page: tabs of shells on the world's hosts, each with its screen and its line editor. What draws them is
// fetched when the first one is shown.
import { use, useEffect, useLayoutEffect, useRef } from 'react';
import { HintBar } from '../hints/hint-bar.tsx';
import { FoldButton } from '../layout/fold-button.tsx';
import { PaneSlot } from '../layout/pane-slot.tsx';
import { useClient, usePage, usePageState, useWords } from '../page-context.ts';
import type { TerminalTab } from '../state/store.ts';
import type * as Terminals from './terminal-desk.ts';
import { TerminalTabs } from './terminal-tabs.tsx';
import '../layout/menu.css';
import '../layout/panel.css';
import '../layout/tabs.css';
import './terminal.css';

export function TerminalPane() {
  const w = useWords();
  const folded = usePageState((state) => state.settings.folded.terminal && state.wide);
  return (
    <>
      <div className="panel-head">
        <h2>{w.panels.terminal}</h2>
        <TerminalTabs />
        <FoldButton panel="terminal" />
      </div>
      <div className="panel-body terminal-body" id="terminal-screens">
        {folded ? null : (
          <PaneSlot name={w.panels.terminal}>
            <div className="terminal-screens">
              <Screens />
            </div>
            <HintBar />
          </PaneSlot>
        )}
      </div>
    </>
  );
}

type Desk = typeof Terminals;

let loading: Promise<Desk> | undefined;

/** A load that failed is tried again. */
function loadDesk(): Promise<Desk> {
  loading ??= import('./terminal-desk.ts')
    .then(async (desk) => (await desk.loadFont(), desk))
    .catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
  return loading;
}

function Screens() {
  const w = useWords();
  const desk = use(loadDesk());
  const { actions } = usePage();
  const terminals = usePageState((state) => state.terminals);
  const front = usePageState((state) => state.terminal);
  const home = usePageState((state) => state.session?.homeHost ?? '');
  useEffect(() => desk.keepOnly(terminals.map(({ tty }) => tty)), [desk, terminals]);
  if (terminals.length === 0 && home !== '') {
    return (
      <p className="slot-note">
        <span className="quiet">{w.terminal.none}</span>
        <button type="button" className="button" onClick={() => actions.openTerminal(home)}>
          {w.terminal.open}
        </button>
      </p>
    );
  }
  return terminals.map((terminal) => <Place key={terminal.tty} terminal={terminal} front={terminal.tty === front} desk={desk} />);
}

/** Where a terminal's screen stands. */
function Place({ terminal, front, desk }: { readonly terminal: TerminalTab; readonly front: boolean; readonly desk: Desk }) {
  const page = usePage();
  const client = useClient();
  const words = useWords();
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!front) return undefined;
    const screen = desk.screenOf(page, client, terminal);
    box.current!.append(screen.element);
    screen.name();
    screen.resize();
    const observer = new ResizeObserver(() => screen.resize());
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, [desk, page, client, terminal, front, words]);
  return <div className="terminal-place" role="tabpanel" id={`terminal-${terminal.tty}`} aria-labelledby={`tab-${terminal.tty}`} ref={box} hidden={!front} />;
}
