// Notices that files which are open have changed on their machine, and decides what that means for the text that is edited.
import type { Client } from '../../client/index.ts';
import type { EditorDesk, OpenFile } from './editor-desk.ts';

const SETTLE_MS = 400; // after the last sign that something may have changed

/** What becomes of an open file when its machine has this text (undefined: no such file). Nothing when it is as it was. */
export function fileMoves(file: OpenFile, now: string | undefined): Partial<OpenFile> | undefined {
  if (file.state === 'loading') return { state: 'text', text: now ?? '', saved: now, turn: file.turn + 1 };
  const known = file.theirs === undefined ? file.saved : (file.theirs ?? undefined);
  if (now === known) return undefined;
  if (now === undefined) return { theirs: null };
  if (now === file.text) return { saved: now, theirs: undefined };
  if (file.saved !== undefined && file.text === file.saved) return { text: now, saved: now, theirs: undefined, turn: file.turn + 1 };
  return { theirs: now };
}

/** Looks at every open file when the world has done something. */
export function watchFiles(client: Client, desk: EditorDesk): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    timer = undefined;
    for (const file of desk.store.getState().files) void desk.look(file.key);
  };
  const soon = () => {
    timer ??= setTimeout(look, SETTLE_MS);
  };
  const ends = [client.acts.onChange(soon), client.mirror.onTable('ttys', soon)];
  return () => {
    clearTimeout(timer);
    for (const end of ends) end();
  };
}
