// Rows with nothing remarkable about them, to be made remarkable by a test or by the page's picture book.
import type { NodeRow, OwnerRow, PodRow, ServiceRow, StorageRow } from '../../client/index.ts';

export function makeNode(name: string, change: Partial<NodeRow> = {}): NodeRow {
  return {
    id: `demo/${name}`,
    cluster: 'demo',
    name,
    host: name,
    roles: [],
    ready: 'True',
    reason: 'KubeletReady',
    message: '',
    cordoned: false,
    taints: [],
    pressure: [],
    version: 'v1.36.0',
    cpuAllocatableMilli: 4000,
    cpuRequestedMilli: 300,
    memoryAllocatableBytes: 8 << 29,
    memoryRequestedBytes: 1 << 29,
    podsAllocatable: 110,
    createdMs: 0,
    ...change,
  };
}

export function makeOwner(id: string, change: Partial<OwnerRow> = {}): OwnerRow {
  return {
    id,
    cluster: 'demo',
    kind: 'ReplicaSet',
    namespace: 'default',
    name: id,
    owner: '',
    revision: 1,
    hue: 0,
    wanted: 0,
    have: 0,
    updated: 0,
    ready: 0,
    available: 0,
    image: 'nginx:1.23',
    selector: 'app=web',
    schedule: '',
    strategy: '',
    maxSurge: 0,
    maxUnavailable: 0,
    paused: false,
    observed: true,
    deleting: false,
    conditions: [],
    createdMs: 0,
    ...change,
  };
}

export function makePod(id: string, change: Partial<PodRow> = {}): PodRow {
  return {
    id,
    cluster: 'demo',
    namespace: 'default',
    name: id,
    owner: '',
    hue: 0,
    node: '',
    status: 'Pending',
    phase: 'Pending',
    ready: false,
    message: '',
    containers: [],
    pulls: [],
    claims: [],
    ip: '',
    cpuRequestedMilli: 100,
    memoryRequestedBytes: 64 << 20,
    createdMs: 0,
    deletion: null,
    ...change,
  };
}

export function makeService(id: string, endpoints: ServiceRow['endpoints']): ServiceRow {
  return {
    id,
    cluster: 'demo',
    namespace: 'default',
    name: id,
    type: 'ClusterIP',
    clusterIp: '10.96.0.12',
    selector: 'app=web',
    ports: [{ name: '', protocol: 'TCP', port: 80, targetPort: '80', nodePort: 0 }],
    endpoints,
    createdMs: 0,
  };
}

export function makeStorage(id: string, change: Partial<StorageRow> = {}): StorageRow {
  return { id, cluster: 'demo', kind: 'PersistentVolumeClaim', namespace: 'default', name: id, phase: 'Pending', boundTo: '', capacity: '1Gi', storageClass: '', createdMs: 0, ...change };
}
