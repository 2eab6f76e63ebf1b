// Renames and removes files of a machine, whether they are open or not. A removal can be undone; what could not be brought back is left alone.
import type { Client } from '../../client/index.ts';
import { keyOf, type EditorDesk } from './editor-desk.ts';
import { quoted } from './languages.ts';

/** A name may not lead into another folder. */
export function isFileName(name: string): boolean {
  return /^[^/\0]+$/.test(name) && name !== '.' && name !== '..';
}

export async function renameFile(client: Client, desk: EditorDesk, host: string, path: string, name: string): Promise<void> {
  const folder = path.slice(0, path.lastIndexOf('/'));
  const to = `${folder}/${name}`;
  if (to === path) return;
  // A folder takes a name as a file does: mv would put the file into it.
  const entries = await client.ask('folder', { host, path: folder || '/' });
  if (entries?.some((entry) => entry.name === name) || desk.get(keyOf(host, to))) return desk.say({ is: 'taken', path: to });
  const file = desk.get(keyOf(host, path));
  if (!file || file.saved !== undefined || file.state !== 'text') {
    const { exitCode, stderr } = await client.command(host, `mv -n -- ${quoted(path)} ${quoted(to)}`);
    if (exitCode !== 0) return desk.say({ is: 'refused', message: stderr.trim() });
  }
  desk.renamed(host, path, to);
}

export async function removeFile(client: Client, desk: EditorDesk, host: string, path: string): Promise<void> {
  const answer = await client.ask('file', { host, path });
  const draft = desk.get(keyOf(host, path));
  if (answer && (answer.binary || answer.truncated)) return desk.say({ is: 'no-undo', command: `rm ${quoted(path)}` });
  if (answer) {
    const { exitCode, stderr } = await client.command(host, `rm -f -- ${quoted(path)}`);
    if (exitCode !== 0) return desk.say({ is: 'refused', message: stderr.trim() });
  }
  desk.removed(host, path, draft?.state === 'text' ? draft.text : (answer?.text ?? ''));
}

export function undoRemove(client: Client, desk: EditorDesk): void {
  const { said } = desk.store.getState();
  if (said?.is !== 'removed') return;
  const { host, path, text } = said;
  client.input({ do: 'save', host, path, text });
  desk.say(undefined);
  desk.open(host, path);
}
