// The lens of control groups on the canvas: each line with the gauges of what it uses, live, against its limit.
import './machine.css';
import type { Node, NodeProps, NodeTypes } from '@xyflow/react';
import { memo, useMemo } from 'react';
import { splitKey, type CgroupRow, type RowKey } from '../../../client/index.ts';
import { memory } from '../../look/amounts.ts';
import { useWords } from '../../page-context.ts';
import { useRow, useTable } from '../../rows/use-rows.ts';
import type { Words } from '../../words/en.ts';
import { Canvas } from '../canvas.tsx';
import { Spot } from '../spot.tsx';
import { useFrame } from '../use-frame.ts';
import { fullness, layCgroups, type CgroupScene } from './cgroup-lens.ts';

const NODE_TYPES: NodeTypes = { cgroup: memo(CgroupNode) };

export function CgroupCanvas({ host }: { readonly host: string }) {
  const w = useWords();
  const [frame, onFrame] = useFrame();
  const rows = useTable('cgroups').filter((row) => row.host === host);
  // Places depend on the tree alone: they stay while usage changes.
  const tree = rows.map((row) => `${row.parent}\0${row.path}`).join('\n');
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  const scene = useMemo(() => layCgroups(rows, frame), [tree, host, frame]);
  const nodes = useMemo(
    (): Node[] => scene.lines.map(({ about, rect }) => ({ id: about, type: 'cgroup', position: { x: rect.x, y: rect.y }, width: rect.w, height: rect.h, data: { about } })),
    [scene],
  );
  if (nodes.length === 0) return <p className="canvas-empty quiet">{w.diagram.off}</p>;
  return (
    <Canvas nodes={nodes} nodeTypes={NODE_TYPES} size={scene.size} spots={scene.spots} onFrame={onFrame}>
      <Elbows scene={scene} />
    </Canvas>
  );
}

function Elbows({ scene }: { readonly scene: CgroupScene }) {
  return (
    <svg className="layer" width={scene.size.width} height={scene.size.height} aria-hidden="true">
      {scene.elbows.map(({ id, x, top, bottom, right }) => (
        <path key={id} className="elbow" d={`M${x} ${top}V${bottom}H${right}`} />
      ))}
    </svg>
  );
}

function CgroupNode({ data }: NodeProps) {
  const w = useWords();
  const about = data['about'] as RowKey;
  const row = useRow('cgroups', splitKey(about).id);
  const container = useRow('containers', row?.container ?? '');
  const host = useRow('hosts', row?.host ?? '');
  if (!row) return null;
  const cores = host?.cores ?? 1;
  return (
    <Spot about={about} label={cgroupWords(row, w)} className="cg-line" mark={row.frozen ? 'frozen' : undefined}>
      <span className="cg-name mono" title={row.path}>
        {container?.name ?? lastName(row.path)}
        {row.processes > 0 ? <span className="quiet">{` ${w.machine.processes(row.processes)}`}</span> : null}
      </span>
      <span className="cg-notes quiet">{notesOf(row, w).join(', ')}</span>
      <Gauge name={w.machine.cpu} text={cpuWords(row, w)} full={fullness(row.cpuPermille, row.cpuLimitPermille, cores * 1000)} limited={row.cpuLimitPermille > 0} hot={row.throttledPercent > 0} />
      <Gauge name={w.machine.memory} text={memoryWords(row, w)} full={fullness(row.memoryBytes, row.memoryLimitBytes, host?.memoryBytes ?? 0)} limited={row.memoryLimitBytes > 0} hot={row.oomKills > 0} />
    </Spot>
  );
}

interface GaugeProps {
  readonly name: string;
  readonly text: string;
  readonly full: number;
  readonly limited: boolean;
  readonly hot: boolean;
}

function Gauge({ name, text, full, limited, hot }: GaugeProps) {
  return (
    <span className="cg-gauge" data-hot={hot}>
      <span className="cg-words">
        <span className="quiet">{name}</span> {text}
      </span>
      <span className="cg-bar" data-limited={limited}>
        <span style={{ width: `${full * 100}%` }} />
      </span>
    </span>
  );
}

export function cgroupWords(row: CgroupRow, w: Words): string {
  return [row.path, w.machine.processes(row.processes), `${w.machine.cpu} ${cpuWords(row, w)}`, `${w.machine.memory} ${memoryWords(row, w)}`, ...notesOf(row, w)].join(', ');
}

function cpuWords({ cpuPermille, cpuLimitPermille }: CgroupRow, { machine }: Words): string {
  const used = (cpuPermille / 1000).toFixed(2);
  return cpuLimitPermille > 0 ? machine.of(used, (cpuLimitPermille / 1000).toFixed(2)) : used;
}

function memoryWords({ memoryBytes, memoryLimitBytes }: CgroupRow, { machine }: Words): string {
  return memoryLimitBytes > 0 ? machine.of(memory(memoryBytes), memory(memoryLimitBytes)) : memory(memoryBytes);
}

function notesOf({ weight, throttledPercent, oomKills, frozen }: CgroupRow, { machine }: Words): string[] {
  return [...(weight === 1024 ? [] : [machine.weight(weight)]), ...(throttledPercent > 0 ? [machine.throttled(throttledPercent)] : []), ...(oomKills > 0 ? [machine.oom(oomKills)] : []), ...(frozen ? [machine.frozen] : [])];
}

function lastName(path: string): string {
  return path === '/' ? '/' : path.slice(path.lastIndexOf('/') + 1);
}
