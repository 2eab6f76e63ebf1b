// What has to be decided about the file in front: whose text holds, or whether the program that waits gets what was edited.
import { useStore } from 'zustand';
import { useClient, useWords } from '../page-context.ts';
import type { EditorDesk, Said } from './editor-desk.ts';
import { undoRemove } from './rename-remove.ts';

export function FileBar({ desk }: { readonly desk: EditorDesk }) {
  const w = useWords();
  const file = useStore(desk.store, (state) => state.files.find((f) => f.key === state.front));
  const said = useStore(desk.store, (state) => state.said);
  const waits = file !== undefined && file.edit !== 0;
  if (waits && file.theirs === undefined) {
    return (
      <div className="notice" role="status">
        <span>{w.edit.waits(file.path)}</span>
        <button type="button" className="button" data-tone="main" title={w.edit.saveKey} onClick={() => desk.endEdit(file.key, true)}>
          {w.edit.saveAndGo}
        </button>
        <button type="button" className="button" onClick={() => desk.endEdit(file.key, false)}>
          {w.edit.closeOnly}
        </button>
      </div>
    );
  }
  if (said && !waits) return <SaidOfFile desk={desk} said={said} />;
  if (file?.theirs === undefined) return null;
  const gone = file.theirs === null;
  return (
    <div className="notice" role="alert">
      <span>{gone ? w.edit.gone : w.edit.changed}</span>
      <button type="button" className="button" onClick={() => desk.takeTheirs(file.key)}>
        {gone ? w.edit.close(file.path) : w.edit.theirs}
      </button>
      <button type="button" className="button" data-tone="main" onClick={() => desk.keepMine(file.key)}>
        {w.edit.mine}
      </button>
    </div>
  );
}

/** A removal with its undo, or why a file was not renamed. */
function SaidOfFile({ desk, said }: { readonly desk: EditorDesk; readonly said: Said }) {
  const w = useWords();
  const client = useClient();
  const text = said.is === 'removed' ? w.edit.removed(said.path) : said.is === 'taken' ? w.edit.taken(said.path) : said.is === 'no-undo' ? w.edit.noUndo(said.command) : w.edit.refused(said.message);
  return (
    <div className="notice" role="status">
      <span>{text}</span>
      {said.is === 'removed' ? (
        <button type="button" className="button" data-tone="main" onClick={() => undoRemove(client, desk)}>
          {w.edit.undo}
        </button>
      ) : null}
      <button type="button" className="button" onClick={() => desk.say(undefined)}>
        {w.engine.close}
      </button>
    </div>
  );
}
