// What has to be decided about the file in front: whose text holds, or whether the program that waits gets what was edited.
import { useStore } from 'zustand';
import { useWords } from '../page-context.ts';
import type { EditorDesk } from './editor-desk.ts';

export function FileBar({ desk }: { readonly desk: EditorDesk }) {
  const w = useWords();
  const file = useStore(desk.store, (state) => state.files.find((f) => f.key === state.front));
  if (file && file.edit !== 0) {
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
