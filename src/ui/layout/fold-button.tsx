// Folds the panel in whose head it stands, and unfolds it.
import { ChevronDown, ChevronUp } from 'lucide-react';
import { useActions, usePageState, useWords } from '../page-context.ts';
import type { PanelName } from '../state/settings.ts';

export function FoldButton({ panel }: { readonly panel: PanelName }) {
  const w = useWords();
  const actions = useActions();
  const folded = usePageState((state) => state.settings.folded[panel]);
  const wide = usePageState((state) => state.wide);
  if (!wide) return null;
  const label = folded ? w.panels.unfold(w.panels[panel]) : w.panels.fold(w.panels[panel]);
  const Icon = folded ? ChevronUp : ChevronDown;
  return (
    <button type="button" className="icon-button" aria-label={label} title={label} aria-expanded={!folded} onClick={() => actions.fold(panel)}>
      <Icon className="icon" aria-hidden="true" />
    </button>
  );
}
