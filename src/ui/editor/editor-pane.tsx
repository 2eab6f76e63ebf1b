// The editor of the page: the files of the home as tabs, with what servers say to them. What edits is fetched when it is first shown.
import { use, useEffect, useLayoutEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { FoldButton } from '../layout/fold-button.tsx';
import { PaneSlot } from '../layout/pane-slot.tsx';
import { useClient, usePage, usePageState, useWords } from '../page-context.ts';
import { deskOf, type EditorDesk } from './editor-desk.ts';
import { loadEditor, surfaceOf } from './editor-loader.ts';
import { FileBar } from './file-bar.tsx';
import { FileButtons } from './file-buttons.tsx';
import { FileTabs } from './file-tabs.tsx';
import { watchFiles } from './file-watch.ts';
import '../layout/menu.css';
import '../layout/panel.css';
import '../layout/tabs.css';
import './editor.css';

export function EditorPane() {
  const w = useWords();
  const client = useClient();
  const desk = deskOf(client);
  const folded = usePageState((state) => state.wide && (state.settings.folded.editor || state.presenting));
  const begun = usePageState((state) => state.session !== undefined);
  useOpened(desk);
  useEffect(() => watchFiles(client, desk), [client, desk]);
  return (
    <>
      <div className="panel-head">
        <h2>{w.panels.editor}</h2>
        <FileTabs desk={desk} />
        {folded ? null : <FileButtons desk={desk} />}
        <FoldButton panel="editor" />
      </div>
      <div className="panel-body editor-body">
        <FileBar desk={desk} />
        {folded || !begun ? null : (
          <PaneSlot name={w.panels.editor}>
            <Surface desk={desk} />
          </PaneSlot>
        )}
      </div>
    </>
  );
}

/** The scenario's files at first, and whatever programs want edited. */
function useOpened(desk: EditorDesk): void {
  const session = usePageState((state) => state.session);
  const edits = usePageState((state) => state.edits);
  const { store, actions } = usePage();
  useEffect(() => {
    if (session) desk.begin(session.homeHost, session.files);
  }, [desk, session]);
  useEffect(() => {
    if (edits.length === 0) return;
    for (const edit of edits) desk.takeEdit(edit);
    store.setState({ edits: [] });
    if (edits.some(({ text }) => text !== null)) actions.fold('editor', false);
  }, [desk, edits, store, actions]);
}

function Surface({ desk }: { readonly desk: EditorDesk }) {
  const w = useWords();
  const page = usePage();
  const client = useClient();
  const language = usePageState((state) => state.settings.language);
  const loaded = use(loadEditor(language));
  const front = useStore(desk.store, (state) => state.files.find((file) => file.key === state.front));
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const surface = surfaceOf(loaded, page, client, desk);
    box.current!.append(surface.element);
    surface.layout();
    const observer = new ResizeObserver(() => surface.layout());
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, [loaded, page, client, desk]);
  const note = !front ? w.edit.none : front.state === 'binary' ? w.edit.binary : front.state === 'large' ? w.edit.large : '';
  return (
    <>
      <div className="editor-place" ref={box} hidden={front?.state !== 'text'} id="editor-place" role="tabpanel" aria-label={front?.path ?? w.panels.editor} />
      {note === '' ? null : <p className="slot-note quiet">{note}</p>}
    </>
  );
}
