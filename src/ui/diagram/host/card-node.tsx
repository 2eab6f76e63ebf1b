// A pod, or a container of Docker's own, as a card: who it is, how it is, what runs in it.
import type { NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { splitKey, type ContainerRow, type RowKey } from '../../../client/index.ts';
import { hueColour } from '../../look/hues.ts';
import { useWords } from '../../page-context.ts';
import { useRow } from '../../rows/use-rows.ts';
import type { Words } from '../../words/en.ts';
import { lookOfPod } from '../pod-look.ts';
import { PodShape, podLabel } from '../pod-mark.tsx';
import { Spot } from '../spot.tsx';

export const CardNode = memo(function CardNode({ data }: NodeProps) {
  const about = data['about'] as RowKey;
  const containers = String(data['containers']);
  const { table, id } = splitKey(about);
  if (table === 'containers') return <ContainerCard id={id} />;
  return <PodCard id={id} containers={containers === '' ? [] : containers.split(' ')} />;
});

function PodCard({ id, containers }: { readonly id: string; readonly containers: readonly string[] }) {
  const pod = useRow('pods', id);
  const w = useWords();
  if (!pod) return null;
  const look = lookOfPod(pod);
  return (
    <div className="card">
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
        <span className="mono card-state">{container.ports.join(' ')}</span>
      </span>
    </Spot>
  );
}

function ContainerDot({ container }: { readonly container: ContainerRow }) {
  return <span className="container-dot" data-state={container.state} data-bad={container.state === 'exited' && container.exitCode !== 0} />;
}

export function stateOf(container: ContainerRow, w: Words): string {
  if (container.state === 'exited') return container.reason === '' || container.reason === 'Error' ? w.host.exited(container.exitCode) : container.reason;
  return container.health === '' ? container.state : `${container.state} (${container.health})`;
}
