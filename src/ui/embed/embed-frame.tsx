// The page inside another page: only the parts asked for, one below the other, and its height told to whoever frames it.
import { lazy, useEffect, useRef, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { Stage } from '../diagram/stage.tsx';
import { EngineNotice } from '../layout/engine-notice.tsx';
import { PaneSlot } from '../layout/pane-slot.tsx';
import { usePage, useWords } from '../page-context.ts';
import { Timeline } from '../timeline/timeline.tsx';
import type { EmbedPart } from './embed-options.ts';
import './embed.css';

const TerminalPane = lazy(async () => ({ default: (await import('../terminal/terminal-pane.tsx')).TerminalPane }));
const LessonPane = lazy(async () => ({ default: (await import('../lesson/lesson-pane.tsx')).LessonPane }));
const EditorPane = lazy(async () => ({ default: (await import('../editor/editor-pane.tsx')).EditorPane }));

export function EmbedFrame({ parts }: { readonly parts: readonly EmbedPart[] }) {
  const w = useWords();
  const { lessons } = usePage();
  const lesson = useStore(lessons.store, (state) => state.lesson !== undefined);
  const box = useRef<HTMLElement>(null);
  useEffect(() => tellHeight(box.current!), [lesson]);
  const shows = (part: EmbedPart) => parts.includes(part);
  return (
    <main className="embed" ref={box}>
      {lesson ? (
        <EmbedPanel name={w.panels.lesson} prose>
          <LessonPane />
        </EmbedPanel>
      ) : null}
      {shows('diagram') ? (
        <div className="embed-stage">
          <Stage controls={shows('controls')} />
        </div>
      ) : (
        <div className="embed-plain">
          <EngineNotice />
          {shows('controls') ? <Timeline /> : null}
        </div>
      )}
      {shows('terminal') ? (
        <EmbedPanel name={w.panels.terminal}>
          <TerminalPane />
        </EmbedPanel>
      ) : null}
      {shows('editor') ? (
        <EmbedPanel name={w.panels.editor}>
          <EditorPane />
        </EmbedPanel>
      ) : null}
    </main>
  );
}

/** `prose`: as high as its text, no more and no less. */
function EmbedPanel({ name, prose = false, children }: { readonly name: string; readonly prose?: boolean; readonly children: ReactNode }) {
  return (
    <section className="panel" data-prose={prose} aria-label={name}>
      <PaneSlot name={name}>{children}</PaneSlot>
    </section>
  );
}

/** What the parts need, not what the frame gives them: or a frame that follows would never shrink. */
function neededHeight(box: Element): number {
  return [...box.children].reduce((sum, child) => sum + (parseFloat(getComputedStyle(child).minHeight) || child.scrollHeight), 0);
}

function tellHeight(box: HTMLElement): () => void {
  let told = 0;
  const tell = () => {
    const height = Math.ceil(neededHeight(box));
    if (height === told) return;
    told = height;
    // Any page may frame this one, and a height is no secret.
    parent.postMessage({ type: 'kubarium:height', height }, '*');
  };
  const observer = new ResizeObserver(tell);
  for (const child of box.children) observer.observe(child);
  tell();
  return () => observer.disconnect();
}
