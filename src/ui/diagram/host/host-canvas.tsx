// The host lens on the canvas.
import '../../styles/sheets.css';
import type { Node, NodeTypes } from '@xyflow/react';
import { useMemo } from 'react';
import { usePageState, useWords } from '../../page-context.ts';
import { useTable } from '../../rows/use-rows.ts';
import { Canvas } from '../canvas.tsx';
import { ActArrows } from '../over/act-arrows.tsx';
import { useFrame } from '../use-frame.ts';
import { CardNode } from './card-node.tsx';
import { HeadingNode } from './heading-node.tsx';
import { layHost, type HostScene } from './host-lens.ts';
import { StackNode } from './stack-node.tsx';

const NODE_TYPES: NodeTypes = { card: CardNode, stack: StackNode, heading: HeadingNode };

export function HostCanvas({ host }: { readonly host: string }) {
  const w = useWords();
  const [frame, onFrame] = useFrame();
  const scene = useHostScene(host, frame);
  const nodes = useMemo(() => sceneNodes(scene, host), [scene, host]);
  if (nodes.length === 0) return <p className="canvas-empty quiet">{w.diagram.emptyHost}</p>;
  return (
    <Canvas nodes={nodes} nodeTypes={NODE_TYPES} size={scene.size} spots={scene.spots} onFrame={onFrame}>
      <ActArrows spots={scene.spots} size={scene.size} />
    </Canvas>
  );
}

function useHostScene(host: string, frame: { readonly width: number; readonly height: number }): HostScene {
  const all = usePageState((state) => state.settings.namespaces === 'all');
  const nodes = useTable('nodes');
  const containers = useTable('containers');
  const pods = useTable('pods');
  const images = useTable('images');
  const hosts = useTable('hosts');
  const builds = useTable('builds');
  const pulls = useTable('pulls');
  return useMemo(() => {
    const node = nodes.find((n) => n.host === host)?.id;
    const here = (row: { readonly host: string }) => row.host === host;
    const shown = pods.filter((pod) => pod.node === node && (all || !pod.namespace.startsWith('kube-')));
    const shownIds = new Set(shown.map((pod) => pod.id));
    return layHost(
      {
        containers: containers.filter((c) => here(c) && !c.pause && (c.pod === '' || shownIds.has(c.pod))),
        pods: shown,
        isLinux: hosts.find(({ id }) => id === host)?.kernel !== 'Darwin',
        machines: hosts.filter((row) => row.inside === host),
        images: images.filter(here),
        builds: builds.filter(here),
        pulls: pulls.filter(here),
      },
      frame,
    );
  }, [all, host, frame, nodes, containers, pods, hosts, images, builds, pulls]);
}

function sceneNodes(scene: HostScene, host: string): Node[] {
  return [
    ...scene.headings.map(({ of, rect }) => ({ id: `heading ${of}`, type: 'heading', position: { x: rect.x, y: rect.y }, width: rect.w, height: rect.h, data: { of, host } })),
    ...scene.cards.map(({ about, rect, containers }) => ({
      id: about,
      type: 'card',
      position: { x: rect.x, y: rect.y },
      width: rect.w,
      height: rect.h,
      data: { about, containers: containers.join(' '), host },
    })),
    ...scene.stacks.map(({ kind, id, rect }) => ({
      id: `${kind} ${id}`,
      type: 'stack',
      position: { x: rect.x, y: rect.y },
      width: rect.w,
      height: rect.h,
      data: { kind, id, host },
    })),
  ];
}
