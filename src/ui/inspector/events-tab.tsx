// What happened to one thing: the acts that speak of it, and the Events that the API keeps about it.
import type { RowKey } from '../../client/index.ts';
import { span } from '../look/amounts.ts';
import { useWords } from '../page-context.ts';
import { useNow } from '../rows/use-now.ts';
import { useActs, useTable } from '../rows/use-rows.ts';
import { EventLine, speaksOf } from '../timeline/event-list.tsx';

const LISTED_MAX = 100;

export function EventsTab({ about }: { readonly about: RowKey }) {
  const w = useWords();
  const acts = useActs().filter((act) => speaksOf(act, about));
  const events = useTable('events').filter((event) => event.about === about);
  const now = useNow(1000);
  if (acts.length === 0 && events.length === 0) return <p className="quiet">{w.inspector.noEvents}</p>;
  return (
    <>
      {events.length === 0 ? null : (
        <ul className="api-events">
          {[...events]
            .sort((a, b) => b.lastMs - a.lastMs)
            .map((event) => (
              <li key={event.id}>
                <span className="word" data-tone={event.type === 'Warning' ? 'bad' : 'plain'}>
                  {event.reason}
                </span>
                <span className="quiet">{`${event.count > 1 ? `${event.count}× ` : ''}${w.time.ago(span(now - event.lastMs, w.units))}`}</span>
                <p>{event.message}</p>
              </li>
            ))}
        </ul>
      )}
      <ol className="events-list">
        {acts.slice(-LISTED_MAX).map((act) => (
          <EventLine key={act.id} act={act} />
        ))}
      </ol>
    </>
  );
}
