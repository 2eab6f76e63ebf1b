// The open lesson: its steps, the text of the one in front, what is checked, hints one by one, and the ways on and back.
import { Check, ChevronLeft, ChevronRight, RotateCcw, X } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { Lesson, LessonStep } from '../../course/format/index.ts';
import { FoldButton } from '../layout/fold-button.tsx';
import { usePage, usePageState, useWords } from '../page-context.ts';
import { CheckList } from './check-list.tsx';
import { Markdown } from './markdown.tsx';
import '../layout/panel.css';
import './lesson.css';

const NOTHING_PASSED: readonly string[] = [];

export function LessonPane() {
  const w = useWords();
  const { lessons, embed } = usePage();
  const language = usePageState((state) => state.settings.language);
  const lesson = useStore(lessons.store, (state) => state.lesson);
  const step = useStore(lessons.store, (state) => state.step);
  const content = lesson?.steps[step];
  return (
    <>
      <div className="panel-head">
        <h2 className="lesson-title" title={lesson?.title[language]}>
          {lesson?.title[language] ?? w.panels.lesson}
        </h2>
        <span className="lesson-head-buttons">
          <button type="button" className="icon-button" aria-label={w.lesson.restart} title={w.lesson.restartTitle} onClick={() => lessons.restart()}>
            <RotateCcw className="icon" aria-hidden="true" />
          </button>
          <FoldButton panel="lesson" />
          {embed ? null : (
            <button type="button" className="icon-button" aria-label={w.lesson.close} title={w.lesson.close} onClick={() => lessons.close()}>
              <X className="icon" aria-hidden="true" />
            </button>
          )}
        </span>
      </div>
      <div className="panel-body lesson-body">{lesson && content ? <Step key={`${lesson.id}/${step}`} lesson={lesson} step={step} content={content} /> : null}</div>
    </>
  );
}

interface StepProps {
  readonly lesson: Lesson;
  readonly step: number;
  readonly content: LessonStep;
}

function Step({ lesson, step, content }: StepProps) {
  const w = useWords();
  const { lessons } = usePage();
  const language = usePageState((state) => state.settings.language);
  const passed = useStore(lessons.store, (state) => state.passed[lesson.id] ?? NOTHING_PASSED);
  const all = lesson.steps.every(({ id }) => passed.includes(id));
  const done = passed.includes(content.id);
  const reset = useStore(lessons.store, (state) => Boolean(state.starts[step]));
  return (
    <>
      <div className="lesson-scroll">
        <StepDots lesson={lesson} step={step} passed={passed} />
        <h3 className="lesson-step">{content.title[language]}</h3>
        <Markdown text={content.body[language]} />
        <CheckList lesson={lesson} step={step} content={content} />
        <p className="lesson-done" role="status" data-done={done}>
          {all ? w.lesson.allPassed : done ? w.lesson.passed : ''}
        </p>
        {reset ? (
          <button type="button" className="button lesson-reset" title={w.lesson.resetStepTitle} onClick={() => lessons.resetStep()}>
            <RotateCcw className="icon" aria-hidden="true" />
            {w.lesson.resetStep}
          </button>
        ) : null}
        <Hints hints={content.hints.map((hint) => hint[language])} />
      </div>
      <div className="lesson-foot">
        <button type="button" className="button" disabled={step === 0} onClick={() => lessons.goTo(step - 1)}>
          <ChevronLeft className="icon" aria-hidden="true" />
          {w.lesson.previous}
        </button>
        <span className="quiet">{w.lesson.step(step + 1, lesson.steps.length)}</span>
        <button type="button" className="button" data-tone={done ? 'main' : undefined} disabled={step === lesson.steps.length - 1} onClick={() => lessons.goTo(step + 1)}>
          {w.lesson.next}
          <ChevronRight className="icon" aria-hidden="true" />
        </button>
      </div>
    </>
  );
}

function StepDots({ lesson, step, passed }: { readonly lesson: Lesson; readonly step: number; readonly passed: readonly string[] }) {
  const w = useWords();
  const { lessons } = usePage();
  const language = usePageState((state) => state.settings.language);
  return (
    <ol className="lesson-steps" aria-label={w.lesson.steps}>
      {lesson.steps.map(({ id, title }, i) => {
        const done = passed.includes(id);
        const label = `${i + 1}. ${title[language]}${done ? `, ${w.lesson.done}` : ''}`;
        return (
          <li key={id}>
            <button type="button" aria-label={label} title={label} aria-current={i === step ? 'step' : undefined} data-done={done} onClick={() => lessons.goTo(i)}>
              {done ? <Check className="icon" aria-hidden="true" /> : i + 1}
            </button>
          </li>
        );
      })}
    </ol>
  );
}

function Hints({ hints }: { readonly hints: readonly string[] }) {
  const w = useWords();
  const [shown, show] = useState(0);
  return (
    <div className="hints">
      {hints.slice(0, shown).map((hint, i) => (
        <p key={i}>{hint}</p>
      ))}
      {shown < hints.length ? (
        <button type="button" className="button" onClick={() => show(shown + 1)}>
          {w.lesson.hint(shown + 1, hints.length)}
        </button>
      ) : null}
    </div>
  );
}
