// Above the containers and the virtual machines of one host: what they are, and what they hold together.
import type { NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { memory } from '../../look/amounts.ts';
import { useWords } from '../../page-context.ts';
import { useHeld } from './held-memory.ts';

export const HeadingNode = memo(function HeadingNode({ data }: NodeProps) {
  const w = useWords();
  const host = String(data['host']);
  const ofMachines = data['of'] === 'machines';
  const held = useHeld((all) => (ofMachines ? all.ofMachines : all.ofContainers).get(host));
  return (
    <div className="card-heading">
      <strong>{ofMachines ? w.host.machines : w.host.containers}</strong>
      <span className="mono card-state">{held > 0 ? memory(held) : ''}</span>
      <span className="quiet card-heading-note">{ofMachines ? w.host.ownKernels : w.host.oneKernel}</span>
    </div>
  );
});
