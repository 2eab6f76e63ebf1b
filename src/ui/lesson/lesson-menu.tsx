// The lessons in the header: a button, and below it what lessons there are and which are done.
import { GraduationCap } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { usePage, usePageState, useWords } from '../page-context.ts';
import type { Entry } from '../palette/palette-entries.ts';
import type { Language } from '../state/settings.ts';
import type { LessonDesk, LessonHead } from './lesson-desk.ts';
import './lesson-menu.css';

export function LessonMenu() {
  const w = useWords();
  const { lessons } = usePage();
  const heads = useStore(lessons.store, (state) => state.heads);
  const error = useStore(lessons.store, (state) => state.error);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => whenIdle(() => void lessons.readHeads().catch(() => {})), [lessons]);
  return (
    <>
      <button type="button" className="button lesson-menu-button" popoverTarget="lesson-menu" aria-label={w.header.lessons} onClick={() => void lessons.readHeads().catch(() => {})}>
        <GraduationCap className="icon" aria-hidden="true" />
        <span>{w.header.lessons}</span>
      </button>
      <div id="lesson-menu" className="lesson-menu" popover="auto" role="group" aria-label={w.header.lessons} ref={box}>
        {error === '' ? null : (
          <p role="alert">
            {w.lesson.failed} {error}
          </p>
        )}
        {heads.length === 0 ? <p className="quiet">{w.panels.loading}</p> : null}
        {heads.map((head) => (
          <LessonItem
            key={head.id}
            head={head}
            onOpen={() => {
              box.current?.hidePopover();
              void lessons.open(head.id);
            }}
          />
        ))}
      </div>
    </>
  );
}

function LessonItem({ head, onOpen }: { readonly head: LessonHead; readonly onOpen: () => void }) {
  const w = useWords();
  const { lessons } = usePage();
  const language = usePageState((state) => state.settings.language);
  const done = useStore(lessons.store, (state) => state.passed[head.id]?.length ?? 0);
  return (
    <button type="button" title={w.lesson.begin(head.title[language])} onClick={onOpen}>
      <span>{head.title[language]}</span>
      <span className="quiet">
        {w.lesson.minutes(head.minutes)} · {done}/{head.steps}
      </span>
    </button>
  );
}

/** The lessons as the palette finds them. */
export function lessonEntries(lessons: LessonDesk, language: Language, minutes: (n: number) => string): Entry[] {
  return lessons.store.getState().heads.map((head) => ({ group: 'lessons', title: head.title[language], note: minutes(head.minutes), keys: '', run: () => void lessons.open(head.id) }));
}

/** Not every browser tells when it is idle: then soon. */
function whenIdle(fn: () => void): () => void {
  if (typeof requestIdleCallback !== 'function') {
    const timer = setTimeout(fn, 2_000);
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(fn, { timeout: 5_000 });
  return () => cancelIdleCallback(handle);
}
