// The terminals of the page: tabs of shells on the world's hosts, each with its screen and its line editor.
import { FoldButton } from '../layout/fold-button.tsx';
import { useWords } from '../page-context.ts';

export function TerminalPane() {
  const w = useWords();
  return (
    <>
      <div className="panel-head">
        <h2>{w.panels.terminal}</h2>
        <FoldButton panel="terminal" />
      </div>
      <div className="panel-body" />
    </>
  );
}
