// The one editor of the page over a model for each open file: keeps models in step with the desk, marks what is wrong, wears the
// theme. It lives as long as its world; a panel only gives it a place.
import type { Client, Fix } from '../../client/index.ts';
import { hintText } from '../hints/hint-text.ts';
import { leaveByKey } from '../layout/next-panel.ts';
import { onTheme, typeSize } from '../look/tokens.ts';
import type { Page } from '../page-context.ts';
import type { EditorDesk, OpenFile } from './editor-desk.ts';
import { applyFile } from './apply-file.ts';
import { applyTheme } from './editor-theme.ts';
import { isManifest, languageOf } from './languages.ts';
import { setServerProblems } from './markers.ts';
import { monaco } from './monaco.ts';
import { offerMends } from './quick-fixes.ts';
import type { EditWords } from './words.en.ts';
import { useSchema } from './yaml-language.ts';

const VALIDATE_MS = 400;

type Model = monaco.editor.ITextModel;

interface Held {
  readonly model: Model;
  turn: number;
  view: monaco.editor.ICodeEditorViewState | null;
  timer: ReturnType<typeof setTimeout> | undefined;
}

export class EditorSurface {
  readonly element = document.createElement('div');
  private readonly page: Page;
  private readonly client: Client;
  private readonly desk: EditorDesk;
  private readonly editor: monaco.editor.IStandaloneCodeEditor;
  private readonly held = new Map<string, Held>();
  private shown = '';
  private readonly ends: (() => void)[] = [];

  constructor(page: Page, client: Client, desk: EditorDesk) {
    this.page = page;
    this.client = client;
    this.desk = desk;
    this.element.className = 'editor-surface nokey'; // nokey: the diagram's keys are not heard here
    applyTheme();
    this.editor = monaco.editor.create(this.element, {
      ...OPTIONS,
      model: null,
      fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--mono'),
      fontSize: this.fontSize(),
    });
    offerMends();
    this.bindKeys();
    this.ends.push(
      desk.store.subscribe(() => this.follow()),
      onTheme(() => {
        applyTheme();
        this.editor.updateOptions({ fontSize: this.fontSize() });
      }),
      page.store.subscribe((state, before) => {
        if (state.words !== before.words) this.name(this.desk.get(this.shown));
      }),
    );
    const markers = monaco.editor.onDidChangeMarkers(() => this.countProblems());
    this.ends.push(() => markers.dispose());
    void this.askSchema();
    this.follow();
  }

  focus(): void {
    this.editor.focus();
  }

  layout(): void {
    this.editor.updateOptions({ fontSize: this.fontSize() });
    this.editor.layout();
  }

  dispose(): void {
    for (const end of this.ends) end();
    this.editor.dispose();
    for (const { model, timer } of this.held.values()) {
      clearTimeout(timer);
      model.dispose();
    }
    this.element.remove();
  }

  private fontSize(): number {
    return Math.round(typeSize(this.element.isConnected ? this.element : document.body) * 0.93);
  }

  /** Models as the desk has files, and the one in front in the editor. */
  private follow(): void {
    const { files, front } = this.desk.store.getState();
    for (const key of this.held.keys()) if (!files.some((file) => file.key === key)) this.drop(key);
    for (const file of files) if (file.state === 'text') this.keepUp(file);
    const file = this.desk.get(front);
    const next = file?.state === 'text' ? front : '';
    if (next === this.shown) return;
    const before = this.held.get(this.shown);
    if (before) before.view = this.editor.saveViewState();
    this.shown = next;
    const held = this.held.get(next);
    this.editor.setModel(held?.model ?? null);
    if (held?.view) this.editor.restoreViewState(held.view);
    this.name(file);
  }

  private name(file: OpenFile | undefined): void {
    if (file) this.editor.updateOptions({ ariaLabel: this.page.store.getState().words.edit.label(file.path) });
  }

  private keepUp(file: OpenFile): void {
    const held = this.held.get(file.key) ?? this.hold(file);
    if (held.turn === file.turn) return;
    held.turn = file.turn;
    // As an edit, so that it can be undone and the cursor stays where it can.
    if (held.model.getValue() !== file.text) held.model.pushEditOperations([], [{ range: held.model.getFullModelRange(), text: file.text }], () => null);
  }

