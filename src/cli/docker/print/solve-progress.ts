/** The progress of a build by BuildKit: one line after the other, or on a terminal a list that is drawn again and again. */
import { seconds, type SolveChange, type SolveState, type SolveVertex, type SolveWork } from './solve-status.ts';

export interface SolvePrinter {
  /** What to print after a change. */
  changed(change: SolveChange, state: SolveState): string;
  /** What to print when nothing has changed for a while, `ms` after the last change. */
  waited(state: SolveState, ms: number): string;
  /** What to print at the end. */
  finished(state: SolveState): string;
}

const AMOUNT_EVERY_MS = 1_000;

export class PlainPrinter implements SolvePrinter {
  private current: SolveVertex | undefined;
  private readonly toldMs = new Map<string, number>();

  changed(change: SolveChange, state: SolveState): string {
    const { vertex } = change;
    const text = this.linesOf(change, state);
    if (text === '' && change.kind !== 'begun') return '';
    const header = this.current === vertex ? '' : `\n#${vertex.id} ${vertex.name}\n`;
    this.current = vertex;
    return header + text;
  }

  waited(): string {
    return '';
  }

  finished(): string {
    return '';
  }

  private linesOf(change: SolveChange, state: SolveState): string {
    const { vertex } = change;
    if (change.kind === 'begun') return '';
    if (change.kind === 'lines') return vertex.lines.slice(-change.count).map(({ atMs, text }) => `#${vertex.id} ${((atMs - vertex.startedMs) / 1000).toFixed(3)} ${text}\n`).join('');
    if (change.kind === 'warning') return `#${vertex.id} WARN: ${change.text}\n`;
    if (change.kind === 'work') return this.workLine(vertex, change.work, state.lastMs);
    const rest = vertex.open === '' ? '' : `#${vertex.id} ${((state.lastMs - vertex.startedMs) / 1000).toFixed(3)} ${vertex.open}\n`;
    const end = vertex.error === '' ? (vertex.cached ? 'CACHED' : `DONE ${seconds(vertex.completedMs! - vertex.startedMs)}`) : `ERROR: ${vertex.error}`;
    return `${rest}#${vertex.id} ${end}\n`;
  }

  private workLine({ id }: SolveVertex, { name, amount, startedMs, completedMs }: SolveWork, nowMs: number): string {
    if (completedMs !== undefined) return `#${id} ${name}${amount}${completedMs > startedMs ? ` ${seconds(completedMs - startedMs)}` : ''} done\n`;
    const key = `${id} ${name}`;
    if (amount === '' || nowMs - (this.toldMs.get(key) ?? -Infinity) < AMOUNT_EVERY_MS) return '';
    this.toldMs.set(key, nowMs);
    return `#${id} ${name}${amount}\n`;
  }
}

const YELLOW = '\u001b[33m';
const BLUE = '\u001b[34m';
const RED = '\u001b[31m';
const RESET = '\u001b[0m';
const LOG_LINES = 6;
/** Virtual milliseconds between two pictures. */
export const DRAW_EVERY_MS = 150;

export class TerminalPrinter implements SolvePrinter {
  private readonly cols: number;
  private lines = 0;
  private drawnMs = 0;

  constructor(cols: number) {
    this.cols = cols;
  }

  /** Drawing waits for the next pause: what comes together is drawn once. */
  changed(_: SolveChange, state: SolveState): string {
    if (state.lastMs - this.drawnMs < DRAW_EVERY_MS) return '';
    return this.draw(state, state.lastMs, false);
  }

  waited(state: SolveState, ms: number): string {
    return this.draw(state, state.lastMs + ms, false);
  }

  finished(state: SolveState): string {
    return this.draw(state, state.lastMs, true);
  }

  private draw(state: SolveState, nowMs: number, over: boolean): string {
    this.drawnMs = nowMs;
    const all = [...state.vertices.values()];
    const done = all.filter(({ completedMs }) => completedMs !== undefined).length;
    const title = `[+] Building ${seconds(nowMs - state.firstMs)} (${done}/${all.length})${over ? ' FINISHED' : ''}`;
    const rows = [this.row(title, 'docker:default'), ...all.flatMap((vertex) => this.rowsOf(vertex, nowMs))];
    const up = '\u001b[1A'.repeat(this.lines);
    const blank = Math.max(0, this.lines - rows.length);
    this.lines = rows.length;
    return `${up}\u001b[0G\u001b[?25l${rows.map((row) => `${row}\n`).join('')}${`${' '.repeat(this.cols - 1)}\n`.repeat(blank)}${'\u001b[1A'.repeat(blank)}\u001b[?25h`;
  }

  private rowsOf(vertex: SolveVertex, nowMs: number): string[] {
    const { name, startedMs, completedMs, cached, error, works, lines, warnings } = vertex;
    const prefix = cached ? 'CACHED ' : error === '' ? '' : 'ERROR ';
    const rows = [this.row(` => ${prefix}${name}`, seconds((completedMs ?? nowMs) - startedMs))];
    for (const work of works.values()) rows.push(this.row(` => => ${work.name}${work.amount}`, seconds((work.completedMs ?? nowMs) - work.startedMs)));
    for (const text of warnings) rows.push(this.row(` => WARN: ${text}`, seconds(0)));
    if (completedMs === undefined) return [...rows, ...lines.slice(-LOG_LINES).map(({ text }) => ` => => # ${text}`.slice(0, this.cols - 1))];
    const colour = error === '' ? BLUE : RED;
    return rows.map((row) => `${colour}${row}${RESET}`);
  }

  private row(left: string, right: string): string {
    const room = this.cols - 1 - right.length - 1;
    return `${left.slice(0, room - 1).padEnd(room)} ${right}`;
  }
}

/** What stands below a build that went well. */
export function warningsText({ vertices }: SolveState): string {
  const all = [...vertices.values()].flatMap(({ warnings }) => warnings);
  if (all.length === 0) return '';
  const title = `${all.length === 1 ? '1 warning' : `${all.length} warnings`} found (use docker --debug to expand):\n`;
  return `\n ${YELLOW}${title}${RESET}${all.map((text) => ` - ${text}\n`).join('')}`;
}
