// The editor of the page: the files of the home as tabs, with what servers say to them.
import { FoldButton } from '../layout/fold-button.tsx';
import { useWords } from '../page-context.ts';

export function EditorPane() {
  const w = useWords();
  return (
    <>
      <div className="panel-head">
        <h2>{w.panels.editor}</h2>
        <FoldButton panel="editor" />
      </div>
      <div className="panel-body" />
    </>
  );
}
