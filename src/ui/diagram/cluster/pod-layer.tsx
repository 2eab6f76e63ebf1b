// All pods of the cluster lens in one layer, so that a pod that gets a node is seen to move there. Of more than 150 only a drawing is
// made: hundreds of elements that come and change at once would hold up the page.
import { lazy, memo } from 'react';
import { PaneSlot } from '../../layout/pane-slot.tsx';
import { usePageState, useWords } from '../../page-context.ts';
import { PodMark } from '../pod-mark.tsx';
import type { Frame, PodSpot } from './cluster-scene.ts';
import { useAdmitted } from './use-admitted.ts';

const PodCrowd = lazy(async () => ({ default: (await import('./pod-crowd.tsx')).PodCrowd }));

/** More pods are no elements, and nothing around them moves smoothly. */
export const ELEMENTS_MAX = 150;

export const PodLayer = memo(function PodLayer({ pods, size }: { readonly pods: readonly PodSpot[]; readonly size: Frame }) {
  const w = useWords();
  const past = usePageState((state) => state.past !== undefined);
  if (pods.length > ELEMENTS_MAX) {
    return (
      <PaneSlot name={w.panels.diagram}>
        <PodCrowd pods={pods} size={size} />
      </PaneSlot>
    );
  }
  return <PodMarks pods={pods} still={past} />;
});

function PodMarks({ pods, still }: { readonly pods: readonly PodSpot[]; readonly still: boolean }) {
  const admitted = useAdmitted(pods);
  return (
    <div className="layer pods" data-still={still}>
      {admitted.map((spot) => (
        <PodMark key={spot.id} {...spot} />
      ))}
    </div>
  );
}
