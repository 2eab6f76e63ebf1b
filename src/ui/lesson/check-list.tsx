// The checks of a step with their sentences, each with its state as mark and word, and what was found instead.
import { Check, Circle, CircleDashed, X, type LucideIcon } from 'lucide-react';
import type { CheckRow } from '../../client/index.ts';
import type { Lesson, LessonStep } from '../../course/format/index.ts';
import { useActions, usePageState, useWords } from '../page-context.ts';
import { useTable } from '../rows/use-rows.ts';
import type { LessonWords } from './words.en.ts';
import { isLasting } from './lesson-desk.ts';

const MARKS: Readonly<Record<keyof LessonWords['states'], LucideIcon>> = { waiting: Circle, holding: CircleDashed, passed: Check, failed: X, broken: X };

export function CheckList({ lesson, step, content }: { readonly lesson: Lesson; readonly step: number; readonly content: LessonStep }) {
  const w = useWords();
  const language = usePageState((state) => state.settings.language);
  const rows = useTable('checks').filter((row) => row.lesson === lesson.id && row.step === step);
  return (
    <section aria-label={w.lesson.checks}>
      <h3>{w.lesson.checks}</h3>
      <ul className="checks">
        {content.checks.map((check, i) => (
          <CheckItem key={i} say={check.say[language]} lasting={isLasting(check)} row={rows.find((row) => row.index === i)} />
        ))}
      </ul>
    </section>
  );
}

function CheckItem({ say, lasting, row }: { readonly say: string; readonly lasting: boolean; readonly row: CheckRow | undefined }) {
  const w = useWords();
  const actions = useActions();
  const found = row?.state ?? 'waiting';
  const state = found === 'waiting' && lasting && row ? 'holding' : found;
  const Mark = MARKS[state];
  return (
    <li data-state={state}>
      <Mark className="icon" aria-hidden="true" />
      <span>
        {say} <span className="quiet">{w.lesson.states[state]}</span>
        {row?.state === 'broken' ? (
          <button type="button" className="row-link" onClick={() => actions.lookBack({ atMs: row.sinceMs })}>
            {w.time.show}
          </button>
        ) : null}
        {row && row.saw !== '' && state !== 'holding' ? (
          <span className="check-saw quiet">
            {w.lesson.saw} <code>{row.saw.slice(0, 200)}</code>
          </span>
        ) : null}
      </span>
    </li>
  );
}
