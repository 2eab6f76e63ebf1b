// Above the containers and the virtual machines of one host: what they are, and what they hold together.
import type { NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { memory } from '../../look/amounts.ts';
import { useWords } from '../../page-context.ts';
import { useTable } from '../../rows/use-rows.ts';
import { machineGroup } from './card-node.tsx';

export const HeadingNode = memo(function HeadingNode({ data }: NodeProps) {
  const w = useWords();
  const host = String(data['host']);
  const machines = useTable('hosts').filter((row) => row.inside === host);
  const groups = useTable('cgroups');
  const isMachine = new Set(machines.map((machine) => machineGroup(host, machine.id)));
  const ofMachines = data['of'] === 'machines';
  const held = groups.filter((group) => group.host === host && (ofMachines ? isMachine.has(group.id) : group.container !== '')).reduce((sum, group) => sum + group.memoryBytes, 0);
  return (
    <div className="card-heading">
      <strong>{ofMachines ? w.host.machines : w.host.containers}</strong>
      <span className="mono card-state">{held > 0 ? memory(held) : ''}</span>
      <span className="quiet card-heading-note">{ofMachines ? w.host.ownKernels : w.host.oneKernel}</span>
    </div>
  );
});
