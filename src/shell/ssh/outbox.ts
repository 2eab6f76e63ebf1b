/** What is to be written to somebody who may be behind: neither side of a session may wait for the other to read, or both would. */
import { SystemError, until, type OpenFile } from '../../host/index.ts';

export class Outbox {
  readonly file: OpenFile;
  private readonly held: Uint8Array[] = [];
  private gone = false;

  constructor(file: OpenFile) {
    this.file = file;
  }

  get pending(): boolean {
    return this.held.length > 0;
  }

  push(bytes: Uint8Array): void {
    this.held.push(bytes.slice());
    this.flush();
  }

  /** What the reader has gone from is dropped. */
  flush(): void {
    try {
      while (this.held.length > 0 && !this.gone) {
        const head = this.held[0]!;
        const taken = this.file.write(head);
        if (taken < head.length) {
          this.held[0] = head.subarray(taken);
          return;
        }
        this.held.shift();
      }
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      this.gone = true;
    }
    this.held.length = 0;
  }
}

/** Until one of the files can be read, or one of the boxes that hold something can be emptied further. */
export function ready(files: readonly OpenFile[], boxes: readonly Outbox[]) {
  const full = boxes.filter((box) => box.pending);
  return until((wake) => {
    if (files.some((file) => file.readable) || full.some((box) => box.file.writable)) return wake();
    const cancels: (() => void)[] = [];
    const cancel = (): void => cancels.forEach((one) => one());
    const once = (): void => {
      cancel();
      wake();
    };
    for (const file of files) cancels.push(file.onReadable(once));
    for (const box of full) cancels.push(box.file.onWritable(once));
    return cancel;
  });
}
