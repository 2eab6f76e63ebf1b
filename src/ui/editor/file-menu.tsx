// Opens another file of the home, makes a new one, renames or removes one: a folder at a time, as the machine has it now.
import { ChevronLeft, FileText, Folder, FolderOpen, Pencil, Trash2 } from 'lucide-react';
import { useEffect, useState, type FormEvent } from 'react';
import { useStore } from 'zustand';
import { focusWithin } from '../layout/focus-within.ts';
import type { FolderEntry } from '../../client/index.ts';
import { useDropdown } from '../menu/use-dropdown.ts';
import { useActions, useClient, usePageState, useWords } from '../page-context.ts';
import type { EditorDesk } from './editor-desk.ts';
import { NameField } from './name-field.tsx';
import { isFileName, removeFile, renameFile } from './rename-remove.ts';

export function FileMenu({ desk }: { readonly desk: EditorDesk }) {
  const w = useWords();
  const session = usePageState((state) => state.session);
  const [folder, setFolder] = useState('');
  const { place, button, box, toggle, close } = useDropdown(folder);
  return (
    <>
      <button
        ref={button}
        type="button"
        className="icon-button"
        aria-label={w.edit.open}
        title={w.edit.open}
        aria-haspopup="dialog"
        aria-expanded={place !== undefined}
        disabled={!session}
        onClick={() => {
          setFolder(session!.home);
          toggle();
        }}
      >
        <FolderOpen className="icon" aria-hidden="true" />
      </button>
      {place && session ? (
        <div className="menu file-menu" role="dialog" aria-label={w.edit.open} ref={box} style={place}>
          <Folders desk={desk} host={session.homeHost} folder={folder} walk={setFolder} close={close} />
        </div>
      ) : null}
    </>
  );
}

interface FoldersProps {
  readonly desk: EditorDesk;
  readonly host: string;
  readonly folder: string;
  readonly walk: (folder: string) => void;
  readonly close: () => void;
}

function Folders({ desk, host, folder, walk, close }: FoldersProps) {
  const w = useWords();
  const actions = useActions();
  const client = useClient();
  const moves = useStore(desk.store, (state) => state.moves);
  const entries = useFolder(host, folder, moves);
  const [naming, setNaming] = useState('');
  const [name, setName] = useState('');
  const open = (path: string) => {
    desk.open(host, path);
    actions.fold('editor', false);
    close();
    focusWithin('editor-place');
  };
  const create = (event: FormEvent) => {
    event.preventDefault();
    if (isFileName(name.trim())) open(join(folder, name.trim()));
  };
  return (
    <>
      <p className="file-menu-path mono">
        <button type="button" className="icon-button" aria-label={w.edit.up} title={w.edit.up} disabled={folder === '/'} onClick={() => walk(folder.slice(0, folder.lastIndexOf('/')) || '/')}>
          <ChevronLeft className="icon" aria-hidden="true" />
        </button>
        {folder}
      </p>
      {entries?.length === 0 ? <p className="menu-note file-menu-empty">{w.edit.empty}</p> : null}
      {entries?.map((entry) => {
        const path = join(folder, entry.name);
        if (entry.type === 'folder')
          return (
            <button key={entry.name} type="button" className="file-menu-entry" onClick={() => walk(path)}>
              <Folder className="icon" aria-hidden="true" />
              <span className="mono">{entry.name}</span>
            </button>
          );
        const rename = (to: string | undefined) => {
          setNaming('');
          if (to !== undefined) void renameFile(client, desk, host, path, to);
        };
        if (naming === path) return <NameField key={entry.name} name={entry.name} done={rename} />;
        return <FileLine key={entry.name} name={entry.name} open={() => open(path)} rename={() => setNaming(path)} remove={() => void removeFile(client, desk, host, path)} />;
      })}
      <form className="file-menu-new" onSubmit={create}>
        <input type="text" aria-label={w.edit.freshName} placeholder={w.edit.fresh} value={name} spellCheck={false} onChange={(event) => setName(event.target.value)} />
        <button type="submit" className="button" disabled={name.trim() === ''}>
          {w.edit.create}
        </button>
      </form>
    </>
  );
}

interface FileLineProps {
  readonly name: string;
  readonly open: () => void;
  readonly rename: () => void;
  readonly remove: () => void;
}

function FileLine({ name, open, rename, remove }: FileLineProps) {
  const w = useWords();
  return (
    <span className="file-menu-line">
      <button type="button" className="file-menu-entry" onClick={open}>
        <FileText className="icon" aria-hidden="true" />
        <span className="mono">{name}</span>
      </button>
      <button type="button" className="icon-button" aria-label={w.edit.rename(name)} title={w.edit.rename(name)} onClick={rename}>
        <Pencil className="icon" aria-hidden="true" />
      </button>
      <button type="button" className="icon-button" aria-label={w.edit.remove(name)} title={w.edit.remove(name)} onClick={remove}>
        <Trash2 className="icon" aria-hidden="true" />
      </button>
    </span>
  );
}

/** Folders first; what begins with a dot is left to the terminal. */
function useFolder(host: string, folder: string, turn: number): readonly FolderEntry[] | undefined {
  const client = useClient();
  const [entries, setEntries] = useState<readonly FolderEntry[]>();
  useEffect(() => {
    const asked = client.ask('folder', { host, path: folder });
    void asked.then(
      (found) => setEntries((found ?? []).filter((entry) => !entry.name.startsWith('.')).sort((a, b) => Number(b.type === 'folder') - Number(a.type === 'folder') || (a.name < b.name ? -1 : 1))),
      () => setEntries([]),
    );
    return () => asked.cancel();
  }, [client, host, folder, turn]);
  return entries;
}

function join(folder: string, name: string): string {
  return `${folder === '/' ? '' : folder}/${name}`;
}
