// A pod, a container of Docker's own or a virtual machine as a card: who it is, how it is, what runs in it, what it costs.
import type { NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { splitKey, type ContainerRow, type RowKey } from '../../../client/index.ts';
import { memory } from '../../look/amounts.ts';
import { hueColour } from '../../look/hues.ts';
import { useWords } from '../../page-context.ts';
import { usePulledPart } from '../../rows/use-pull.ts';
import { useRow, useTable } from '../../rows/use-rows.ts';
import { lookOfPod } from '../pod-look.ts';
import { PodShape, podLabel } from '../pod-mark.tsx';
import { Spot } from '../spot.tsx';
import { stateOf } from './container-state.ts';
import { publishedPorts } from './published-ports.ts';
import { machineGroup, machineState, useHeld } from './held-memory.ts';

export const CardNode = memo(function CardNode({ data }: NodeProps) {
  const about = data['about'] as RowKey;
  const containers = String(data['containers']);
  const { table, id } = splitKey(about);
  if (table === 'containers') return <ContainerCard id={id} />;
  if (table === 'hosts') return <MachineCard id={id} inside={String(data['host'])} />;
  return <PodCard id={id} containers={containers === '' ? [] : containers.split(' ')} />;
});

function PodCard({ id, containers }: { readonly id: string; readonly containers: readonly string[] }) {
  const pod = useRow('pods', id);
  const pull = usePulledPart(pod?.pulls);
  const w = useWords();
  if (!pod) return null;
  const look = lookOfPod(pod, pull);
  return (
    <div className="card pod-card">
      <Spot about={`pods/${id}`} label={podLabel(pod, w)} className="card-head">
        <span style={{ color: hueColour(look.hue) }} className="card-mark">
          <PodShape look={look} size={24} />
        </span>
        <span className="mono card-name">{pod.name}</span>
        <span className="quiet card-state">{pod.status}</span>
      </Spot>
      {containers.map((container) => (
        <ContainerLine key={container} id={container} />
      ))}
      {containers.length === 0 ? <p className="card-line quiet">{pod.status}</p> : null}
    </div>
  );
}

function ContainerLine({ id }: { readonly id: string }) {
  const container = useRow('containers', id);
  const w = useWords();
  if (!container) return null;
  return (
    <Spot about={`containers/${id}`} label={`${container.name}, ${stateOf(container, w)}`} className="card-line">
      <ContainerDot container={container} />
      <span className="mono card-name">{container.name}</span>
      <span className="quiet card-state">{stateOf(container, w)}</span>
    </Spot>
  );
}

function ContainerCard({ id }: { readonly id: string }) {
  const container = useRow('containers', id);
  const held = useHeld(({ byContainer }) => byContainer.get(id));
  const besideMachines = useTable('hosts').some(({ inside }) => inside === container?.host);
  const w = useWords();
  if (!container) return null;
  return (
    <Spot about={`containers/${id}`} label={`${w.kinds.containers} ${container.name}, ${stateOf(container, w)}`} className="card card-alone">
      <span className="card-head">
        <ContainerDot container={container} />
        <span className="mono card-name">{container.name}</span>
        <span className="quiet card-state">{stateOf(container, w)}</span>
      </span>
      <span className="card-line quiet">
        <span className="mono card-name">{container.image}</span>
        <span className="mono card-state">{publishedPorts(container.ports)}</span>
      </span>
      <Cost memoryBytes={container.state === 'running' ? held : 0} start={besideMachines && container.state === 'running' ? w.host.noBoot : ''} />
    </Spot>
  );
}

function MachineCard({ id, inside }: { readonly id: string; readonly inside: string }) {
  const machine = useRow('hosts', id);
  const group = useRow('cgroups', machineGroup(inside, id));
  const w = useWords();
  if (!machine) return null;
  const is = machineState(machine, (group?.processes ?? 0) > 0);
  const powered = is !== 'off';
  const state = w.host[is];
  return (
    <Spot about={`hosts/${id}`} label={`${w.host.machine} ${id}, ${state}`} className="card card-alone">
      <span className="card-head">
        <span className="container-dot machine-dot" data-state={powered ? 'running' : 'exited'} />
        <span className="mono card-name">{id}</span>
        <span className="quiet card-state">{state}</span>
      </span>
      <span className="card-line quiet">
        <span className="card-name">{w.host.given(machine.cores, memory(machine.memoryBytes))}</span>
      </span>
      <Cost memoryBytes={powered && group ? group.memoryBytes : 0} start={is === 'up' ? w.host.startedIn((machine.bootMs / 1000).toFixed(1)) : ''} />
    </Spot>
  );
}

/** What it holds, and what its start took. */
function Cost({ memoryBytes, start }: { readonly memoryBytes: number; readonly start: string }) {
  return (
    <span className="card-line">
      <span className="mono">{memoryBytes > 0 ? memory(memoryBytes) : ''}</span>
      <span className="quiet card-state">{start}</span>
    </span>
  );
}

function ContainerDot({ container }: { readonly container: ContainerRow }) {
  return <span className="container-dot" data-state={container.state} data-bad={container.state === 'exited' && container.exitCode !== 0} />;
}
