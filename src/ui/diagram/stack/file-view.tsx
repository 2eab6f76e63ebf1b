// The innermost lens: the content of one file, in one sheet or as the container sees it.
import '../../styles/sheets.css';
import { useRow } from '../../rows/use-rows.ts';
import { size } from '../../look/amounts.ts';
import { useWords } from '../../page-context.ts';
import { useAnswer } from '../../inspector/use-answer.ts';

export function FileView({ of, sheet, path }: { readonly of: string; readonly sheet: number; readonly path: string }) {
  const w = useWords();
  const container = useRow('containers', of);
  const image = useRow('images', of);
  const view = useRow('fileviews', of);
  const asked = useAnswer('file', { host: container?.host ?? image?.host ?? '', container: of, path, ...(sheet < 0 ? {} : { sheet }) }, view);
  if (asked.is === 'waiting') return <p className="canvas-empty quiet">{w.panels.loading}</p>;
  if (asked.is === 'failed') return <p className="canvas-empty">{`${w.inspector.failed}: ${asked.message}`}</p>;
  if (!asked.answer) return <p className="canvas-empty quiet">{w.diagram.gone}</p>;
  const file = asked.answer;
  const from = sheet >= 0 ? view?.sheets[sheet]?.title : undefined;
  return (
    <article className="file-view">
      <p className="quiet file-view-facts">
        <span className="mono">{path}</span>
        <span>{size(file.sizeBytes)}</span>
        {from === undefined || from === '' ? null : <span>{w.stack.from(from)}</span>}
        {file.truncated ? <span>{w.stack.truncated}</span> : null}
      </p>
      {file.binary ? <p className="quiet">{w.stack.binary}</p> : <pre>{file.text}</pre>}
    </article>
  );
}
