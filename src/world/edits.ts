/** Files that a program wants edited: opened on the page, answered by the input that they were saved or closed. */
import type { EditorPort, Host, Process } from '../host/index.ts';

export interface OpenEdit {
  readonly number: number;
  readonly process: Process;
  readonly path: string; // in the process's own view
  readonly done: (outcome: 'saved' | 'closed') => void;
}

export class Edits {
  private readonly open = new Map<number, OpenEdit>();
  private last = 0;
  /** Set by whoever shows them; without one, programs are told that there is no terminal to edit on. */
  private show: ((edit: OpenEdit) => void) | undefined;
  private gone: ((number: number) => void) | undefined;

  /** From now on edits on these hosts are shown by `show`, those that are open first; `gone`: the program has ended without an answer. */
  attach(hosts: Iterable<Host>, show: (edit: OpenEdit) => void, gone?: (number: number) => void): void {
    this.show = show;
    this.gone = gone;
    this.accept(hosts);
    for (const edit of this.open.values()) show(edit);
  }

  /** Programs may edit on these hosts, and nobody sees it: in a replay, where the answers stand in the record. */
  accept(hosts: Iterable<Host>): void {
    for (const host of hosts) host.editor = this.port;
  }

  /** Who waits for it; undefined when nobody does. */
  get(number: number): OpenEdit | undefined {
    return this.open.get(number);
  }

  /** `text` null: closed without saving. */
  end(number: number, text: string | null): void {
    const edit = this.open.get(number);
    if (!edit) return;
    this.open.delete(number);
    if (text !== null) edit.process.files.writeFile(edit.path, text);
    edit.done(text === null ? 'closed' : 'saved');
  }

  private readonly port: EditorPort = {
    open: (process, path, done) => {
      const edit: OpenEdit = { number: ++this.last, process, path, done };
      this.open.set(edit.number, edit);
      this.show?.(edit);
      return () => {
        if (this.open.delete(edit.number)) this.gone?.(edit.number);
      };
    },
  };
}
