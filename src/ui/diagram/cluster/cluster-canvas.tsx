// The cluster lens on the canvas: trays, owners, Services and control plane as nodes, pods and wires in layers above them.
import type { NodeTypes } from '@xyflow/react';
import { lazy, Suspense, useMemo, useState, type ComponentType } from 'react';
import { usePageState } from '../../page-context.ts';
import { useTable } from '../../rows/use-rows.ts';
import { Canvas } from '../canvas.tsx';
import { ActArrows, type OverProps } from '../over/act-arrows.tsx';
import { useFrame } from '../use-frame.ts';
import { Arranger } from './arranger.ts';
import { BayNode } from './bay-node.tsx';
import { ChipNode } from './chip-node.tsx';
import type { ClusterRows } from './cluster-scene.ts';
import { FamilyNode, StorageNode } from './family-node.tsx';
import { ELEMENTS_MAX, PodLayer } from './pod-layer.tsx';
import { ServiceNode } from './service-node.tsx';
import { TrayNode } from './tray-node.tsx';
import { OutsideWires, WireLayer } from './wire-layer.tsx';

// Where they cannot be had the diagram does without.
const Trips = lazy<ComponentType<OverProps>>(() =>
  import('../over/trips.tsx').then(
    ({ Trips: loaded }) => ({ default: loaded }),
    () => ({ default: () => null }),
  ),
);

const NODE_TYPES: NodeTypes = { tray: TrayNode, bay: BayNode, family: FamilyNode, service: ServiceNode, chip: ChipNode, wires: OutsideWires, storage: StorageNode };

export function ClusterCanvas({ cluster }: { readonly cluster: string }) {
  const [frame, onFrame] = useFrame();
  const rows = useClusterRows(cluster);
  const [arranger] = useState(() => new Arranger());
  const { scene, nodes } = useMemo(() => arranger.arrange(rows, frame), [arranger, rows, frame]);
  return (
    <Canvas nodes={nodes} nodeTypes={NODE_TYPES} size={scene.size} spots={scene.spots} onFrame={onFrame} still={scene.pods.length > ELEMENTS_MAX}>
      <WireLayer wires={scene.wires} size={scene.size} />
      <PodLayer pods={scene.pods} size={scene.size} />
      <ActArrows spots={scene.spots} size={scene.size} />
      <Suspense>
        <Trips spots={scene.spots} size={scene.size} />
      </Suspense>
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
  const storage = useTable('storage');
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
      storage: storage.filter(shown),
    };
  }, [all, cluster, hosts, nodes, components, owners, pods, services, storage]);
}
