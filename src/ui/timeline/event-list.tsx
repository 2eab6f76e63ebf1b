// What happened, newest last: when, who, and the sentence. A click shows the moment, "Why?" walks to its beginning.
import { useLayoutEffect, useRef, useState, type RefObject } from 'react';
import type { Act, RowKey } from '../../client/index.ts';
import { timeOfDay } from '../look/amounts.ts';
import { useActions, usePageState, useWords } from '../page-context.ts';
import { useActs } from '../rows/use-rows.ts';
import { actorOf, useSentence } from '../rows/use-sentence.ts';
import { isShown } from '../state/spotlight.ts';
import './event-list.css';

const LISTED_MAX = 300;

export function EventList({ height }: { readonly height: number }) {
  const w = useWords();
  const acts = useActs();
  const selection = usePageState((state) => state.selection);
  const [narrowed, narrow] = useState(false);
  const shown = acts.filter((act) => isShown(act) && (!narrowed || selection === '' || speaksOf(act, selection))).slice(-LISTED_MAX);
  const list = useTail(shown.at(-1)?.id ?? 0);
  return (
    <div className="events" style={{ height }}>
      <div className="events-head">
        <h2>{w.time.events}</h2>
        <label className="quiet">
          <input type="checkbox" checked={narrowed} onChange={(event) => narrow(event.target.checked)} /> {w.time.onlySelected}
        </label>
      </div>
      {shown.length === 0 ? <p className="events-none quiet">{w.time.nothingYet}</p> : null}
      <ol ref={list} className="events-list">
        {shown.map((act) => (
          <EventLine key={act.id} act={act} />
        ))}
      </ol>
    </div>
  );
}

export function speaksOf(act: Act, about: RowKey | ''): boolean {
  return act.about === about || act.from === about || (about !== '' && act.read.includes(about));
}

/** Follows the newest line as long as the end is in sight. */
function useTail(last: number): RefObject<HTMLOListElement | null> {
  const list = useRef<HTMLOListElement>(null);
  const atEnd = useRef(true);
  useLayoutEffect(() => {
    const element = list.current;
    if (!element) return undefined;
    const onScroll = () => {
      atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < 24;
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => element.removeEventListener('scroll', onScroll);
  }, []);
  useLayoutEffect(() => {
    if (atEnd.current && list.current) list.current.scrollTop = list.current.scrollHeight;
  }, [last]);
  return list;
}

export function EventLine({ act }: { readonly act: Act }) {
  const w = useWords();
  const actions = useActions();
  const sentence = useSentence();
  const epochMs = usePageState((state) => state.session?.epochMs ?? 0);
  const here = usePageState((state) => state.past?.act === act.id);
  return (
    <li className="event" data-here={here} data-act={act.act}>
      <button type="button" className="event-face" title={w.time.show} aria-current={here || undefined} onClick={() => actions.showAct(act)}>
        <time className="mono event-time">{timeOfDay(act.atMs, epochMs).slice(0, 12)}</time>
        <span className="mono event-actor">{actorOf(act, w)}</span>
        <span className="event-sentence">{sentence(act)}</span>
      </button>
      {act.about === '' ? null : (
        <button type="button" className="event-why" onClick={() => act.about !== '' && actions.inspect(act.about, 'why')}>
          {w.time.why}
        </button>
      )}
    </li>
  );
}
