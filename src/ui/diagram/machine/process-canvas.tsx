// The process lens on the canvas: boxes of namespaces with the tree of processes in each. What is selected is compared with all.
import './machine.css';
import type { Node, NodeProps, NodeTypes } from '@xyflow/react';
import { memo, useMemo } from 'react';
import { splitKey } from '../../../client/index.ts';
import { usePageState, useWords } from '../../page-context.ts';
import { useRow, useTable } from '../../rows/use-rows.ts';
import { Canvas } from '../canvas.tsx';
import { Spot } from '../spot.tsx';
import { useFrame } from '../use-frame.ts';
import { layProcesses, LINE, NAMESPACE_KINDS, sharedKinds, type NamespaceBox, type ProcessLine, type SharedFrame } from './process-lens.ts';

const NODE_TYPES: NodeTypes = { box: memo(BoxNode), frame: memo(FrameNode) };

export function ProcessCanvas({ host }: { readonly host: string }) {
  const w = useWords();
  const [frame, onFrame] = useFrame();
  const rows = useTable('processes');
  const scene = useMemo(() => layProcesses(rows.filter((row) => row.host === host), frame), [rows, host, frame]);
  const nodes = useMemo(
    (): Node[] => [
      ...scene.frames.map((shared) => ({ ...placed(shared.id, shared.rect), type: 'frame', data: { shared }, zIndex: 0 })),
      ...scene.boxes.map((box) => ({ ...placed(box.id, box.rect), type: 'box', data: { box, host }, zIndex: 1 })),
    ],
    [scene, host],
  );
  if (nodes.length === 0) return <p className="canvas-empty quiet">{w.diagram.off}</p>;
  return <Canvas nodes={nodes} nodeTypes={NODE_TYPES} size={scene.size} spots={scene.spots} onFrame={onFrame} />;
}

function placed(id: string, rect: { readonly x: number; readonly y: number; readonly w: number; readonly h: number }) {
  return { id, position: { x: rect.x, y: rect.y }, width: rect.w, height: rect.h };
}

function FrameNode({ data }: NodeProps) {
  const w = useWords();
  const shared = data['shared'] as SharedFrame;
  return (
    <div className="ns-frame">
      {w.machine.sharedNet} <span className="mono">net:[{shared.net}]</span>
    </div>
  );
}

function BoxNode({ data }: NodeProps) {
  const w = useWords();
  const box = data['box'] as NamespaceBox;
  const host = String(data['host']);
  const container = useRow('containers', box.container);
  const isLinux = useRow('hosts', host)?.kernel !== 'Darwin';
  const name = container?.name ?? (box.own.length === 0 ? host : w.machine.own);
  return (
    <div className="ns-box" data-home={box.own.length === 0}>
      <div className="ns-name">
        <span className="mono">{name}</span>
        {box.own.length === 0 ? <span className="quiet">{isLinux ? w.machine.home : w.machine.noNamespaces}</span> : null}
      </div>
      {isLinux ? <Chips box={box} host={host} /> : null}
      {box.lines.map((line) => (
        <Line key={line.about} line={line} />
      ))}
    </div>
  );
}

/** The seven namespaces: filled where they are the same as those of the process that is selected, else of the machine's first. */
function Chips({ box, host }: { readonly box: NamespaceBox; readonly host: string }) {
  const w = useWords();
  const selection = usePageState((state) => state.selection);
  const { table, id } = selection === '' ? { table: '', id: '' } : splitKey(selection);
  const selected = useRow('processes', table === 'processes' ? id : '');
  const first = useRow('processes', `${host}/1`);
  const other = selected ?? first;
  const same = new Set(other ? sharedKinds(box.namespaces, other.namespaces) : []);
  const label = other ? w.machine.shares([...same].join(', '), other.command.split(' ')[0]!) : '';
  return (
    <div className="ns-chips" role="img" aria-label={label} title={label}>
      {NAMESPACE_KINDS.map((kind) => (
        <span key={kind} className="ns-chip mono" data-same={same.has(kind)} title={`${kind}:[${box.namespaces[kind]}]`}>
          {kind}
        </span>
      ))}
    </div>
  );
}

function Line({ line }: { readonly line: ProcessLine }) {
  const w = useWords();
  const process = useRow('processes', splitKey(line.about).id);
  if (!process) return null;
  const { command, pid, ownPid, state, cpuPermille } = process;
  return (
    <Spot about={line.about} label={w.machine.process(command, pid, ownPid)} className="ns-line" style={{ height: LINE, paddingLeft: 12 + line.depth * 14 }} mark={state}>
      <span className="ns-pid mono">{pid}</span>
      <span className="ns-command mono">{command}</span>
      {cpuPermille > 4 ? <span className="quiet">{`${Math.round(cpuPermille / 10)} %`}</span> : null}
      {ownPid === pid ? null : <span className="quiet ns-own">{w.machine.inside(ownPid)}</span>}
    </Spot>
  );
}

