/** The components of clusters as programs of a world: what they cannot be told by flags, this world tells them. */
import { assert } from '../../base/index.ts';
import { componentPrograms } from '../../kube/index.ts';
import type { Program } from '../../host/index.ts';
import type { World } from '../world.ts';
import { rangesOf } from './plane-units.ts';

export function componentTable(world: World): Readonly<Record<string, Program>> {
  const chance = world.random.fork('latency');
  const nodeOf = (host: string) => world.scenario.clusters.flatMap((cluster) => cluster.nodes.map((node) => ({ node, cluster }))).find(({ node }) => node.host === host);
  return componentPrograms({
    latencyMs: () => world.latency.loopMs,
    relistMs: () => world.latency.relistMs,
    sandboxMs: () => {
      const { sandboxMs, sandboxSpreadMs } = world.latency;
      return sandboxSpreadMs === 0 ? sandboxMs : sandboxMs + chance.below(sandboxSpreadMs);
    },
    statusMs: () => world.latency.statusMs,
    pullWaits: world.pullWaits,
    runtimeOf(host) {
      const runtime = world.runtimes.get(host.name);
      assert(runtime, 'world: a kubelet on a host without a container runtime', { host: host.name });
      return runtime;
    },
    labelsOf({ name }) {
      const { node, cluster } = nodeOf(name) ?? {};
      return { ...node?.labels, ...(node?.tainted && controlPlaneRoles(Number(cluster?.server.slice(2)))) };
    },
    nodeRangesOf({ name }) {
      const cluster = world.scenario.clusters.find((c) => c.controlPlane === name);
      return cluster ? rangesOf(cluster) : {};
    },
  });
}

/** What kubeadm labels the node of a control plane with: it was called otherwise until 1.20, and had both names until 1.24. */
function controlPlaneRoles(minor: number): Readonly<Record<string, string>> {
  return { ...(minor >= 20 && { 'node-role.kubernetes.io/control-plane': '' }), ...(minor < 24 && { 'node-role.kubernetes.io/master': '' }) };
}
