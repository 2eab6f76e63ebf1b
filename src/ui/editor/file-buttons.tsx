// What one does with the file in front: save it, apply it, or let the program that waits for it go on.
import { Play, Save } from 'lucide-react';
import { useStore } from 'zustand';
import { useClient, usePage, useWords } from '../page-context.ts';
import { applyFile, canApply } from './apply-file.ts';
import { isDirty, type EditorDesk } from './editor-desk.ts';

export function FileButtons({ desk }: { readonly desk: EditorDesk }) {
  const w = useWords();
  const page = usePage();
  const client = useClient();
  const file = useStore(desk.store, (state) => state.files.find((f) => f.key === state.front));
  if (!file || file.edit !== 0 || file.state !== 'text') return null;
  return (
    <div className="file-buttons">
      <button type="button" className="icon-button" aria-label={w.edit.save} title={w.edit.saveKey} aria-keyshortcuts="Control+S Meta+S" disabled={!isDirty(file)} onClick={() => desk.save(file.key)}>
        <Save className="icon" aria-hidden="true" />
      </button>
      {canApply(file) ? (
        <button type="button" className="button" data-tone="main" title={w.edit.applyKey} aria-keyshortcuts="Control+Shift+Enter Meta+Shift+Enter" onClick={() => applyFile(page, client, desk, file)}>
          <Play className="icon" aria-hidden="true" />
          {w.edit.apply}
        </button>
      ) : null}
    </div>
  );
}
