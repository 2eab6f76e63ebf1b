// A node as a tray: its pods lie in it (drawn by the layer above), its name, state and gauges stand at its foot.
import type { NodeProps } from '@xyflow/react';
import { memo } from 'react';
import type { ComponentRow, NodeRow } from '../../../client/index.ts';
import { cpu, memory } from '../../look/amounts.ts';
import { useWords } from '../../page-context.ts';
import { useRow } from '../../rows/use-rows.ts';
import type { Words } from '../../words/en.ts';
import { Spot } from '../spot.tsx';

export const TrayNode = memo(function TrayNode({ data }: NodeProps) {
  const id = String(data['node']);
  const chips = String(data['chips']);
  const node = useRow('nodes', id);
  const host = useRow('hosts', node?.host ?? '');
  const w = useWords();
  if (!node) return null;
  const off = host?.up === false;
  const cut = host?.cut === true;
  const roles = node.roles.join(' ');
  const state = stateWords(node, off, cut, w);
  return (
    <>
      <Spot about={`nodes/${id}`} label={[w.diagram.node(node.name, Number(data['pods'])), ...state].join(', ')} className="tray">
        <div className="tray-ground" data-ready={node.ready === 'True' && !off} data-cut={cut} data-cordoned={node.cordoned} />
        <div className="tray-foot">
          <div className="tray-line">
            <span className="mono tray-name">{node.name}</span>
            {roles === '' || roles === node.name ? null : <span className="quiet tray-role">{roles}</span>}
            {state.map((word) => (
              <span key={word} className="word" data-tone={word === w.diagram.cordoned ? 'warn' : 'bad'}>
                {word}
              </span>
            ))}
          </div>
          <div className="tray-gauges">
            <Gauge name={w.diagram.cpu} used={node.cpuRequestedMilli} all={node.cpuAllocatableMilli} print={cpu} />
            <Gauge name={w.diagram.memory} used={node.memoryRequestedBytes} all={node.memoryAllocatableBytes} print={memory} />
          </div>
        </div>
      </Spot>
      <div className="tray-agents">{chips === '' ? null : chips.split(' ').map((chip) => <AgentChip key={chip} id={chip} />)}</div>
    </>
  );
});

function stateWords(node: NodeRow, off: boolean, cut: boolean, w: Words): string[] {
  const words: string[] = [];
  if (off) words.push(w.diagram.off);
  else if (cut) words.push(w.diagram.cutOff);
  if (node.ready !== 'True') words.push(w.diagram.notReady);
  if (node.cordoned) words.push(w.diagram.cordoned);
  return [...words, ...node.pressure];
}

interface GaugeProps {
  readonly name: string;
  readonly used: number;
  readonly all: number;
  readonly print: (amount: number) => string;
}

function Gauge({ name, used, all, print }: GaugeProps) {
  const w = useWords();
  const label = w.diagram.requested(name, print(used), print(all));
  return (
    <span className="gauge" role="img" aria-label={label} title={label}>
      <span className="gauge-bar" style={{ transform: `scaleX(${all > 0 ? Math.min(1, used / all) : 0})` }} />
    </span>
  );
}

/** kubelet and kube-proxy of the node: a letter, struck out when the process is not there. */
function AgentChip({ id }: { readonly id: string }) {
  const component = useRow('components', id);
  const w = useWords();
  if (!component) return null;
  return (
    <Spot about={`components/${id}`} label={`${component.unit}${componentState(component, w)}`} className="agent">
      <span className="agent-face mono" data-state={component.state} data-connected={component.connected} title={`${component.unit}${componentState(component, w)}`}>
        {component.unit === 'kube-proxy' ? 'p' : 'k'}
      </span>
    </Spot>
  );
}

export function componentState(component: ComponentRow, w: Words): string {
  if (component.state === 'running') return component.connected ? '' : `, ${w.diagram.disconnected}`;
  return `, ${w.diagram[component.state]}`;
}
