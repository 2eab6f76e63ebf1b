/** The node IPAM controller: gives each node the range that its pods' addresses come from. */
import type { Reconciler } from '../../../sim/index.ts';
import type { Node } from '../../kinds/node/node.ts';
import type { KubeObject } from '../../meta/object.ts';
import { reading, type ControllerContext } from '../controller-context.ts';

const actor = 'node-ipam-controller';
const ttlAnnotation = 'node.alpha.kubernetes.io/ttl';

export interface ClusterRange {
  readonly address: string; // "10.244.0.0"
  readonly bits: number; // 16
  readonly nodeBits: number; // 24
}

export const defaultClusterRange: ClusterRange = { address: '10.244.0.0', bits: 16, nodeBits: 24 };

/** `meant` are ranges for certain nodes, by name; others get the first that is free. */
export function nodeIpamController(context: ControllerContext, range: ClusterRange = defaultClusterRange, meant: Readonly<Record<string, string>> = {}): Reconciler<KubeObject> {
  return {
    name: actor,
    watches: [{ table: 'nodes' }],
    reconcile(key) {
      const node = context.client.view.get(key) as Node | undefined;
      if (node && node.metadata.deletionTimestamp === undefined && node.spec.podCIDR === undefined) assign(context, key, node, range, meant);
    },
  };
}

function assign({ client, trace }: ControllerContext, key: string, node: Node, range: ClusterRange, meant: Readonly<Record<string, string>>): void {
  const taken = new Set([...Object.values(meant), ...(client.view.list('nodes') as readonly Node[]).map((n) => n.spec.podCIDR)]);
  const own = Object.hasOwn(meant, node.metadata.name) ? meant[node.metadata.name] : undefined;
  const podCIDR = own ?? subnets(range, (cidr) => !taken.has(cidr));
  if (podCIDR === undefined) {
    const message = 'CIDR allocation failed; there are no remaining CIDRs left to allocate in the accepted range';
    const id = trace.record(actor, 'refuse', 'node-range-exhausted', { node: node.metadata.name }, [reading(client, key, 'metadata')]);
    client.event({ regarding: node, type: 'Normal', reason: 'CIDRNotAvailable', message: `Node ${node.metadata.name} status is now: CIDRNotAvailable`, trace: id });
    throw new Error(message);
  }
  const id = trace.record(actor, 'update', 'node-gets-range', { node: node.metadata.name, range: podCIDR }, [reading(client, key, 'metadata')]);
  const annotations = { ...node.metadata.annotations, [ttlAnnotation]: '0' };
  client.update<Node>({ ...node, metadata: { ...node.metadata, annotations }, spec: { ...node.spec, podCIDR, podCIDRs: [podCIDR] } }, { trace: id });
}

/** The first subnet of the range that will do. */
function subnets({ address, bits, nodeBits }: ClusterRange, accept: (cidr: string) => boolean): string | undefined {
  const base = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const step = 2 ** (32 - nodeBits);
  for (let i = 0; i < 2 ** (nodeBits - bits); i++) {
    const at = base + i * step;
    const cidr = `${Math.floor(at / 2 ** 24)}.${Math.floor(at / 2 ** 16) % 256}.${Math.floor(at / 256) % 256}.${at % 256}/${nodeBits}`;
    if (accept(cidr)) return cidr;
  }
  return undefined;
}
