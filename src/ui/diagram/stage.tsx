// The stage: the way in above, the diagram, the timeline at its foot, the inspector over its right edge.
import { lazy, type CSSProperties } from 'react';
import { Caption } from './over/caption.tsx';
import { Diagram } from './diagram.tsx';
import { PathBar } from './path-bar.tsx';
import { Suggestions } from './over/suggestions.tsx';
import { EngineNotice } from '../layout/engine-notice.tsx';
import { PaneSlot } from '../layout/pane-slot.tsx';
import { usePageState, useWords } from '../page-context.ts';
import { Timeline } from '../timeline/timeline.tsx';

const Inspector = lazy(async () => ({ default: (await import('../inspector/inspector.tsx')).Inspector }));
const TextTree = lazy(async () => ({ default: (await import('./text-tree.tsx')).TextTree }));

export function Stage({ controls = true }: { readonly controls?: boolean }) {
  const w = useWords();
  const asText = usePageState((state) => state.asText);
  const inspecting = usePageState((state) => state.inspector.open);
  const covered = usePageState((state) => (state.inspector.open && state.wide ? state.settings.sizes.inspector : 0));
  return (
    <section id="stage" className="stage" aria-label={w.panels.diagram}>
      <PathBar />
      <div className="scene" style={{ '--covered': `min(${covered}px, 60%)` } as CSSProperties}>
        {asText ? (
          <PaneSlot name={w.text.label}>
            <TextTree />
          </PaneSlot>
        ) : (
          <Diagram />
        )}
        <div className="scene-foot">
          <Caption />
          <Suggestions />
        </div>
        <EngineNotice />
        {inspecting ? (
          <PaneSlot name={w.panels.inspector}>
            <Inspector />
          </PaneSlot>
        ) : null}
      </div>
      {controls ? <Timeline /> : null}
    </section>
  );
}
