// Quick fixes: the mends that the engine knows for what its server refuses, on the lines where they belong.
import { mendsOf, type Mend } from './markers.ts';
import { monaco } from './monaco.ts';

type Model = monaco.editor.ITextModel;

let offered = false;

export function offerMends(): void {
  if (offered) return;
  offered = true;
  monaco.languages.registerCodeActionProvider(['yaml', 'dockerfile'], {
    provideCodeActions: (model, range) => ({
      actions: mendsOf(model)
        .filter(({ marker, fix }) => touches(range, marker.startLineNumber) || touches(range, fix.line))
        .flatMap((mend) => actionOf(model, mend)),
      dispose() {},
    }),
  });
}

function touches(range: monaco.Range, line: number): boolean {
  return range.startLineNumber <= line && line <= range.endLineNumber;
}

function actionOf(model: Model, { title, marker, fix }: Mend): monaco.languages.CodeAction[] {
  if (fix.line < 1 || fix.line > model.getLineCount()) return [];
  const lineAt = model.getOffsetAt({ lineNumber: fix.line, column: 1 });
  const at = model.getValue().indexOf(fix.from, lineAt);
  if (at < 0 || at > lineAt + model.getLineLength(fix.line)) return [];
  const range = monaco.Range.fromPositions(model.getPositionAt(at), model.getPositionAt(at + fix.from.length));
  return [{ title, kind: 'quickfix', diagnostics: [marker], isPreferred: true, edit: { edits: [{ resource: model.uri, textEdit: { range, text: fix.to }, versionId: model.getVersionId() }] } }];
}
