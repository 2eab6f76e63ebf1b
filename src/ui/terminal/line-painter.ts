// Draws the line that is being typed after what programs have printed, and takes it away before they print more, so that neither
// ever lands in the other. Output goes to the screen asynchronously: the line is drawn when all of it is there.
import { layOut, type Layout, type Shown, type Width } from './line-layout.ts';

/** What it needs of a terminal's screen. */
export interface Screen {
  readonly cols: number;
  readonly rows: number;
  write(data: string | Uint8Array, done?: () => void): void;
  /** Column of the cursor, once all that was written is there. */
  cursorColumn(): number;
}

const SLICE = 16_384;
const ROWS_OF_LINE = 10_000; // one that is done may be longer than the screen
const NOTHING: Shown = { text: '', cursor: 0, dim: 0, below: [] };

export class LinePainter {
  private readonly screen: Screen;
  private readonly width: Width;
  private shown = NOTHING;
  private writing = 0; // writes of output that are not on the screen yet
  private origin: number | undefined; // column at which the line begins, while it is drawn
  private cursorRow = 0;
  private cursorColumn = 0;

  constructor(screen: Screen, width: Width) {
    this.screen = screen;
    this.width = width;
  }

  /** True when nothing is on its way to the screen. */
  get idle(): boolean {
    return this.writing === 0;
  }

  show(shown: Shown): void {
    const same = shown.text === this.shown.text && shown.cursor === this.shown.cursor && shown.dim === this.shown.dim && shown.below.length + this.shown.below.length === 0;
    const more = this.moreOf(shown);
    this.shown = shown;
    if (same || this.writing > 0) return;
    if (this.origin === undefined) this.begin();
    else if (more === '') this.redraw(this.erasure());
    else {
      this.screen.write(more);
      this.cursorColumn += more.length;
    }
  }

  /** What was typed at the end of the line, when it is all that is new and fits its row: alone it is heard as typed, while a line drawn anew is read out as a whole. */
  private moreOf({ text, cursor, dim, below }: Shown): string {
    const before = this.shown;
    const atEnd = before.cursor === before.text.length && cursor === text.length && text.startsWith(before.text);
    const more = atEnd && dim + before.dim + below.length + before.below.length === 0 ? text.slice(before.text.length) : '';
    return /^[ -~]+$/.test(more) && this.cursorColumn + more.length < this.screen.cols ? more : '';
  }

  /** Output of programs. */
  print(data: Uint8Array | string, done?: () => void): void {
    this.erase();
    this.writing++;
    // In slices, between which the screen lets the page breathe.
    let at = 0;
    for (; at + SLICE < data.length; at += SLICE) this.screen.write(data.slice(at, at + SLICE));
    this.screen.write(data.slice(at), () => {
      this.writing--;
      done?.();
      if (this.writing === 0) this.begin();
    });
  }

  /** What was typed stays on the screen as it is, and what is shown from now on comes after it; in a line of its own when that one is `ended`. */
  commit(text: string, next: Shown, ended: boolean, done?: () => void): void {
    const start = this.origin ?? (this.idle ? this.startColumn() : 0);
    const whole = this.layOut({ text, cursor: text.length, dim: 0, below: [] }, start, ROWS_OF_LINE).output;
    // Written again it would be read out again.
    const stands = ended && this.standsAlready(whole);
    if (stands) this.origin = undefined;
    else this.erase();
    this.shown = next;
    // A row that is full has brought the next one on as its continuation; that ends here.
    const end = !ended ? '' : `${whole.endsWith('\r') ? up(1) : ''}\r\n`;
    this.print(stands ? end : whole + end, done);
  }

  /** True when the screen shows just that, and the cursor is behind it. */
  private standsAlready(output: string): boolean {
    const { shown, origin } = this;
    return origin !== undefined && shown.cursor === shown.text.length && this.layOut(shown, origin).output === output;
  }

  private layOut(shown: Shown, start: number, rows = this.screen.rows): Layout {
    return layOut(shown, start, this.screen.cols, rows, this.width);
  }

  /** Does what moves the text on the screen (a new size, an emptied screen) while the line is away. */
  around(change: () => void): void {
    this.erase();
    this.writing++;
    this.screen.write('', () => {
      this.writing--;
      change();
      if (this.writing === 0) this.begin();
    });
  }

  private begin(): void {
    if (this.shown.text === '' && this.shown.below.length === 0) return;
    this.origin = this.startColumn();
    this.redraw('');
  }

  private startColumn(): number {
    return Math.min(this.screen.cursorColumn(), this.screen.cols);
  }

  private redraw(first: string): void {
    const { output, endRow, cursorRow, cursorColumn } = this.layOut(this.shown, this.origin!);
    this.cursorRow = cursorRow;
    this.cursorColumn = cursorColumn;
    this.screen.write(`${first}${output}${up(endRow - cursorRow)}\r${toRight(cursorColumn)}`);
  }

  private erase(): void {
    if (this.origin === undefined) return;
    this.screen.write(this.erasure());
    this.origin = undefined;
  }

  private erasure(): string {
    return `${up(this.cursorRow)}\r${toRight(this.origin!)}\x1b[J`;
  }
}

function up(rows: number): string {
  return rows > 0 ? `\x1b[${rows}A` : '';
}

function toRight(columns: number): string {
  return columns > 0 ? `\x1b[${columns}C` : '';
}
