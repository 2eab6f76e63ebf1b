// The whole object as the product prints it, live, with "why?" beside each top-level field that somebody set.
import { useState } from 'react';
import type { RowKey, TableName, Tables } from '../../client/index.ts';
import { useActions, useWords } from '../page-context.ts';
import { useAnswer } from './use-answer.ts';

export function YamlTab({ about, row }: { readonly about: RowKey; readonly row: Tables[TableName] }) {
  const w = useWords();
  const actions = useActions();
  const [copied, setCopied] = useState(false);
  const asked = useAnswer('object', { about }, row);
  if (asked.is === 'waiting') return <p className="quiet">{w.panels.loading}</p>;
  if (asked.is === 'failed') return <p role="alert">{`${w.inspector.failed}: ${asked.message}`}</p>;
  if (!asked.answer) return <p className="quiet">{w.inspector.noYaml}</p>;
  const { yaml, fields } = asked.answer;
  const known = new Set(fields.map((origin) => origin.field));
  // Without a secure address, and in some frames, the browser has no clipboard to give.
  const copy = async () => setCopied(await navigator.clipboard.writeText(yaml).then(() => true));
  return (
    <div className="yaml">
      <button type="button" className="button yaml-copy" onClick={() => void copy().catch(() => setCopied(false))}>
        {copied ? w.inspector.copied : w.inspector.copy}
      </button>
      <pre>
        {yaml.split('\n').map((line, i) => {
          const field = /^(\w+):/.exec(line)?.[1] ?? '';
          return (
            <span key={i} className="yaml-line">
              {line}
              {known.has(field) ? (
                <button type="button" className="why-button" aria-label={w.inspector.whyField(field)} onClick={() => actions.inspect(about, 'why', field)}>
                  {w.time.why}
                </button>
              ) : null}
              {'\n'}
            </span>
          );
        })}
      </pre>
    </div>
  );
}
