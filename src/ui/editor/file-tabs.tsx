// The tabs of the open files. One whose text is not saved has a dot, one with problems says how many.
import { X } from 'lucide-react';
import { useRef, useState } from 'react';
import { useStore } from 'zustand';
import { focusWithin } from '../layout/focus-within.ts';
import { moveInTabs } from '../layout/move-in-tabs.ts';
import { useActions, useClient, useWords } from '../page-context.ts';
import { isDirty, type EditorDesk, type OpenFile } from './editor-desk.ts';
import { FileMenu } from './file-menu.tsx';
import { NameField } from './name-field.tsx';
import { renameFile } from './rename-remove.ts';

export function FileTabs({ desk }: { readonly desk: EditorDesk }) {
  const w = useWords();
  const { files, front } = useStore(desk.store);
  const list = useRef<HTMLDivElement>(null);
  // Whoever left the field of a name by a click elsewhere stays there. A tab under another name is another element.
  const back = () =>
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) list.current?.querySelector<HTMLElement>('[aria-selected=true]')?.focus();
    });
  return (
    <div className="tabs">
      <div className="tabs-list" role="tablist" aria-label={w.edit.tabs} ref={list}>
        {files.map((file) => (
          <FileTab key={file.key} file={file} name={nameOf(files, file)} front={file.key === front} desk={desk} back={back} />
        ))}
      </div>
      <FileMenu desk={desk} />
    </div>
  );
}

interface FileTabProps {
  readonly file: OpenFile;
  readonly name: string;
  readonly front: boolean;
  readonly desk: EditorDesk;
  readonly back: () => void; // to the tab, from the field of its name
}

function FileTab({ file, name, front, desk, back }: FileTabProps) {
  const w = useWords();
  const actions = useActions();
  const client = useClient();
  const [asks, setAsks] = useState(false);
  const [naming, setNaming] = useState(false);
  const close = () => {
    // A second press means it: no dialog stands between somebody and their file.
    if (file.edit !== 0) desk.endEdit(file.key, false);
    else if (isDirty(file) && !asks) setAsks(true);
    else desk.close(file.key);
  };
  const choose = () => {
    setAsks(false);
    desk.choose(file.key);
    actions.fold('editor', false);
  };
  const ownFile = file.edit === 0;
  const named = (to: string | undefined) => {
    setNaming(false);
    if (to === undefined) back();
    else void renameFile(client, desk, file.host, file.path, to).then(back);
  };
  if (naming) return <TabNaming file={file} front={front} done={named} />;
  return (
    <span className="tab" role="presentation" data-front={front}>
      <button
        type="button"
        role="tab"
        aria-keyshortcuts="F2 Delete"
        aria-selected={front}
        aria-controls="editor-place"
        tabIndex={front ? 0 : -1}
        title={ownFile ? `${file.path}\n${w.edit.renameHint}` : file.path}
        onDoubleClick={() => setNaming(ownFile)}
        onClick={() => {
          choose();
          focusWithin('editor-place');
        }}
        onFocus={choose}
        onKeyDown={(event) => {
          if (event.key === 'Delete') close();
          else if (event.key === 'F2') setNaming(ownFile);
          else moveInTabs(event);
        }}
      >
        {name}
        <TabMarks file={file} />
      </button>
      <button type="button" className="tab-close" tabIndex={-1} aria-hidden={!asks} data-asks={asks} aria-label={asks ? w.edit.loss(name) : w.edit.close(name)} title={asks ? w.edit.loss(name) : w.edit.close(name)} onClick={close} onBlur={() => setAsks(false)}>
        <X className="icon" aria-hidden="true" />
        {asks ? <span>{w.edit.unsaved}</span> : null}
      </button>
    </span>
  );
}

function TabNaming({ file, front, done }: { readonly file: OpenFile; readonly front: boolean; readonly done: (name: string | undefined) => void }) {
  return (
    <span className="tab" role="presentation" data-front={front}>
      <NameField name={file.path.slice(file.path.lastIndexOf('/') + 1)} done={done} />
    </span>
  );
}

function TabMarks({ file }: { readonly file: OpenFile }) {
  const w = useWords();
  return (
    <>
      {file.problems > 0 ? (
        <span className="tab-problems" title={w.edit.problems(file.problems)}>
          {file.problems}
          <span className="hidden-text">{w.edit.problems(file.problems)}</span>
        </span>
      ) : null}
      {isDirty(file) ? (
        <span className="tab-dirty" title={w.edit.unsaved}>
          <span className="hidden-text">{w.edit.unsaved}</span>
        </span>
      ) : null}
    </>
  );
}

/** The file's name; with its folder where two have the same. */
function nameOf(files: readonly OpenFile[], file: OpenFile): string {
  const last = (path: string) => path.slice(path.lastIndexOf('/') + 1);
  const same = files.filter((other) => last(other.path) === last(file.path));
  return same.length < 2 ? last(file.path) : file.path.split('/').slice(-2).join('/');
}
