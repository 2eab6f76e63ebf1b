// The layer lens on the canvas: sheets as nodes, files as chips above them.
import '../../styles/sheets.css';
import type { Node, NodeProps, NodeTypes } from '@xyflow/react';
import { memo, useMemo, useState } from 'react';
import { useFrame } from '../use-frame.ts';
import type { FileViewRow, RowKey } from '../../../client/index.ts';
import { size } from '../../look/amounts.ts';
import { useWords } from '../../page-context.ts';
import { useRow } from '../../rows/use-rows.ts';
import { Canvas } from '../canvas.tsx';
import { shortInstruction } from '../host/stack-node.tsx';
import type { Rect } from '../rect.ts';
import { Spot } from '../spot.tsx';
import type { Spots } from '../spot-keys.ts';
import { ChipMark } from './chip-mark.tsx';
import { LABEL_WIDTH } from './stack-grid.ts';
import { PILLAR_WIDTH, StackMemory, type StackScene } from './stack-lens.ts';

const NODE_TYPES: NodeTypes = { sheet: memo(SheetNode), glass: memo(GlassNode) };

const LEGIBLE = 0.75; // chips are small: a high stack is read from its top rather than shown whole
const NO_SPOTS: Spots = new Map();

export function StackCanvas({ of }: { readonly of: string }) {
  const w = useWords();
  const view = useRow('fileviews', of);
  const [frame, onFrame] = useFrame();
  const [memory] = useState(() => new StackMemory());
  const [all, showAll] = useState(false);
  const scene = useMemo(() => view && memory.lay(view, frame, all), [memory, view, frame, all]);
  const nodes = useMemo(() => (scene && view ? sceneNodes(scene, view) : []), [scene, view]);
  const spots = useMemo(() => (scene && view ? sheetSpots(scene, view) : NO_SPOTS), [scene, view]);
  if (!scene || !view) return <p className="canvas-empty quiet">{w.stack.noLayers}</p>;
  return (
    <Canvas nodes={nodes} nodeTypes={NODE_TYPES} size={scene.size} spots={spots} onFrame={onFrame} legible={LEGIBLE}>
      <svg className="layer sights" width={scene.size.width} height={scene.size.height} aria-hidden="true">
        {scene.sights.map((sight) => (
          <path key={sight.id} d={`M${sight.x} ${sight.from}V${sight.to}`} />
        ))}
      </svg>
      <div className="layer chips">
        {scene.chips.map((place) => (
          <ChipMark key={place.id} of={of} folder={view.folder} place={place} />
        ))}
      </div>
      {scene.untold > 0 ? (
        <button type="button" className="layer stack-more" style={{ transform: `translate(${scene.narrow ? 12 : LABEL_WIDTH}px, ${scene.glass.h + 2}px)` }} onClick={() => showAll(true)}>
          {w.stack.more(scene.untold)}
        </button>
      ) : null}
    </Canvas>
  );
}

function sceneNodes(scene: StackScene, view: FileViewRow): Node[] {
  const glass: Node = { id: 'glass', type: 'glass', position: { x: scene.glass.x, y: scene.glass.y }, width: scene.glass.w, height: scene.glass.h, data: { label: labelWidth(scene, scene.glass.w) } };
  const sheets = scene.sheets.map(({ index, role, rect }): Node => ({
    id: `sheet ${index}`,
    type: 'sheet',
    position: { x: rect.x, y: rect.y },
    width: rect.w,
    height: rect.h,
    data: { of: view.id, index, label: role === 'volume' ? PILLAR_WIDTH - 24 : labelWidth(scene, rect.w) },
  }));
  return [...sheets, glass];
}

function labelWidth({ narrow }: StackScene, sheet: number): number {
  return (narrow ? sheet : LABEL_WIDTH) - 24;
}

/** The row that a sheet stands for: its layer's, or for what the container itself has written the container's. */
function keyOfSheet({ id, sheets }: FileViewRow, index: number): RowKey | undefined {
  const { layer, role } = sheets[index]!;
  if (layer !== '') return `layers/${layer}`;
  return role === 'read-write' ? `containers/${id}` : undefined;
}

function sheetSpots(scene: StackScene, view: FileViewRow): Spots {
  const spots = new Map<RowKey, Rect>();
  for (const { index, rect } of scene.sheets) {
    const key = keyOfSheet(view, index);
    if (key) spots.set(key, rect);
  }
  return spots;
}

function SheetNode({ data }: NodeProps) {
  const view = useRow('fileviews', String(data['of']));
  const w = useWords();
  const index = Number(data['index']);
  const sheet = view?.sheets[index];
  if (!view || !sheet) return null;
  const role = { 'read-write': w.stack.readWrite, init: w.stack.init, image: w.stack.image, volume: w.stack.volume(sheet.mount) }[sheet.role];
  const title = sheet.role === 'image' ? shortInstruction(sheet.title) : sheet.role === 'volume' ? sheet.title : '';
  const face = (
    <>
      <span className="sheet-ground" data-role={sheet.role} />
      <span className="sheet-label" style={{ width: Number(data['label']) }}>
        <span className="sheet-role">{role}</span>
        <span className="sheet-title mono" title={sheet.title}>
          {title}
        </span>
        <span className="sheet-size quiet">{sheet.chips.length === 0 && sheet.sizeBytes === 0 ? w.stack.empty : size(sheet.sizeBytes)}</span>
      </span>
    </>
  );
  const key = keyOfSheet(view, index);
  if (!key) return <div className="sheet">{face}</div>;
  return (
    <Spot about={key} label={[role, title, size(sheet.sizeBytes)].filter(Boolean).join(', ')} className="sheet">
      {face}
    </Spot>
  );
}

function GlassNode({ data }: NodeProps) {
  const w = useWords();
  return (
    <div className="sheet">
      <span className="sheet-ground" data-role="glass" />
      <span className="sheet-label" style={{ width: Number(data['label']) }}>
        <span className="sheet-role">{w.stack.merged}</span>
        <span className="sheet-title quiet">{w.stack.mergedNote}</span>
      </span>
    </div>
  );
}
