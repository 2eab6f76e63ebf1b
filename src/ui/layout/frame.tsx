// Where the panels stand. Wide: columns with borders that drag. Narrow: one panel at a time, and tabs at the foot.
import { FileCode2, GraduationCap, SquareTerminal, Waypoints, type LucideIcon } from 'lucide-react';
import { lazy, useRef, useState, type ReactNode } from 'react';
import { Stage } from '../diagram/stage.tsx';
import { useLessonOpen } from '../lesson/use-lesson-open.ts';
import { useActions, usePageState, useWords } from '../page-context.ts';
import type { PanelTab } from '../state/store.ts';
import { PaneSlot } from './pane-slot.tsx';
import { Splitter } from './splitter.tsx';

const TerminalPane = lazy(async () => ({ default: (await import('../terminal/terminal-pane.tsx')).TerminalPane }));
const EditorPane = lazy(async () => ({ default: (await import('../editor/editor-pane.tsx')).EditorPane }));

const LessonPane = lazy(async () => ({ default: (await import('../lesson/lesson-pane.tsx')).LessonPane }));

export function Frame() {
  const wide = usePageState((state) => state.wide);
  const presenting = usePageState((state) => state.presenting);
  if (!wide) return <NarrowFrame />;
  return <WideFrame presenting={presenting} />;
}

function WideFrame({ presenting }: { readonly presenting: boolean }) {
  const actions = useActions();
  const w = useWords();
  const { sizes, folded } = usePageState((state) => state.settings);
  const box = useRef<HTMLDivElement>(null);
  const leftGone = (presenting || folded.editor) && folded.terminal;
  const columns = leftGone ? 'auto 1px minmax(0, 1fr)' : `minmax(0, ${sizes.left}fr) 1px minmax(0, ${1 - sizes.left}fr)`;
  const lesson = useLessonOpen() && !presenting;
  const lessonColumns = !lesson ? '' : folded.lesson ? 'auto 1px ' : `${sizes.lesson}px 1px `;
  return (
    <main className="columns" style={{ gridTemplateColumns: lessonColumns + columns }} ref={box}>
      {lesson ? <LessonColumn /> : null}
      <LeftColumn presenting={presenting} gone={leftGone} />
      <Splitter
        label={w.panels.resize(w.panels.diagram)}
        axis="x"
        value={sizes.left}
        min={0.15}
        max={0.75}
        perPixel={() => 1 / (box.current?.clientWidth ?? innerWidth)}
        onChange={(left) => actions.resize({ left })}
        onRestore={() => actions.restoreSize('left')}
      />
      <Stage />
    </main>
  );
}

function LessonColumn() {
  const actions = useActions();
  const w = useWords();
  const { sizes, folded } = usePageState((state) => state.settings);
  return (
    <>
      {folded.lesson ? (
        <div className="rail">
          <UnfoldButton name={w.panels.lesson} icon={<GraduationCap className="icon" aria-hidden="true" />} onClick={() => actions.fold('lesson', false)} />
        </div>
      ) : (
        <LessonPanel />
      )}
      <Splitter
        label={w.panels.resize(w.panels.lesson)}
        axis="x"
        value={sizes.lesson}
        min={240}
        max={640}
        perPixel={() => 1}
        onChange={(lesson) => actions.resize({ lesson })}
        onRestore={() => actions.restoreSize('lesson')}
        onFold={() => actions.fold('lesson')}
      />
    </>
  );
}

function LessonPanel() {
  const w = useWords();
  return (
    <section className="panel" aria-label={w.panels.lesson}>
      <PaneSlot name={w.panels.lesson}>
        <LessonPane />
      </PaneSlot>
    </section>
  );
}

