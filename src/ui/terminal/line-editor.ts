// The line editor: what is typed becomes a line, and the line goes to the engine when somebody there waits for one. Until then it
// stands where it will be read, so that typing ahead never loses its place between outputs.
import type { Completion, Candidate } from '../../client/index.ts';
import { complete } from './completion.ts';
import { readKeys, type Edit } from './key-names.ts';
import { HistoryWalk, type LineHistory } from './line-history.ts';
import type { Shown } from './line-layout.ts';
import * as edit from './line-text.ts';
import { EMPTY, lineOf, type Line } from './line-text.ts';

export interface LineEngine {
  send(text: string): void;
  signal(name: 'INT' | 'QUIT' | 'TSTP'): void;
  endOfFile(): void;
  key(text: string): void;
  complete(line: string, cursor: number): Promise<Completion>;
  /** Somebody waits for a line, and all that he printed before is on the screen. */
  awaited(): boolean;
  /** He is no shell at its prompt: what he makes of one line need not stand before the next. */
  reads(): boolean;
  modes(): { readonly signals: boolean; readonly echo: boolean };
  history(): LineHistory;
}

export interface LineScreen {
  show(shown: Shown): void;
  /** What was typed stays as it is; `ended` says whether its line does too, or whoever runs goes on there. */
  commit(text: string, next: Shown, ended: boolean): void;
  clear(): void;
  bell(): void;
  listed(list: readonly Candidate[]): readonly string[];
  searching(query: string, found: string): { readonly text: string; readonly cursor: number };
}

interface Search {
  readonly query: string;
  readonly index: number; // in the history, -1 while nothing is found
  readonly before: Line;
}

const MOVES: Partial<Record<Edit, (line: Line) => Line>> = {
  left: edit.left, right: edit.right, 'word-left': edit.wordLeft, 'word-right': edit.wordRight, home: edit.home, end: edit.end,
  backspace: edit.backspace, delete: edit.deleteNext, transpose: edit.transpose,
};
const CUTS: Partial<Record<Edit, (line: Line) => edit.Cut>> = {
  'cut-to-end': edit.cutToEnd, 'cut-to-start': edit.cutToStart, 'cut-blank-word': edit.cutBlankWord, 'cut-word-left': edit.cutWordLeft, 'cut-word-right': edit.cutWordRight,
};

const AHEAD_SHOWN = 20; // lines
const AT_ONCE = 250; // lines of a flood, to a program that reads

export class LineEditor {
  private readonly engine: LineEngine;
  private readonly screen: LineScreen;
  private line = EMPTY;
  private ahead: string[] = []; // done, and not yet asked for
  private walk: HistoryWalk | undefined;
  private search: Search | undefined;
  private list: readonly Candidate[] = [];
  private tabbed = false; // the key before was Tab
  private cut = '';

  constructor(engine: LineEngine, screen: LineScreen) {
    this.engine = engine;
    this.screen = screen;
  }

  get text(): string {
    return this.line.text;
  }

  /** Keys as the terminal gives them. */
  keys(data: string): void {
    for (const key of readKeys(data)) {
      const tabbed = this.tabbed;
      this.tabbed = key === 'complete';
      this.list = [];
      if (typeof key !== 'string') this.type(key.text);
      else if (!this.searchKey(key)) this.key(key, tabbed);
    }
    // First what is asked for: drawn as one that waits, a line would be read out once more.
    this.advance();
    this.draw();
  }

  /** Lines that come all at once: each is sent when the one before has been taken. */
  paste(text: string): void {
    this.endSearch();
    const lines = text.replace(/\r\n?/g, '\n').split('\n');
    lines.forEach((part, i) => {
      this.line = edit.insert(this.line, part.replace(/[\x00-\x08\x0b-\x1f\x7f]/g, ''));
      if (i < lines.length - 1) this.enter();
    });
    this.draw();
    this.advance();
  }

  /** A whole line that a button types; what stands half typed stays. */
  enterLine(text: string): void {
    const { line } = this;
    this.line = lineOf(text);
    this.enter();
    this.line = line;
    this.draw();
    this.advance();
  }

  /** Hands out lines while somebody waits for one: to be called when that may have changed. */
  advance(): void {
    if (this.ahead.length === 0 || !this.engine.awaited()) return;
    const texts = this.ahead.splice(0, this.ahead.length > AHEAD_SHOWN && this.engine.reads() ? AT_ONCE : 1);
    this.screen.commit(this.engine.modes().echo ? texts.join('\n') : '', this.shown(), true);
    for (const text of texts) this.engine.send(text);
  }

  /** All that was typed and not sent, for a program that wants keys instead. */
  takeRaw(): string {
    const text = [...this.ahead, this.line.text].join('\r');
    this.ahead = [];
    this.line = EMPTY;
    this.endSearch();
    this.draw();
    return text;
  }

