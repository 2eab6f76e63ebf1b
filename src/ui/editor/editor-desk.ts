// The files that are open in the editor: which, with what text, saved or not, and whether their machine has another text by now.
// It knows nothing of how text is edited, and lives as long as its world.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Client } from '../../client/index.ts';
import { fileMoves } from './file-watch.ts';

export interface OpenFile {
  readonly key: string;
  readonly host: string;
  readonly path: string;
  readonly edit: number; // of the program that waits for it; 0 for a file of one's own
  readonly text: string; // as it is edited
  readonly saved: string | undefined; // as its machine has it; undefined while it has none
  readonly state: 'loading' | 'text' | 'binary' | 'large';
  readonly theirs: string | null | undefined; // what its machine has instead (null: no file), while that is not decided
  readonly turn: number; // grows when the text was replaced from outside of the editor
  readonly problems: number;
}

/** What is said above the editor about a file, until it is put away. */
export type Said =
  | { readonly is: 'removed'; readonly host: string; readonly path: string; readonly text: string } // can be undone
  | { readonly is: 'taken'; readonly path: string } // by another file: nothing was renamed
  | { readonly is: 'refused'; readonly message: string }
  | { readonly is: 'no-undo'; readonly command: string }; // it was left alone

export interface DeskState {
  readonly files: readonly OpenFile[];
  readonly front: string;
  readonly said: Said | undefined;
  readonly moves: number; // counts what was renamed and removed: lists of files are read again
}

export function keyOf(host: string, path: string): string {
  return `${host}:${path}`;
}

export function isDirty({ state, text, saved }: OpenFile): boolean {
  return state === 'text' && text !== saved;
}

const LARGE_BYTES = 1 << 20;

export class EditorDesk {
  readonly store: StoreApi<DeskState> = createStore<DeskState>(() => ({ files: [], front: '', said: undefined, moves: 0 }));
  private readonly client: Client;
  private begun = false;
  private readonly saves = new Map<string, number>(); // counts, so that an answer from before a save is known as such

  constructor(client: Client) {
    this.client = client;
  }

  get(key: string): OpenFile | undefined {
    return this.store.getState().files.find((file) => file.key === key);
  }

  get front(): OpenFile | undefined {
    return this.get(this.store.getState().front);
  }

  choose(front: string): void {
    this.store.setState({ front });
  }

  /** Opens the files that a world begins with, once. */
  begin(host: string, paths: readonly string[]): void {
    if (this.begun) return;
    this.begun = true;
    for (const path of paths) this.open(host, path, false);
  }

  /** One that is not there begins empty: its machine gets it when it is saved. */
  open(host: string, path: string, front = true): void {
    const key = keyOf(host, path);
    if (!this.get(key)) {
      this.add({ key, host, path, edit: 0, text: '', saved: undefined, state: 'loading', theirs: undefined, turn: 0, problems: 0 });
      void this.look(key);
    }
    if (front || this.store.getState().front === '') this.bring(key);
  }

  /** A file that a program wants edited; without a text: nobody waits for it any more. */
  takeEdit({ edit, host, path, text }: { readonly edit: number; readonly host: string; readonly path: string; readonly text: string | null }): void {
    const key = `edit ${edit}`;
    if (text === null) return this.close(key);
    if (this.get(key)) return undefined;
    this.add({ edit, host, path, text, key, saved: text, state: 'text', theirs: undefined, turn: 0, problems: 0 });
    return this.bring(key);
  }

  close(key: string): void {
    const { files, front } = this.store.getState();
    const at = files.findIndex((file) => file.key === key);
    const left = files.filter((file) => file.key !== key);
    this.store.setState({ files: left, front: front === key ? (left[Math.min(at, left.length - 1)]?.key ?? '') : front });
  }

  say(said: Said | undefined): void {
    this.store.setState({ said });
  }

  /** The file has another name from now on, its text and what is unsaved of it stay. */
  renamed(host: string, from: string, to: string): void {
    const [before, key] = [keyOf(host, from), keyOf(host, to)];
    this.store.setState(({ files, front, moves }) => ({
      files: files.map((file) => (file.key === before ? { ...file, key, path: to } : file)),
      front: front === before ? key : front,
      said: undefined,
      moves: moves + 1,
    }));
  }

