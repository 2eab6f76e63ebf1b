// A part of the control plane, or the machine where commands are typed: a chip that is struck out while its process is not there.
import type { NodeProps } from '@xyflow/react';
import { SquareTerminal } from 'lucide-react';
import { memo } from 'react';
import { useWords } from '../../page-context.ts';
import { useRow } from '../../rows/use-rows.ts';
import { Spot } from '../spot.tsx';
import { componentState } from './tray-node.tsx';

export const ChipNode = memo(function ChipNode({ data }: NodeProps) {
  const id = String(data['id']);
  return data['table'] === 'hosts' ? <HandChip id={id} /> : <ComponentChip id={id} />;
});

function HandChip({ id }: { readonly id: string }) {
  return (
    <Spot about={`hosts/${id}`} label={id} className="chip">
      <SquareTerminal className="icon" aria-hidden="true" />
      <span className="mono chip-name">{id}</span>
    </Spot>
  );
}

function ComponentChip({ id }: { readonly id: string }) {
  const component = useRow('components', id);
  const w = useWords();
  if (!component) return null;
  const short = component.unit.replace(/^kube-/, '').replace('controller-manager', 'controllers');
  const state = componentState(component, w);
  const down = state !== '';
  return (
    <Spot about={`components/${id}`} label={`${component.unit}${state}`} className="chip" mark={down ? 'down' : undefined}>
      <span className="chip-light" data-state={component.state} data-connected={component.connected} />
      <span className="mono chip-name" title={`${component.unit}. ${w.diagram.checks(component.ticks)}`}>
        {short}
      </span>
      {down ? (
        <span className="chip-state">{component.state === 'running' ? w.diagram.cutOff : w.diagram[component.state]}</span>
      ) : (
        <span key={component.ticks} className="chip-tick" aria-hidden="true" />
      )}
    </Spot>
  );
}
