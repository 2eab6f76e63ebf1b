// What is wrong with a file, from two who look: the schema beside the editor, at once, and the server, in its own words. On a line
// of which the server has spoken the schema is silent; in a file that cannot be read it guesses elsewhere, and is silent at all.
import type { Fix, Problem } from '../../client/index.ts';
import { monaco } from './monaco.ts';

type Model = monaco.editor.ITextModel;
type Marker = monaco.editor.IMarkerData;

const bySchema = new WeakMap<Model, readonly Marker[]>();
const byServer = new WeakMap<Model, readonly Marker[]>();
const mends = new WeakMap<Model, readonly Mend[]>();

/** A mend that is offered for a line. */
export interface Mend {
  readonly title: string;
  readonly marker: Marker;
  readonly fix: Fix;
}

export function mendsOf(model: Model): readonly Mend[] {
  return mends.get(model) ?? [];
}

export function setSchemaMarkers(model: Model, markers: readonly Marker[]): void {
  bySchema.set(model, markers);
  show(model);
}

/** `explain` makes words of a hint, `mend` of what a fix does. */
export function setServerProblems(model: Model, problems: readonly Problem[], words: { explain(hint: NonNullable<Problem['hint']>): string; mend(fix: Fix): string }): void {
  const found: Mend[] = [];
  byServer.set(
    model,
    problems.map((problem) => {
      const { line, severity, hint, fix } = problem;
      const message = hint ? `${problem.message}\n${words.explain(hint)}` : problem.message;
      const at = Math.min(Math.max(1, line), model.getLineCount());
      const marker: Marker = {
        severity: severity === 'error' ? monaco.MarkerSeverity.Error : monaco.MarkerSeverity.Warning,
        message,
        startLineNumber: at,
        startColumn: model.getLineFirstNonWhitespaceColumn(at) || 1,
        endLineNumber: at,
        endColumn: model.getLineMaxColumn(at),
      };
      if (fix) found.push({ title: words.mend(fix), marker, fix });
      return marker;
    }),
  );
  mends.set(model, found);
  show(model);
}

function show(model: Model): void {
  if (model.isDisposed()) return;
  const server = byServer.get(model) ?? [];
  const lines = new Set(server.map((marker) => marker.startLineNumber));
  monaco.editor.setModelMarkers(model, 'server', [...server]);
  // A schema's doubt is as grave as the server's word: what it does not know, the server refuses.
  const unread = server.some(({ message }) => message.startsWith('yaml: '));
  const rest = (bySchema.get(model) ?? []).filter((marker) => !unread && !lines.has(marker.startLineNumber));
  monaco.editor.setModelMarkers(model, 'yaml', rest);
}
