// All pods of the cluster lens in one layer, so that a pod that gets a node is seen to move there. Up to 150 move and fade, up to
// 400 stand still, beyond that they are painted on a canvas: a thousand elements at once would hold up the page.
import { lazy, memo } from 'react';
import { PaneSlot } from '../../layout/pane-slot.tsx';
import { usePageState, useWords } from '../../page-context.ts';
import { PodMark } from '../pod-mark.tsx';
import type { Frame, PodSpot } from './cluster-scene.ts';
import { useAdmitted } from './use-admitted.ts';

const PodPainting = lazy(async () => ({ default: (await import('./pod-painting.tsx')).PodPainting }));

const ANIMATED_MAX = 150;
const ELEMENTS_MAX = 400;

export const PodLayer = memo(function PodLayer({ pods, size }: { readonly pods: readonly PodSpot[]; readonly size: Frame }) {
  const w = useWords();
  const past = usePageState((state) => state.past !== undefined);
  if (pods.length > ELEMENTS_MAX) {
    return (
      <PaneSlot name={w.panels.diagram}>
        <PodPainting pods={pods} size={size} />
      </PaneSlot>
    );
  }
  return <PodMarks pods={pods} still={pods.length > ANIMATED_MAX || past} />;
});

function PodMarks({ pods, still }: { readonly pods: readonly PodSpot[]; readonly still: boolean }) {
  const admitted = useAdmitted(pods);
  return (
    <div className="layer pods" data-still={still}>
      {admitted.map((spot) => (
        <PodMark key={spot.id} id={spot.id} x={spot.x} y={spot.y} size={spot.size} cellWidth={spot.cellWidth} labelled={spot.labelled} still={still} />
      ))}
    </div>
  );
}