function LeftColumn({ presenting, gone }: { readonly presenting: boolean; readonly gone: boolean }) {
  const actions = useActions();
  const w = useWords();
  const { sizes, folded } = usePageState((state) => state.settings);
  const box = useRef<HTMLDivElement>(null);
  const editorFolded = folded.editor || presenting;
  if (gone) {
    return (
      <div className="rail">
        {presenting ? null : <UnfoldButton name={w.panels.editor} icon={<FileCode2 className="icon" aria-hidden="true" />} onClick={() => actions.fold('editor', false)} />}
        <UnfoldButton name={w.panels.terminal} icon={<SquareTerminal className="icon" aria-hidden="true" />} onClick={() => actions.fold('terminal', false)} />
      </div>
    );
  }
  const both = !editorFolded && !folded.terminal;
  const rows = presenting ? 'minmax(0, 1fr)' : both ? `minmax(0, ${sizes.editor}fr) 1px minmax(0, ${1 - sizes.editor}fr)` : editorFolded ? 'auto minmax(0, 1fr)' : 'minmax(0, 1fr) auto';
  return (
    <div className="column" style={{ gridTemplateRows: rows }} ref={box}>
      {presenting ? null : <EditorPanel folded={editorFolded} />}
      {both ? (
        <Splitter
          label={w.panels.resize(w.panels.editor)}
          axis="y"
          value={sizes.editor}
          min={0.1}
          max={0.9}
          perPixel={() => 1 / (box.current?.clientHeight ?? innerHeight)}
          onChange={(editor) => actions.resize({ editor })}
          onRestore={() => actions.restoreSize('editor')}
          onFold={() => {
            box.current?.querySelector<HTMLElement>('[aria-expanded=true]')?.focus(); // which unfolds it
            actions.fold('editor');
          }}
        />
      ) : null}
      <TerminalPanel folded={folded.terminal} />
    </div>
  );
}

function UnfoldButton({ name, icon, onClick }: { readonly name: string; readonly icon: ReactNode; readonly onClick: () => void }) {
  const w = useWords();
  return (
    <button type="button" className="icon-button" aria-label={w.panels.unfold(name)} title={w.panels.unfold(name)} onClick={onClick}>
      {icon}
    </button>
  );
}

function EditorPanel({ folded }: { readonly folded: boolean }) {
  const w = useWords();
  return (
    <section className="panel" aria-label={w.panels.editor} data-folded={folded}>
      <PaneSlot name={w.panels.editor}>
        <EditorPane />
      </PaneSlot>
    </section>
  );
}

function TerminalPanel({ folded }: { readonly folded: boolean }) {
  const w = useWords();
  return (
    <section className="panel" aria-label={w.panels.terminal} data-folded={folded}>
      <PaneSlot name={w.panels.terminal}>
        <TerminalPane />
      </PaneSlot>
    </section>
  );
}

const TABS: readonly { readonly tab: PanelTab; readonly icon: LucideIcon }[] = [
  { tab: 'diagram', icon: Waypoints },
  { tab: 'terminal', icon: SquareTerminal },
  { tab: 'editor', icon: FileCode2 },
  { tab: 'lesson', icon: GraduationCap },
];

function NarrowFrame() {
  const w = useWords();
  const actions = useActions();
  const asked = usePageState((state) => state.tab);
  const lesson = useLessonOpen();
  const tabs = TABS.filter(({ tab: name }) => name !== 'lesson' || lesson);
  const tab = asked === 'lesson' && !lesson ? 'diagram' : asked;
  // A panel once shown stays, hidden, so that a terminal keeps its screen.
  const [seen, setSeen] = useState<readonly PanelTab[]>([tab]);
  if (!seen.includes(tab)) setSeen([...seen, tab]);
  const panels: Partial<Record<PanelTab, ReactNode>> = { diagram: <Stage />, terminal: <TerminalPanel folded={false} />, editor: <EditorPanel folded={false} />, lesson: lesson ? <LessonPanel /> : null };
  return (
    <div className="narrow">
      <main className="column">
        {tabs.map(({ tab: name }) =>
          seen.includes(name) ? (
            <div className="column" key={name} hidden={tab !== name} role="tabpanel" aria-label={w.tabs[name]}>
              {panels[name]}
            </div>
          ) : null,
        )}
      </main>
      <nav aria-label={w.tabs.label}>
        <div className="tabbar" role="tablist">
          {tabs.map(({ tab: name, icon: Icon }) => (
            <button key={name} type="button" role="tab" aria-selected={tab === name} onClick={() => actions.showTab(name)}>
              <Icon className="icon" aria-hidden="true" />
              {w.tabs[name]}
            </button>
          ))}
        </div>
      </nav>
    </div>
  );
}
