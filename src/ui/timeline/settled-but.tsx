// "Settled", and what is not: a world in which nothing moves may still wait to try something again.
import type { ReactNode } from 'react';
import { useActions, usePage, useWords } from '../page-context.ts';
import { useNow } from '../rows/use-now.ts';
import { useWaits } from '../rows/waits.ts';
import './settled-but.css';

/** `children`: the word when nothing waits. */
export function SettledBut({ children }: { readonly children: ReactNode }) {
  const w = useWords();
  const { store } = usePage();
  const waits = useWaits();
  if (waits.length === 0) return children;
  return (
    <button type="button" className="button moment-word" onClick={() => store.setState({ notice: { is: 'waiting' } })}>
      {w.time.settledBut(waits.length)}
    </button>
  );
}

const SHOWN_MAX = 8;

/** What waits, with the seconds until its next try. */
export function WaitList() {
  const w = useWords();
  const actions = useActions();
  const waits = useWaits();
  const now = useNow(1000);
  if (waits.length === 0) return <p className="quiet">{w.time.nothingWaits}</p>;
  return (
    <ul className="mono wait-list">
      {waits.slice(0, SHOWN_MAX).map(({ about, name, reason, untilMs }) => (
        <li key={about}>
          <button type="button" className="wait-name" onClick={() => actions.inspect(about)}>
            {name}
          </button>
          {` ${reason}${untilMs > 0 ? `, ${w.time.nextTry(Math.ceil((untilMs - now) / 1000))}` : ''}`}
        </li>
      ))}
      {waits.length > SHOWN_MAX ? <li>{w.terminal.more(waits.length - SHOWN_MAX)}</li> : null}
    </ul>
  );
}