  draw(): void {
    this.screen.show(this.shown());
  }

  private type(text: string): void {
    const { search } = this;
    if (search) this.find({ ...search, query: search.query + text }, this.engine.history().size);
    else this.line = edit.insert(this.line, text);
  }

  private key(key: Edit, tabbed: boolean): void {
    const move = MOVES[key];
    const cut = CUTS[key];
    if (move) this.line = move(this.line);
    else if (cut) ({ line: this.line, cut: this.cut } = cut(this.line));
    else if (key === 'put-back') this.line = edit.insert(this.line, this.cut);
    else if (key === 'last-word') this.line = edit.insert(this.line, this.engine.history().lastWord);
    else if (key === 'older') this.goBack(-1);
    else if (key === 'newer') this.goBack(1);
    else if (key === 'enter') this.enter();
    else if (key === 'search') this.search = { query: '', index: -1, before: this.line };
    else if (key === 'complete') void this.completeLine(tabbed);
    else if (key === 'clear') this.screen.clear();
    else this.control(key);
  }

  /** Keys that go past the line to whoever runs. */
  private control(key: Edit): void {
    const { engine } = this;
    const { signals } = engine.modes();
    if (key === 'end-of-file') {
      if (this.line.text !== '') this.line = edit.deleteNext(this.line);
      else engine.endOfFile();
    } else if (key === 'interrupt') this.drop('^C', () => (signals ? engine.signal('INT') : engine.key('\x03')));
    else if (key === 'quit') this.drop('^\\', () => (signals ? engine.signal('QUIT') : engine.key('\x1c')));
    else if (key === 'suspend') this.drop('^Z', () => (signals ? engine.signal('TSTP') : engine.key('\x1a')));
  }

  /** The line and what was typed ahead are given up. */
  private drop(mark: string, act: () => void): void {
    const typed = this.engine.modes().echo ? this.line.text : '';
    this.line = EMPTY;
    this.ahead = [];
    this.walk = undefined;
    this.screen.commit(`${typed}${mark}`, this.shown(), false);
    act();
  }

  private enter(): void {
    const { text } = this.line;
    if (this.engine.modes().echo) this.engine.history().add(text);
    this.ahead.push(text);
    this.line = EMPTY;
    this.walk = undefined;
  }

  private goBack(by: -1 | 1): void {
    this.walk ??= new HistoryWalk(this.engine.history());
    const text = this.walk.step(by, this.line.text);
    if (text === undefined) this.screen.bell();
    else this.line = lineOf(text);
  }

  private async completeLine(tabbed: boolean): Promise<void> {
    const { line } = this;
    const answer = await this.engine.complete(line.text, line.cursor).catch(() => undefined);
    if (!answer || this.line !== line) return;
    const done = complete(line, answer);
    this.line = done.line;
    if (done.line === line) {
      if (tabbed) this.list = done.list;
      else this.screen.bell();
    }
    this.draw();
  }

  /** True when the search has taken the key. Any key but its own ends it with what was found, and acts on that. */
  private searchKey(key: Edit): boolean {
    const { search } = this;
    if (!search) return false;
    if (key === 'search') this.find(search, search.index < 0 ? this.engine.history().size : search.index);
    else if (key === 'backspace') this.find({ ...search, query: search.query.slice(0, -1) }, this.engine.history().size);
    else if (key === 'leave' || key === 'interrupt') {
      this.line = search.before;
      this.search = undefined;
    } else {
      this.endSearch();
      return false;
    }
    return true;
  }

  private find(search: Search, below: number): void {
    const index = search.query === '' ? -1 : this.engine.history().find(search.query, below);
    if (index < 0 && search.query !== '') this.screen.bell();
    this.search = { ...search, index: index < 0 ? search.index : index };
  }

  private endSearch(): void {
    const { search } = this;
    if (search && search.index >= 0) {
      const text = this.engine.history().at(search.index);
      this.line = { text, cursor: Math.max(0, text.indexOf(search.query)) };
    }
    this.search = undefined;
  }

  private shown(): Shown {
    const ahead = this.ahead.slice(-AHEAD_SHOWN).map((text) => `${text}\n`).join('');
    const { search } = this;
    if (!this.engine.modes().echo) return { text: '', cursor: 0, dim: 0, below: [] };
    const line = search ? this.screen.searching(search.query, search.index < 0 ? '' : this.engine.history().at(search.index)) : this.line;
    return { text: ahead + line.text, cursor: ahead.length + line.cursor, dim: ahead.length, below: this.list.length > 0 ? this.screen.listed(this.list) : [] };
  }
}