  private hold(file: OpenFile): Held {
    const uri = file.edit === 0 ? monaco.Uri.from({ scheme: 'file', authority: file.host, path: file.path }) : monaco.Uri.from({ scheme: 'edit', path: `/${file.edit}${file.path}` });
    const model = monaco.editor.createModel(file.text, languageOf(file.path), uri);
    model.setEOL(monaco.editor.EndOfLineSequence.LF);
    const held: Held = { model, turn: file.turn, view: null, timer: undefined };
    this.held.set(file.key, held);
    model.onDidChangeContent(() => {
      this.desk.typed(file.key, model.getValue());
      this.checkSoon(file, held);
    });
    this.checkSoon(file, held);
    return held;
  }

  private drop(key: string): void {
    const held = this.held.get(key)!;
    this.held.delete(key);
    clearTimeout(held.timer);
    if (this.shown === key) {
      this.editor.setModel(null);
      this.shown = '';
    }
    held.model.dispose();
  }

  /** What the server would say, once nobody has typed for a moment. */
  private checkSoon(file: OpenFile, held: Held): void {
    clearTimeout(held.timer);
    held.timer = setTimeout(() => void this.check(file, held.model), VALIDATE_MS);
  }

  private async check({ host, path }: OpenFile, model: Model): Promise<void> {
    const text = model.getValue();
    const version = model.getVersionId();
    const problems = languageOf(path) === 'dockerfile' || isManifest(path, text) ? await this.client.ask('validate', { host, path, text }).catch(() => []) : [];
    if (model.isDisposed() || model.getVersionId() !== version) return;
    const { settings, words } = this.page.store.getState();
    setServerProblems(model, problems, {
      explain: (hint) => hintText(settings.language, hint),
      mend: (fix) => mendText(fix, words.edit),
    });
  }

  private async askSchema(): Promise<void> {
    const host = this.page.store.getState().session?.homeHost ?? '';
    const answer = await this.client.ask('schema', { host }).catch(() => null);
    useSchema(answer?.name ?? '', answer ? JSON.parse(answer.schema) : undefined);
  }

  private countProblems(): void {
    for (const [key, { model }] of this.held) this.desk.found(key, monaco.editor.getModelMarkers({ resource: model.uri }).length);
  }

  private bindKeys(): void {
    const { editor, desk, page } = this;
    const { KeyMod, KeyCode } = monaco;
    const save = () => {
      const { front } = desk;
      if (front && front.edit !== 0) desk.endEdit(front.key, true);
      else if (front) desk.save(front.key);
    };
    editor.addCommand(KeyMod.CtrlCmd | KeyCode.KeyS, save);
    editor.addCommand(KeyMod.CtrlCmd | KeyMod.Shift | KeyCode.Enter, () => applyFile(page, this.client, desk, desk.front));
    editor.addCommand(KeyMod.CtrlCmd | KeyCode.KeyK, () => page.actions.palette(''));
    editor.onKeyDown((event) => {
      if (leaveByKey(event.browserEvent)) event.stopPropagation();
    });
  }
}

const OPTIONS: monaco.editor.IStandaloneEditorConstructionOptions = {
  // A word typed to its end is no choice: Enter begins the next line.
  acceptSuggestionOnEnter: 'smart',
  automaticLayout: false,
  contextmenu: true,
  fixedOverflowWidgets: true,
  folding: true,
  glyphMargin: false,
  guides: { indentation: true },
  hideCursorInOverviewRuler: true,
  insertSpaces: true,
  lineDecorationsWidth: 6,
  lineNumbersMinChars: 3,
  links: false,
  minimap: { enabled: false },
  occurrencesHighlight: 'off',
  overviewRulerBorder: false,
  padding: { top: 6, bottom: 6 },
  quickSuggestions: { other: true, comments: false, strings: true },
  renderLineHighlight: 'line',
  renderLineHighlightOnlyWhenFocus: true,
  scrollBeyondLastLine: false,
  stickyScroll: { enabled: false },
  tabSize: 2,
  unicodeHighlight: { ambiguousCharacters: false },
  wordBasedSuggestions: 'off',
  scrollbar: { alwaysConsumeMouseWheel: false, verticalScrollbarSize: 10, horizontalScrollbarSize: 10 },
};

/** What a fix does, in words: blanks at the beginning of a line are counted rather than shown. */
function mendText({ from, to }: Fix, words: EditWords): string {
  if (to === '') return words.takeOut(from.split('\n')[0]!.trim());
  if (from.trim() === to.trim()) return words.indent(to.length - to.trimStart().length);
  return words.mend(from.replaceAll('\t', '⇥'), to);
}
