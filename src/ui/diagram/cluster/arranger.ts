// Keeps what one scene needs of the one before, and hands React Flow the same node as long as nothing about it changes, so that
// only what moved is drawn again. One lives as long as its canvas.
import type { Node } from '@xyflow/react';
import type { Rect } from '../rect.ts';
import { layCluster, NO_MEMORY } from './cluster-lens.ts';
import type { ClusterRows, ClusterScene, Frame, Memory } from './cluster-scene.ts';

export class Arranger {
  private memory: Memory = NO_MEMORY;
  private nodes = new Map<string, Node>();

  arrange(rows: ClusterRows, frame: Frame): { readonly scene: ClusterScene; readonly nodes: Node[] } {
    const scene = layCluster(rows, frame, this.memory);
    this.memory = scene.memory;
    const nodes = sceneNodes(scene).map((node) => {
      const old = this.nodes.get(node.id);
      return old && sameNode(old, node) ? old : node;
    });
    this.nodes = new Map(nodes.map((node) => [node.id, node]));
    return { scene, nodes };
  }
}

function sceneNodes(scene: ClusterScene): Node[] {
  const nodes: Node[] = [];
  const add = (id: string, type: string, rect: Rect, data: Record<string, unknown>) => {
    nodes.push({ id, type, position: { x: rect.x, y: rect.y }, width: rect.w, height: rect.h, data, zIndex: type === 'wires' ? 0 : 1 });
  };
  if (scene.wires.length > 0) add('wires', 'wires', { x: 0, y: 0, w: scene.size.width, h: scene.size.height }, { wires: scene.wires });
  for (const { table, id, rect } of scene.chips) add(`${table}/${id}`, 'chip', rect, { table, id });
  for (const { owner, rect, lines, ...more } of scene.families) add(`owners/${owner}`, owner === '' ? 'storage' : 'family', rect, { owner, lines: lines.map((l) => l.about).join(' '), ...more });
  for (const { id, rect } of scene.services) add(`services/${id}`, 'service', rect, { id });
  for (const { node, rect, chips, pods } of scene.trays) add(`nodes/${node}`, 'tray', rect, { node, pods, chips: chips.map((c) => c.id).join(' ') });
  add('bay', 'bay', scene.bay, { waiting: scene.waiting });
  return nodes;
}

function sameNode(a: Node, b: Node): boolean {
  if (a.position.x !== b.position.x || a.position.y !== b.position.y || a.width !== b.width || a.height !== b.height) return false;
  return Object.entries(b.data).every(([key, value]) => a.data[key] === value);
}
