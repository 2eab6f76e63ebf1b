/** The worlds that are measured: one Deployment on as many nodes as it needs, nothing slower than it must be, the images already on the nodes' disks. */
import { World, type Scenario } from '../../world/index.ts';

const GIB = 2 ** 30;
const PODS_A_NODE = 100;

export function crowdWorld(replicas: number): World {
  return new World(crowd(nodesFor(replicas)), 'bench');
}

export function nodesFor(replicas: number): number {
  return Math.max(3, Math.ceil(replicas / PODS_A_NODE));
}

/** Typed at the first host, as its user. */
export function command(world: World, text: string): void {
  world.commands.run(1, world.scenario.hosts[0]!.name, text);
}

interface DeploymentSeen {
  readonly spec: { readonly template: { readonly spec: { readonly containers: readonly { readonly image: string }[] } } };
  readonly status: { readonly updatedReplicas?: number; readonly readyReplicas?: number; readonly replicas?: number };
}

/** Until all replicas of the Deployment `web` run the image and are Ready, and no others are left. */
export function untilReady(world: World, replicas: number, image: string): void {
  const { clock, clusters } = world;
  for (let s = 0; s < 3_600; s++) {
    const deployment = clusters[0]!.store.get('deployments.apps/default/web') as unknown as DeploymentSeen | undefined;
    const { updatedReplicas = 0, readyReplicas = 0, replicas: all = 0 } = deployment?.status ?? {};
    if (deployment?.spec.template.spec.containers[0]!.image === image && updatedReplicas === replicas && readyReplicas === replicas && all === replicas) return;
    clock.run(clock.now + 1_000, { stepsMax: Infinity });
  }
  throw new Error('bench: the Deployment did not become ready within a virtual hour');
}

function crowd(nodes: number): Scenario {
  const images = ['nginx:1.22', 'nginx:1.23', 'busybox:1.35', 'registry.k8s.io/pause:3.10.1'];
  const names = Array.from({ length: nodes }, (_, i) => `node-${i + 1}`);
  const addressOf = (i: number) => `10.0.${1 + (i >> 7)}.${1 + (i & 127)}`;
  const cidrOf = (i: number) => `10.${128 + (i >> 8)}.${i & 255}.0/24`;
  return {
    name: 'crowd',
    startsAtMs: 1_772_442_000_000,
    warmUpMs: 60_000,
    profile: 'instant',
    hosts: [
      { name: 'control-plane', address: '10.0.0.10', cores: 4, memoryBytes: 64 * GIB, user: 'root' },
      ...names.map((name, i) => ({ name, address: addressOf(i), cores: 2, memoryBytes: 64 * GIB, user: 'root', images })),
    ],
    clusters: [
      { name: 'crowd', server: '1.36', client: '1.36', context: 'kubernetes-admin@crowd', controlPlane: 'control-plane', plane: 'units', nodes: names.map((host, i) => ({ host, podCidr: cidrOf(i) })), podCidr: '10.128.0.0/9', serviceCidr: '10.96.0.0/12' },
    ],
    registries: [],
    home: {},
    opens: [],
    suggestions: [],
    breakable: '',
  };
}
