// The tabs of the terminals, a button for another one, and the machines to open it on.
import { Check, ChevronDown, Plus, X } from 'lucide-react';
import { useDropdown } from '../menu/use-dropdown.ts';
import { useActions, usePage, usePageState, useWords } from '../page-context.ts';
import { focusWithin } from '../layout/focus-within.ts';
import type { TerminalTab } from '../state/store.ts';
import { moveInTabs } from '../layout/move-in-tabs.ts';

export function TerminalTabs() {
  const w = useWords();
  const actions = useActions();
  const { store } = usePage();
  const terminals = usePageState((state) => state.terminals);
  const front = usePageState((state) => state.terminal);
  const choose = (tty: string) => {
    store.setState({ terminal: tty });
    actions.fold('terminal', false);
  };
  const open = (on: string) => {
    actions.fold('terminal', false);
    focusWithin(`terminal-${actions.openTerminal(on)}`);
  };
  const host = terminals.find((t) => t.tty === front)?.host;
  const home = usePageState((state) => state.session?.homeHost ?? '');
  return (
    <div className="tabs">
      <div className="tabs-list" role="tablist" aria-label={w.terminal.tabs}>
        {terminals.map(({ tty, host: on, title }) => (
          <span className="tab" key={tty} role="presentation" data-front={tty === front}>
            <button
              type="button"
              role="tab"
              aria-keyshortcuts="Delete"
              id={`tab-${tty}`}
              aria-selected={tty === front}
              aria-controls={`terminal-${tty}`}
              tabIndex={tty === front ? 0 : -1}
              onClick={() => {
                choose(tty);
                focusWithin(`terminal-${tty}`);
              }}
              onFocus={() => choose(tty)}
              onKeyDown={(event) => {
                if (event.key === 'Delete') actions.closeTerminal(tty);
                else moveInTabs(event);
              }}
            >
              {nameOf(terminals, tty, title || on)}
            </button>
            <button type="button" className="tab-close" tabIndex={-1} aria-hidden="true" title={w.terminal.close(nameOf(terminals, tty, title || on))} onClick={() => actions.closeTerminal(tty)}>
              <X className="icon" aria-hidden="true" />
            </button>
          </span>
        ))}
      </div>
      <button type="button" className="icon-button" aria-label={w.terminal.open} title={w.terminal.open} disabled={home === ''} onClick={() => open(host ?? home)}>
        <Plus className="icon" aria-hidden="true" />
      </button>
      <HostMenu choose={open} />
    </div>
  );
}

/** Its title or host; with a number where there are several of it. */
function nameOf(terminals: readonly TerminalTab[], tty: string, name: string): string {
  const same = terminals.filter((t) => (t.title || t.host) === name);
  return same.length < 2 ? name : `${name} ${same.findIndex((t) => t.tty === tty) + 1}`;
}

function ScreenReaderItem({ close }: { readonly close: () => void }) {
  const w = useWords();
  const actions = useActions();
  const on = usePageState((state) => state.settings.screenReader);
  return (
    <button
      type="button"
      role="menuitemcheckbox"
      aria-checked={on}
      tabIndex={-1}
      className="menu-apart"
      onClick={() => {
        close();
        actions.set({ screenReader: !on });
      }}
    >
      <span>{w.terminal.screenReader}</span>
      {on ? <Check className="icon" aria-hidden="true" /> : null}
    </button>
  );
}

function HostMenu({ choose }: { readonly choose: (host: string) => void }) {
  const w = useWords();
  const hosts = usePageState((state) => state.mirror.list('hosts'));
  const { place, button, box, toggle, close } = useDropdown(undefined);
  return (
    <>
      <button ref={button} type="button" className="icon-button tabs-more" aria-label={w.terminal.on} title={w.terminal.on} aria-haspopup="menu" aria-expanded={place !== undefined} onClick={toggle}>
        <ChevronDown className="icon" aria-hidden="true" />
      </button>
      {place ? (
        <div className="menu" role="menu" tabIndex={-1} aria-label={w.terminal.on} ref={box} style={place}>
          {hosts.map((host) => (
            <button
              key={host.id}
              type="button"
              role="menuitem"
              tabIndex={-1}
              disabled={!host.up}
              onClick={() => {
                close();
                choose(host.id);
              }}
            >
              <span className="mono">{host.id}</span>
              {host.up ? null : <span className="menu-note">{w.terminal.off}</span>}
            </button>
          ))}
          <ScreenReaderItem close={close} />
        </div>
      ) : null}
    </>
  );
}
