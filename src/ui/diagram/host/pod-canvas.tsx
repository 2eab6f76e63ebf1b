// The pod lens: one pod with its containers side by side, each on the stack of its image, all sharing one network.
import '../../styles/sheets.css';
import type { Node, NodeProps, NodeTypes } from '@xyflow/react';
import { memo, useMemo, type ReactNode } from 'react';
import type { ContainerRow, PodContainer, RowKey } from '../../../client/index.ts';
import { hueColour } from '../../look/hues.ts';
import { size } from '../../look/amounts.ts';
import { useWords } from '../../page-context.ts';
import { usePulledPart } from '../../rows/use-pull.ts';
import { useRow, useTable } from '../../rows/use-rows.ts';
import { Canvas } from '../canvas.tsx';
import { ActArrows } from '../over/act-arrows.tsx';
import { lookOfPod } from '../pod-look.ts';
import { PodShape, podLabel } from '../pod-mark.tsx';
import type { Rect } from '../rect.ts';
import { Spot } from '../spot.tsx';
import { LayerStrips } from './stack-node.tsx';

const HEAD = 72;
const FOOT = 32;
const WIDTH = 296;
const HEIGHT = 320;
const GAP = 16;

const NODE_TYPES: NodeTypes = { pod: memo(PodFrameNode), container: memo(ContainerNode) };

export function PodCanvas({ pod: id }: { readonly pod: string }) {
  const w = useWords();
  const pod = useRow('pods', id);
  // Of the containers only names and ids matter here: the places stay while their states change.
  const members = pod?.containers.map((c) => `${c.name}=${c.container}`).join(' ') ?? '';
  const scene = useMemo(() => layPod(id, members === '' ? [] : members.split(' ')), [id, members]);
  if (!pod) return <p className="canvas-empty quiet">{w.diagram.gone}</p>;
  return (
    <Canvas nodes={scene.nodes} nodeTypes={NODE_TYPES} size={scene.size} spots={scene.spots}>
      <ActArrows spots={scene.spots} size={scene.size} />
    </Canvas>
  );
}

function layPod(id: string, members: readonly string[]): { nodes: Node[]; size: { width: number; height: number }; spots: Map<RowKey, Rect> } {
  const width = Math.max(1, members.length) * (WIDTH + GAP) + GAP;
  const height = HEAD + HEIGHT + (members.length > 0 ? FOOT : GAP);
  const frame: Node = { id: 'pod', type: 'pod', position: { x: 0, y: 0 }, width, height, data: { pod: id }, zIndex: 0 };
  const spots = new Map<RowKey, Rect>([[`pods/${id}`, { x: 0, y: 0, w: width, h: HEAD }]]);
  const containers = members.map((member, i): Node => {
    const [name = '', container = ''] = member.split('=');
    const x = GAP + i * (WIDTH + GAP);
    if (container !== '') spots.set(`containers/${container}`, { x, y: HEAD, w: WIDTH, h: HEIGHT });
    return { id: `container ${name}`, type: 'container', position: { x, y: HEAD }, width: WIDTH, height: HEIGHT, data: { pod: id, name }, zIndex: 1 };
  });
  return { nodes: [frame, ...containers], size: { width, height }, spots };
}

function PodFrameNode({ data }: NodeProps) {
  const pod = useRow('pods', String(data['pod']));
  const pause = useTable('containers').find((c) => c.pause && c.pod === data['pod']);
  const pull = usePulledPart(pod?.pulls);
  const w = useWords();
  if (!pod) return null;
  const look = lookOfPod(pod, pull);
  return (
    <div className="podframe" style={{ color: hueColour(look.hue) }}>
      <Spot about={`pods/${pod.id}`} label={podLabel(pod, w)} className="podframe-head">
        <span style={{ color: hueColour(look.hue) }} className="card-mark">
          <PodShape look={look} size={40} />
        </span>
        <span className="podframe-name">
          <span className="mono">{pod.name}</span>
          <span className="quiet">{[pod.status, pod.ip].filter(Boolean).join(' · ')}</span>
        </span>
      </Spot>
      {pause ? <PauseNote pause={pause} /> : null}
    </div>
  );
}

function PauseNote({ pause }: { readonly pause: ContainerRow }) {
  const w = useWords();
  return (
    <p className="quiet podframe-pause">
      <span className="container-dot" data-state={pause.state} /> {w.host.pause}
    </p>
  );
}

function ContainerNode({ data }: NodeProps) {
  const pod = useRow('pods', String(data['pod']));
  const inPod = pod?.containers.find((c) => c.name === data['name']);
  const container = useRow('containers', inPod?.container ?? '');
  const image = useRow('images', container?.imageRow ?? '');
  const w = useWords();
  if (!pod || !inPod) return null;
  const face = <ContainerFace inPod={inPod} written={container ? size(container.writtenBytes) : ''} strips={image ? <LayerStrips image={image} /> : null} />;
  if (!container) return <div className="stack container-stack">{face}</div>;
  return (
    <Spot about={`containers/${container.id}`} label={`${w.kinds.containers} ${inPod.name}, ${inPod.reason || w.host.states[inPod.state]}`} className="stack container-stack">
      {face}
    </Spot>
  );
}

function ContainerFace({ inPod, written, strips }: { readonly inPod: PodContainer; readonly written: string; readonly strips: ReactNode }) {
  const w = useWords();
  const state = inPod.reason || w.host.states[inPod.state];
  return (
    <>
      <span className="container-facts">
        <span className="mono stack-name">{`${inPod.init ? 'init · ' : ''}${inPod.name}`}</span>
        <span className="quiet">{inPod.restarts > 0 ? `${state} · ${w.fields.restarts} ${inPod.restarts}` : state}</span>
      </span>
      {written === '' ? null : (
        <span className="strip" data-role="read-write">
          <span className="strip-text">{w.stack.readWrite}</span>
          <span className="strip-word">{written}</span>
        </span>
      )}
      {strips ?? <span className="quiet container-none">{w.stack.noLayers}</span>}
      <span className="stack-foot">
        <span className="mono stack-name">{inPod.image}</span>
      </span>
    </>
  );
}
