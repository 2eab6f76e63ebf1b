// The cluster lens on the canvas: trays, owners, Services and control plane as nodes, pods and wires in layers above them.
import type { Node, NodeTypes } from '@xyflow/react';
import { useMemo, useRef, useState } from 'react';
import { usePageState } from '../../page-context.ts';
import { useTable } from '../../rows/use-rows.ts';
import { Canvas } from '../canvas.tsx';
import { ActArrows } from '../over/act-arrows.tsx';
import { Trips } from '../over/trips.tsx';
import { BayNode } from './bay-node.tsx';
import { ChipNode } from './chip-node.tsx';
import { layCluster, NO_MEMORY } from './cluster-lens.ts';
import type { ClusterRows, ClusterScene, Frame } from './cluster-scene.ts';
import { FamilyNode } from './family-node.tsx';
import { PodLayer } from './pod-layer.tsx';
import { ServiceNode } from './service-node.tsx';
import { TrayNode } from './tray-node.tsx';
import { OutsideWires, WireLayer } from './wire-layer.tsx';

const NODE_TYPES: NodeTypes = { tray: TrayNode, bay: BayNode, family: FamilyNode, service: ServiceNode, chip: ChipNode, wires: OutsideWires };
const FIRST_FRAME: Frame = { width: 960, height: 640 };

export function ClusterCanvas({ cluster }: { readonly cluster: string }) {
  const [frame, setFrame] = useState(FIRST_FRAME);
  const onFrame = useMemo(() => (width: number, height: number) => {
    if (width > 0 && height > 0) setFrame((old) => (old.width === width && old.height === height ? old : { width, height }));
  }, []);
  const scene = useClusterScene(cluster, frame);
  const nodes = useSceneNodes(scene);
  return (
    <Canvas nodes={nodes} nodeTypes={NODE_TYPES} size={scene.size} spots={scene.spots} onFrame={onFrame}>
      <WireLayer wires={scene.wires} size={scene.size} />
      <PodLayer pods={scene.pods} size={scene.size} />
      <ActArrows spots={scene.spots} size={scene.size} />
      <Trips spots={scene.spots} size={scene.size} />
    </Canvas>
  );
}

function useClusterRows(cluster: string): ClusterRows {
  const all = usePageState((state) => state.settings.namespaces === 'all');
  const hosts = useTable('hosts');
  const nodes = useTable('nodes');
  const components = useTable('components');
  const owners = useTable('owners');
  const pods = useTable('pods');
  const services = useTable('services');
  return useMemo(() => {
    const here = (row: { readonly cluster: string }) => row.cluster === cluster;
    const shown = (row: { readonly cluster: string; readonly namespace: string }) => here(row) && (all || !row.namespace.startsWith('kube-'));
    return {
      hosts,
      nodes: nodes.filter(here),
      components: components.filter(here),
      owners: owners.filter(shown),
      pods: pods.filter(shown),
      services: services.filter(shown),
    };
  }, [all, cluster, hosts, nodes, components, owners, pods, services]);
}

function useClusterScene(cluster: string, frame: Frame): ClusterScene {
  const rows = useClusterRows(cluster);
  const memory = useRef(NO_MEMORY);
  return useMemo(() => {
    const scene = layCluster(rows, frame, memory.current);
    memory.current = scene.memory;
    return scene;
  }, [rows, frame]);
}

/** Nodes of React Flow keep their identity while nothing about them changes, so that only what moved is drawn again. */
function useSceneNodes(scene: ClusterScene): Node[] {
  const kept = useRef(new Map<string, Node>());
  return useMemo(() => {
    const next = new Map<string, Node>();
    const add = (id: string, type: string, rect: { x: number; y: number; w: number; h: number }, data: Record<string, unknown>) => {
      const node: Node = { id, type, position: { x: rect.x, y: rect.y }, width: rect.w, height: rect.h, data, zIndex: type === 'wires' ? 0 : 1 };
      const old = kept.current.get(id);
      next.set(id, old && sameNode(old, node) ? old : node);
    };
    if (scene.wires.length > 0) add('wires', 'wires', { x: 0, y: 0, w: scene.size.width, h: scene.size.height }, { wires: scene.wires });
    for (const { table, id, rect } of scene.chips) add(`${table}/${id}`, 'chip', rect, { table, id });
    for (const { owner, rect, lines, hidden } of scene.families) add(`owners/${owner}`, 'family', rect, { owner, lines: lines.map((l) => l.owner).join(' '), hidden });
    for (const { id, rect } of scene.services) add(`services/${id}`, 'service', rect, { id });
    for (const { node, rect, chips } of scene.trays) add(`nodes/${node}`, 'tray', rect, { node, chips: chips.map((c) => c.id).join(' ') });
    add('bay', 'bay', scene.bay, { waiting: scene.waiting });
    kept.current = next;
    return [...next.values()];
  }, [scene]);
}

function sameNode(a: Node, b: Node): boolean {
  if (a.position.x !== b.position.x || a.position.y !== b.position.y || a.width !== b.width || a.height !== b.height) return false;
  return Object.entries(b.data).every(([key, value]) => a.data[key] === value);
}
