// "Why?": from what one sees, step by step back to the command that somebody typed.
import { splitKey, type RowKey, type WhyStep } from '../../client/index.ts';
import { timeOfDay } from '../look/amounts.ts';
import { useActions, usePageState, useWords } from '../page-context.ts';
import { useRow } from '../rows/use-rows.ts';
import { actorOf, useSentence } from '../rows/use-sentence.ts';
import { useAnswer } from './use-answer.ts';

export function WhyTab({ about, field }: { readonly about: RowKey; readonly field: string }) {
  const w = useWords();
  const { table, id } = splitKey(about);
  const row = useRow(table, id);
  const asked = useAnswer('why', { about, field }, row);
  if (asked.is === 'waiting') return <p className="quiet">{w.panels.loading}</p>;
  if (asked.is === 'failed') return <p role="alert">{`${w.inspector.failed}: ${asked.message}`}</p>;
  if (asked.answer.length === 0) return <p className="quiet">{w.inspector.noWhy}</p>;
  return (
    <>
      {field === '' ? null : <p className="why-question">{w.inspector.whyField(field)}</p>}
      <ol className="why">
        {asked.answer.map((step) => (
          <Step key={step.act.id} step={step} />
        ))}
      </ol>
    </>
  );
}

function Step({ step }: { readonly step: WhyStep }) {
  const w = useWords();
  const actions = useActions();
  const sentence = useSentence();
  const epochMs = usePageState((state) => state.session?.epochMs ?? 0);
  const { act, key, field } = step;
  return (
    <li className="why-step" data-typed={act.act === 'typed'}>
      <p className="why-sentence">{sentence(act)}</p>
      <p className="why-source quiet">
        <span className="mono">{actorOf(act, w)}</span>
        {key === '' ? null : <span className="mono">{field === '' ? key : `${key} .${field}`}</span>}
        <button type="button" className="row-link mono" title={w.time.show} onClick={() => actions.showAct(act)}>
          {timeOfDay(act.atMs, epochMs).slice(0, 12)}
        </button>
      </p>
    </li>
  );
}
