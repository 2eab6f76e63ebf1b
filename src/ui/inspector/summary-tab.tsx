// The summary: the fields of a row that people ask for first, each with its word.
import type { RowKey, TableName, Tables } from '../../client/index.ts';
import { span } from '../look/amounts.ts';
import { useActions, usePageState, useWords } from '../page-context.ts';
import { useNow } from '../rows/use-now.ts';
import { nameOfRow } from './row-names.ts';
import { summarise, type Fact } from './summaries.ts';

export function SummaryTab({ table, row }: { readonly table: TableName; readonly row: Tables[TableName] }) {
  const w = useWords();
  const facts = summarise(table, row, w);
  return (
    <dl className="facts">
      {facts.map((fact) => (
        <div key={fact.field} className="fact">
          <dt>{w.fields[fact.field]}</dt>
          <dd data-tone={fact.tone}>
            <FactValue fact={fact} about={`${table}/${row.id}`} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function FactValue({ fact, about }: { readonly fact: Fact; readonly about: RowKey }) {
  if (fact.link) return <RowLink about={fact.link} fallback={fact.text} />;
  if (fact.bornMs !== undefined) return <Age bornMs={fact.bornMs} />;
  if (fact.untilMs !== undefined) return <NextTry untilMs={fact.untilMs} />;
  if (fact.lines) {
    return (
      <ul>
        {fact.lines.map((line, i) => (
          <li key={i} className="mono">
            {line}
          </li>
        ))}
      </ul>
    );
  }
  return (
    <>
      <span className="mono">{fact.text}</span>
      {fact.why ? <WhyButton about={about} field={fact.why} /> : null}
    </>
  );
}

function WhyButton({ about, field }: { readonly about: RowKey; readonly field: string }) {
  const w = useWords();
  const actions = useActions();
  return (
    <button type="button" className="why-button" aria-label={w.inspector.whyField(field)} onClick={() => actions.inspect(about, 'why', field)}>
      {w.time.why}
    </button>
  );
}

function RowLink({ about, fallback }: { readonly about: RowKey; readonly fallback: string }) {
  const actions = useActions();
  const mirror = usePageState((state) => state.mirror);
  const slash = about.indexOf('/');
  const table = about.slice(0, slash) as TableName;
  const row = mirror.get(table, about.slice(slash + 1));
  if (!row) return <span className="mono">{fallback}</span>;
  return (
    <button type="button" className="row-link mono" onClick={() => actions.inspect(about, 'summary')}>
      {nameOfRow(table, row)}
    </button>
  );
}

function Age({ bornMs }: { readonly bornMs: number }) {
  const w = useWords();
  const now = useNow(1000);
  return <span className="mono">{span(now - bornMs, w.units)}</span>;
}

function NextTry({ untilMs }: { readonly untilMs: number }) {
  const w = useWords();
  const now = useNow(1000);
  return <span className="mono">{w.time.inSeconds(Math.ceil((untilMs - now) / 1000))}</span>;
}
