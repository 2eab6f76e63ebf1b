// Apply: saves the file and types the command that applies it into the terminal, so that the mouse teaches the keyboard.
import type { Client } from '../../client/index.ts';
import type { Page } from '../page-context.ts';
import { isDirty, type EditorDesk, type OpenFile } from './editor-desk.ts';
import { isManifest, quoted } from './languages.ts';

export function canApply(file: OpenFile | undefined): file is OpenFile {
  return file?.state === 'text' && file.edit === 0 && isManifest(file.path, file.text);
}

export function applyFile({ actions, store }: Page, client: Client, desk: EditorDesk, file: OpenFile | undefined): void {
  if (!canApply(file)) return;
  if (isDirty(file)) desk.save(file.key);
  const { wide, settings } = store.getState();
  if (settings.folded.terminal) actions.fold('terminal', false);
  if (!wide) actions.showTab('terminal');
  actions.run((tty) => `kubectl apply -f ${quoted(fromFolder(file.path, client.mirror.get('ttys', tty)?.cwd || store.getState().session?.home || '/'))}`);
}

/** The path as one types it in a folder: what lies below is named from there. */
function fromFolder(path: string, folder: string): string {
  const below = folder.endsWith('/') ? folder : `${folder}/`;
  return path.startsWith(below) ? path.slice(below.length) : path;
}
