// The bay beside the nodes: pods without one wait here, and what the scheduler says of them stands below.
import type { NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { usePageState, useWords } from '../../page-context.ts';
import { useTable } from '../../rows/use-rows.ts';

export const BayNode = memo(function BayNode({ data }: NodeProps) {
  const w = useWords();
  const waiting = Number(data['waiting']);
  return (
    <div className="bay" data-empty={waiting === 0}>
      <div className="bay-foot">
        <p className="bay-title">{waiting === 0 ? w.diagram.nobodyWaits : `${w.diagram.waiting} (${waiting})`}</p>
        {waiting > 0 ? <Reasons /> : null}
      </div>
    </div>
  );
});

function Reasons() {
  const w = useWords();
  const pods = useTable('pods');
  const place = usePageState((state) => state.place);
  const cluster = place.lens === 'cluster' ? place.cluster : '';
  const counts = new Map<string, number>();
  for (const pod of pods) {
    if (pod.cluster === cluster && pod.node === '' && pod.message !== '') counts.set(pod.message, (counts.get(pod.message) ?? 0) + 1);
  }
  const reasons = [...counts].sort((a, b) => b[1] - a[1]);
  const first = reasons[0];
  if (!first) return null;
  return (
    <p className="bay-reason" title={first[0]}>
      {first[0]}
      {reasons.length > 1 ? ` (${w.diagram.moreReasons(reasons.length - 1)})` : ''}
    </p>
  );
}
