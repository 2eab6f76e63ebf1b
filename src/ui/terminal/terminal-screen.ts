// One terminal of the page: its screen, its line editor, and both ends of the wire to its tty. It lives as long as the terminal,
// also while no panel shows it; a panel only gives it a place.
import { FitAddon } from '@xterm/addon-fit';
import { Unicode11Addon } from '@xterm/addon-unicode11';
import { Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import type { Client } from '../../client/index.ts';
import { leaveByKey } from '../layout/next-panel.ts';
import { onTheme, typeSize } from '../look/tokens.ts';
import type { Page } from '../page-context.ts';
import { cellWidth } from './cell-width.ts';
import { listLines } from './completion.ts';
import { LineEditor } from './line-editor.ts';
import type { LineHistory } from './line-history.ts';
import { LinePainter } from './line-painter.ts';
import { terminalColours } from './terminal-colours.ts';

const SCROLLBACK = 5_000; // lines
const TELL_SIZE_MS = 250; // after the last change: each telling is an input of the session

export interface TerminalParts {
  readonly page: Page;
  readonly client: Client;
  readonly tty: string;
  readonly host: string;
  readonly historyOf: (place: string) => LineHistory;
}

export class TerminalScreen {
  readonly element = document.createElement('div');
  private readonly parts: TerminalParts;
  private readonly term: Terminal;
  private readonly fit = new FitAddon();
  private readonly painter: LinePainter;
  private readonly editor: LineEditor;
  private readonly width = cellWidth();
  private readonly ends: (() => void)[] = [];
  private expected: number; // lines that the tty has had when it has all of ours
  private told = { rows: 24, cols: 80 };
  private telling: ReturnType<typeof setTimeout> | undefined;
  private saidEnded = false;

  constructor(parts: TerminalParts) {
    this.parts = parts;
    this.element.className = 'terminal-screen nokey'; // nokey: the diagram's keys are not heard here
    this.term = new Terminal({
      allowProposedApi: true,
      convertEol: true,
      cursorBlink: false,
      fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--mono'),
      minimumContrastRatio: 4.5,
      rightClickSelectsWord: true,
      screenReaderMode: parts.page.store.getState().settings.screenReader,
      scrollback: SCROLLBACK,
      theme: terminalColours(),
    });
    this.term.loadAddon(this.fit);
    this.term.loadAddon(new Unicode11Addon());
    this.term.unicode.activeVersion = '11';
    this.expected = this.row?.received ?? 0;
    const { term } = this;
    this.painter = new LinePainter(
      {
        get cols() {
          return term.cols;
        },
        get rows() {
          return term.rows;
        },
        write: (data, done) => term.write(data, done),
        cursorColumn: () => term.buffer.active.cursorX,
      },
      this.width,
    );
    this.editor = this.makeEditor();
    term.open(this.element);
    this.listen();
  }

  private get row() {
    return this.parts.client.mirror.get('ttys', this.parts.tty);
  }

  private get words() {
    return this.parts.page.store.getState().words.terminal;
  }

  focus(): void {
    this.term.focus();
  }

  /** As many rows and columns as its place holds. */
  resize(): void {
    const size = Math.round(typeSize(this.element) * 0.93);
    if (this.element.clientWidth < 40 || this.element.clientHeight < 20) return;
    if (this.term.options.fontSize !== size) this.term.options.fontSize = size;
    const wanted = this.fit.proposeDimensions();
    if (!wanted || !Number.isFinite(wanted.cols) || wanted.cols < 2 || wanted.rows < 1) return;
    if (wanted.cols !== this.term.cols || wanted.rows !== this.term.rows) this.painter.around(() => this.term.resize(wanted.cols, wanted.rows));
    clearTimeout(this.telling);
    this.telling = setTimeout(() => this.tellSize(wanted.rows, wanted.cols), TELL_SIZE_MS);
  }

  /** Its accessible name, in the language of the page. */
  name(): void {
    this.term.textarea?.setAttribute('aria-label', this.words.input(this.parts.host));
  }

  dispose(): void {
    clearTimeout(this.telling);
    for (const end of this.ends) end();
    this.term.dispose();
    this.element.remove();
  }

  private tellSize(rows: number, cols: number): void {
    if (rows === this.told.rows && cols === this.told.cols) return;
    this.told = { rows, cols };
    this.parts.client.input({ do: 'resize', tty: this.parts.tty, rows, cols });
  }

  private makeEditor(): LineEditor {
    const { client, tty, host, historyOf } = this.parts;
    const modes = () => ({ signals: this.row?.signals ?? true, echo: this.row?.echo ?? true });
    return new LineEditor(
      {
        send: (text) => {
          this.expected = Math.max(this.expected, this.row?.received ?? 0) + 1;
          this.forgetHints();
          client.input({ do: 'line', tty, text });
        },
        signal: (signal) => client.input({ do: 'signal', tty, signal }),
        endOfFile: () => (this.ended ? this.reopen() : client.input({ do: 'eof', tty })),
        key: (text) => client.input({ do: 'keys', tty, text }),
        complete: (line, cursor) => client.complete(tty, line, cursor),
        awaited: () => this.painter.idle && this.row?.awaited === true && this.row.received >= this.expected,
        reads: () => (this.row?.foreground ?? '') !== '',
        modes,
        // What runs in the foreground has lines of its own: those of a shell in a container are not those of its host.
        history: () => historyOf(`${host} ${this.row?.foreground ?? ''}`),
      },
      {
        show: (shown) => this.painter.show(shown),
        // Whoever reads may ask for the next line before this one is on the screen.
        commit: (text, next, ended) => this.painter.commit(text, next, ended, () => this.editor.advance()),
        clear: () => this.painter.around(() => this.term.clear()),
        bell: () => {},
        listed: (list) => listLines(list, this.term.cols, Math.max(1, Math.floor(this.term.rows * 0.6)), this.width, this.words.more),
        searching: (query, found) => {
          const head = `(${this.words.search})'${query}': `;
          return { text: head + found, cursor: head.length + Math.max(0, found.indexOf(query)) };
        },
      },
    );
  }

  /** A hint speaks of the line before. */
  private forgetHints(): void {
    const { store } = this.parts.page;
    const hints = store.getState().hints.filter((hint) => hint.tty !== this.parts.tty);
    if (hints.length < store.getState().hints.length) store.setState({ hints });
  }

  private listen(): void {
    const { term, editor, painter } = this;
    const { client, page, tty } = this.parts;
    const data = term.onData((typed) => this.typed(typed));
    term.attachCustomKeyEventHandler((event) => event.type !== 'keydown' || this.keyIsOurs(event));
    const onPaste = (event: ClipboardEvent) => {
      event.preventDefault();
      event.stopPropagation();
      this.pasted(event.clipboardData?.getData('text/plain') ?? '');
    };
    this.element.addEventListener('paste', onPaste, true);
    this.takeInsertions();
    this.ends.push(
      () => data.dispose(),
      page.feed.attach(tty, {
        write: (bytes, drawn) => painter.print(bytes, () => (drawn(), editor.advance())),
        type: (text) => {
          term.scrollToBottom();
          editor.enterLine(text);
        },
      }),
      client.mirror.onRow('ttys', tty, () => this.rowChanged()),
      page.store.subscribe(({ settings }) => {
        if (term.options.screenReaderMode !== settings.screenReader) term.options.screenReaderMode = settings.screenReader;
      }),
      onTheme(() => {
        term.options.theme = terminalColours();
        this.resize();
      }),
    );
    for (const line of page.feed.takeTyped(tty)) this.parts.historyOf(`${this.parts.host} `).add(line);
    this.name();
    this.rowChanged();
  }

  /** Text that comes without keys (a picker of characters, dictation): for screen readers' sake the terminal itself leaves it alone, and only for theirs. */
  private takeInsertions(): void {
    let byKey = false;
    const field = this.term.textarea;
    field?.addEventListener('keydown', () => (byKey = true), true);
    field?.addEventListener('keyup', () => (byKey = false), true);
    field?.addEventListener('input', (event) => {
      if (event instanceof InputEvent && event.inputType === 'insertText' && !event.isComposing && !byKey && event.data && this.term.options.screenReaderMode) this.typed(event.data);
    });
  }

  private get ended(): boolean {
    return this.row?.open === false;
  }

  private typed(data: string): void {
    this.term.scrollToBottom();
    if (this.ended) {
      if (data === '\r') this.reopen();
    } else if (this.row?.canonical === false) this.parts.client.input({ do: 'keys', tty: this.parts.tty, text: data });
    else this.editor.keys(data);
  }

  private pasted(text: string): void {
    if (text === '' || this.ended) return;
    if (this.row?.canonical === false) this.parts.client.input({ do: 'keys', tty: this.parts.tty, text: text.replace(/\r\n?|\n/g, '\r') });
    else this.editor.paste(text);
  }

  /** False for keys that go on to the page or the browser. */
  private keyIsOurs(event: KeyboardEvent): boolean {
    if (leaveByKey(event)) return false;
    const key = event.key.toLowerCase();
    const copies = key === 'c' && ((event.ctrlKey && (event.shiftKey || this.term.hasSelection())) || event.metaKey);
    if (copies && !event.altKey) {
      this.copy();
      event.preventDefault();
      return false;
    }
    // Pasting is the browser's, with or without Shift; with Shift, Ctrl-K is the page's.
    return !((event.ctrlKey || event.metaKey) && !event.altKey && (key === 'v' || (key === 'k' && event.shiftKey)));
  }

  private copy(): void {
    if (!this.term.hasSelection()) return;
    void navigator.clipboard?.writeText(this.term.getSelection()).catch(() => document.execCommand('copy'));
    this.term.clearSelection();
  }

  private rowChanged(): void {
    const { row } = this;
    if (row?.canonical === false) {
      const raw = this.editor.takeRaw();
      if (raw !== '') this.parts.client.input({ do: 'keys', tty: this.parts.tty, text: raw });
    }
    if (row && !row.open && !this.saidEnded) this.painter.print(`\x1b[37m${this.words.ended}\x1b[39m\r\n`);
    this.saidEnded = row?.open === false;
    this.editor.advance();
  }

  private reopen(): void {
    const { client, tty, host } = this.parts;
    this.expected = 0;
    client.input({ do: 'open-tty', tty, host, ...this.told });
  }
}
