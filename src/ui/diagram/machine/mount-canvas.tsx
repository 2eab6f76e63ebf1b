// The lens of mounts on the canvas: what one process sees mounted, as sheets over one another.
import './machine.css';
import type { Node, NodeProps, NodeTypes } from '@xyflow/react';
import { memo, useMemo } from 'react';
import { splitKey, type MountRow, type RowKey } from '../../../client/index.ts';
import { useWords } from '../../page-context.ts';
import { useRow, useTable } from '../../rows/use-rows.ts';
import type { Words } from '../../words/en.ts';
import { Canvas } from '../canvas.tsx';
import { Spot } from '../spot.tsx';
import { useFrame } from '../use-frame.ts';
import { layMounts } from './mount-lens.ts';

const NODE_TYPES: NodeTypes = { mount: memo(MountNode) };

export function MountCanvas({ host, pid }: { readonly host: string; readonly pid: number }) {
  const w = useWords();
  const [frame, onFrame] = useFrame();
  const rows = useTable('mounts');
  const scene = useMemo(() => layMounts(rows.filter((row) => row.host === host && row.pid === pid), frame), [rows, host, pid, frame]);
  const nodes = useMemo(
    (): Node[] => scene.sheets.map(({ about, covered, rect }) => ({ id: about, type: 'mount', position: { x: rect.x, y: rect.y }, width: rect.w, height: rect.h, data: { about, covered } })),
    [scene],
  );
  if (nodes.length === 0) return <p className="canvas-empty quiet">{w.machine.gone}</p>;
  return <Canvas nodes={nodes} nodeTypes={NODE_TYPES} size={scene.size} spots={scene.spots} onFrame={onFrame} />;
}

function MountNode({ data }: NodeProps) {
  const w = useWords();
  const about = data['about'] as RowKey;
  const covered = data['covered'] === true;
  const row = useRow('mounts', splitKey(about).id);
  if (!row) return null;
  return (
    <Spot about={about} label={mountWords(row, covered, w)} className="mount-sheet" mark={covered ? 'covered' : row.type}>
      <span className="mount-head mono">
        <strong>{row.point}</strong>
        <span className="mount-type">{row.type}</span>
      </span>
      <span className="mount-foot quiet">{covered ? w.machine.covered : [w.machine.from(row.source, row.part), row.options, ...(row.propagation === 'private' ? [] : [w.machine.propagation(row.propagation)])].join(' · ')}</span>
    </Spot>
  );
}

export function mountWords(row: MountRow, covered: boolean, { machine }: Words): string {
  return [machine.mount(row.point, row.type, row.source), ...(row.part === '' ? [] : [machine.part(row.part)]), row.options, ...(covered ? [machine.covered] : [])].join(', ');
}
