// What is said of a session that runs: where it comes from, what it waits for. It stays until it is closed.
import { usePage, useWords } from '../page-context.ts';
import type { Notice } from '../state/store.ts';
import { WaitList } from '../timeline/settled-but.tsx';

export function Said({ notice }: { readonly notice: Notice }) {
  const w = useWords();
  const { store } = usePage();
  const texts = { 'from-snapshot': w.engine.fromSnapshot, 'broken-link': w.engine.brokenLink, 'other-tab': w.engine.otherTab, waiting: w.time.waiting, 'not-settled': w.time.notSettled };
  const listed = notice.is === 'not-settled' ? notice.busiest : notice.is === 'from-snapshot' ? notice.left : [];
  return (
    <div className="engine-notice" role="status">
      <p>{texts[notice.is]}</p>
      {notice.is === 'waiting' ? <WaitList /> : null}
      {notice.is === 'from-snapshot' && listed.length > 0 ? <p>{w.engine.notCarried}</p> : null}
      {listed.length > 0 ? (
        <ul className="mono">
          {listed.map((key) => (
            <li key={key}>{key}</li>
          ))}
        </ul>
      ) : null}
      <button type="button" className="button" onClick={() => store.setState({ notice: undefined })}>
        {w.engine.close}
      </button>
    </div>
  );
}