  removed(host: string, path: string, text: string): void {
    this.close(keyOf(host, path));
    this.store.setState(({ moves }) => ({ said: { is: 'removed', host, path, text }, moves: moves + 1 }));
  }

  typed(key: string, text: string): void {
    if (this.get(key)?.text !== text) this.change(key, { text });
  }

  found(key: string, problems: number): void {
    if (this.get(key)?.problems !== problems) this.change(key, { problems });
  }

  save(key: string): void {
    const file = this.get(key);
    if (!file || file.state !== 'text' || file.edit !== 0) return;
    this.saves.set(key, (this.saves.get(key) ?? 0) + 1);
    this.client.input({ do: 'save', host: file.host, path: file.path, text: file.text });
    this.change(key, { saved: file.text, theirs: undefined });
  }

  /** Answers the program that waits. An editor ends the last line of what it writes. */
  endEdit(key: string, saved: boolean): void {
    const file = this.get(key);
    if (!file || file.edit === 0) return;
    this.client.input({ do: 'edited', edit: file.edit, text: saved ? file.text.replace(/[^\n]$/, '$&\n') : null });
    this.close(key);
  }

  takeTheirs(key: string): void {
    const file = this.get(key);
    if (file?.theirs === undefined) return undefined;
    if (file.theirs === null) return file.edit === 0 ? this.close(key) : this.endEdit(key, false);
    return this.change(key, { text: file.theirs, saved: file.theirs, theirs: undefined, turn: file.turn + 1 });
  }

  keepMine(key: string): void {
    const file = this.get(key);
    if (file?.theirs !== undefined) this.change(key, { saved: file.theirs ?? undefined, theirs: undefined });
  }

  /** Asks for what the machine has now. */
  async look(key: string): Promise<void> {
    const asked = this.get(key);
    if (!asked) return;
    const { host, path, edit } = asked;
    const saves = this.saves.get(key);
    const answer = await this.client.ask('file', { host, path, ...(edit !== 0 && { edit }) }).catch(() => undefined);
    const file = this.get(key);
    if (answer === undefined || !file || this.saves.get(key) !== saves) return;
    if (answer && (answer.binary || answer.truncated || answer.sizeBytes > LARGE_BYTES)) {
      // What was written here stays open, however long it has become.
      const ours = !answer.binary && file.state === 'text' && answer.sizeBytes === new Blob([file.saved ?? '']).size;
      return ours ? undefined : this.change(key, { state: answer.binary ? 'binary' : 'large' });
    }
    // What a program edits need not be there yet.
    const change = fileMoves(file, answer?.text ?? (edit !== 0 && file.saved === '' ? '' : undefined));
    if (change) this.change(key, change);
  }

  /** The texts of open files below a folder, drafts as they stand, by their paths below it. */
  textsBelow(host: string, folder: string): { readonly path: string; readonly text: string }[] {
    const mine = this.store.getState().files.filter((file) => file.edit === 0 && file.state === 'text' && file.host === host && file.path.startsWith(`${folder}/`));
    return mine.map(({ path, text }) => ({ path: path.slice(folder.length + 1), text }));
  }

  /** What was said of another file is put away with it; a removal stays, for its undo would be lost. */
  private bring(front: string): void {
    this.store.setState(({ said }) => ({ front, said: said?.is === 'removed' ? said : undefined }));
  }

  private add(file: OpenFile): void {
    this.store.setState(({ files }) => ({ files: [...files, file] }));
  }

  private change(key: string, change: Partial<OpenFile>): void {
    this.store.setState(({ files }) => ({ files: files.map((file) => (file.key === key ? { ...file, ...change } : file)) }));
  }
}

const desks = new WeakMap<Client, EditorDesk>();

export function deskOf(client: Client): EditorDesk {
  let desk = desks.get(client);
  if (!desk) desks.set(client, (desk = new EditorDesk(client)));
  return desk;
}
