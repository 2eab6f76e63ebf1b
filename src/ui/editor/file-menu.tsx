// Opens another file of the home, or makes a new one: a folder at a time, as the machine has it now.
import { ChevronLeft, FileText, Folder, FolderOpen } from 'lucide-react';
import { useEffect, useRef, useState, type FormEvent, type KeyboardEvent } from 'react';
import { focusWithin } from '../layout/focus-within.ts';
import type { FolderEntry } from '../../client/index.ts';
import { useActions, useClient, usePageState, useWords } from '../page-context.ts';
import type { EditorDesk } from './editor-desk.ts';

export function FileMenu({ desk }: { readonly desk: EditorDesk }) {
  const w = useWords();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const session = usePageState((state) => state.session);
  const place = open ? button.current?.getBoundingClientRect() : undefined;
  const close = (refocus: boolean) => {
    setOpen(false);
    if (refocus) button.current?.focus();
  };
  return (
    <>
      <button ref={button} type="button" className="icon-button" aria-label={w.edit.open} title={w.edit.open} aria-haspopup="dialog" aria-expanded={open} disabled={!session} onClick={() => setOpen(!open)}>
        <FolderOpen className="icon" aria-hidden="true" />
      </button>
      {place && session ? <Folders desk={desk} host={session.homeHost} home={session.home} left={place.left} top={place.bottom} close={close} /> : null}
    </>
  );
}

interface FoldersProps {
  readonly desk: EditorDesk;
  readonly host: string;
  readonly home: string;
  readonly left: number;
  readonly top: number;
  readonly close: (refocus: boolean) => void;
}

function Folders({ desk, host, home, left, top, close }: FoldersProps) {
  const w = useWords();
  const actions = useActions();
  const [folder, setFolder] = useState(home);
  const entries = useFolder(host, folder);
  const [name, setName] = useState('');
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const onDown = (event: PointerEvent) => {
      if (!box.current?.contains(event.target as Node)) close(false);
    };
    document.addEventListener('pointerdown', onDown, true);
    return () => document.removeEventListener('pointerdown', onDown, true);
  }, [close]);
  useEffect(() => box.current?.querySelector<HTMLElement>('button, input')?.focus(), [entries]);
  const open = (path: string) => {
    desk.open(host, path);
    actions.fold('editor', false);
    close(false);
    focusWithin('editor-place');
  };
  const create = (event: FormEvent) => {
    event.preventDefault();
    if (/^[^/\0]+$/.test(name.trim())) open(join(folder, name.trim()));
  };
  return (
    <div className="menu file-menu" role="dialog" aria-label={w.edit.open} ref={box} style={{ left, top }} onKeyDown={(event) => moveInList(event, () => close(true))}>
      <p className="file-menu-path mono">
        <button type="button" className="icon-button" aria-label={w.edit.up} title={w.edit.up} disabled={folder === '/'} onClick={() => setFolder(folder.slice(0, folder.lastIndexOf('/')) || '/')}>
          <ChevronLeft className="icon" aria-hidden="true" />
        </button>
        {folder}
      </p>
      {entries?.length === 0 ? <p className="menu-note file-menu-empty">{w.edit.empty}</p> : null}
      {entries?.map((entry) => (
        <button key={entry.name} type="button" className="file-menu-entry" onClick={() => (entry.type === 'folder' ? setFolder(join(folder, entry.name)) : open(join(folder, entry.name)))}>
          {entry.type === 'folder' ? <Folder className="icon" aria-hidden="true" /> : <FileText className="icon" aria-hidden="true" />}
          <span className="mono">{entry.name}</span>
        </button>
      ))}
      <form className="file-menu-new" onSubmit={create}>
        <input type="text" aria-label={w.edit.freshName} placeholder={w.edit.fresh} value={name} spellCheck={false} onChange={(event) => setName(event.target.value)} />
        <button type="submit" className="button" disabled={name.trim() === ''}>
          {w.edit.create}
        </button>
      </form>
    </div>
  );
}

/** Folders first; what begins with a dot is left to the terminal. */
function useFolder(host: string, folder: string): readonly FolderEntry[] | undefined {
  const client = useClient();
  const [entries, setEntries] = useState<readonly FolderEntry[]>();
  useEffect(() => {
    const asked = client.ask('folder', { host, path: folder });
    void asked.then(
      (found) => setEntries((found ?? []).filter((entry) => !entry.name.startsWith('.')).sort((a, b) => Number(b.type === 'folder') - Number(a.type === 'folder') || (a.name < b.name ? -1 : 1))),
      () => setEntries([]),
    );
    return () => asked.cancel();
  }, [client, host, folder]);
  return entries;
}

function moveInList(event: KeyboardEvent<HTMLElement>, close: () => void): void {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('button:not(:disabled), input')];
  const here = items.indexOf(document.activeElement as HTMLElement);
  const to = { ArrowDown: here + 1, ArrowUp: here - 1 }[event.key];
  if (event.key === 'Escape') close();
  else if (to !== undefined) items.at(to % items.length)?.focus();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function join(folder: string, name: string): string {
  return `${folder === '/' ? '' : folder}/${name}`;
}
