// Rows of what a Kubernetes API server holds: small and flat, with just what the diagram draws. Whole objects are asked for.
// Times are virtual milliseconds since the world began; ids are uids, or `cluster/name` where a name is the identity.
import type { RowKey } from './row-key.ts';

export interface ClusterRow {
  readonly id: string; // the cluster's name in its scenario
  readonly release: string; // of the server, "1.36"
  readonly host: string; // host row of the control plane
  readonly namespaces: readonly string[];
}

export interface NodeRow {
  readonly id: string; // cluster/name
  readonly cluster: string;
  readonly name: string;
  readonly host: string; // id of its host row
  readonly roles: readonly string[]; // "control-plane"
  readonly ready: 'True' | 'False' | 'Unknown';
  readonly reason: string; // of the Ready condition: "KubeletReady", "NodeStatusUnknown"
  readonly message: string;
  readonly cordoned: boolean;
  readonly taints: readonly string[]; // "node.kubernetes.io/unreachable:NoExecute"
  readonly pressure: readonly string[]; // conditions that are True and should not be: "MemoryPressure"
  readonly version: string; // of its kubelet
  readonly cpuAllocatableMilli: number;
  readonly cpuRequestedMilli: number;
  readonly memoryAllocatableBytes: number;
  readonly memoryRequestedBytes: number;
  readonly podsAllocatable: number;
  readonly createdMs: number;
}

/** A program of a control plane or of a node: it works only while its process lives. */
export interface ComponentRow {
  readonly id: string; // host/unit
  readonly cluster: string; // '' for what belongs to no cluster, as dockerd on a laptop
  readonly host: string;
  readonly unit: string; // "kube-scheduler"
  readonly actors: readonly string[]; // actors of the trace that run in it: "deployment-controller", …
  readonly state: 'running' | 'starting' | 'stopped' | 'failed';
  readonly connected: boolean; // its view of the API server; true where it has none
  readonly pid: number; // 0 while it does not run
  readonly ticks: number; // reconciles that found nothing to do
  readonly acts: number; // those that acted
}

export interface ConditionWord {
  readonly type: string; // "Progressing"
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason: string; // "ProgressDeadlineExceeded"
}

/** Whatever makes pods, or makes what makes pods: Deployment, ReplicaSet, StatefulSet, DaemonSet, Job, CronJob … */
export interface OwnerRow {
  readonly id: string; // uid
  readonly cluster: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly owner: string; // uid of its controller owner, '' when it has none
  readonly revision: number; // deployment.kubernetes.io/revision; 0 where there is none
  /** Counts the templates below one topmost owner in order of birth, from 0: the page makes a colour of it. */
  readonly hue: number;
  readonly wanted: number;
  readonly have: number; // status.replicas, or what the kind calls it
  readonly updated: number;
  readonly ready: number;
  readonly available: number;
  readonly image: string; // of the first container
  readonly selector: string; // "app=web,tier=front"
  readonly schedule: string; // of a CronJob, '' of others
  readonly strategy: string; // "RollingUpdate", "Recreate", …, '' where there is none
  readonly maxSurge: number; // resolved to pods; 0 where there is none
  readonly maxUnavailable: number;
  readonly paused: boolean;
  readonly observed: boolean; // status.observedGeneration has caught up
  readonly deleting: boolean;
  readonly conditions: readonly ConditionWord[];
  readonly createdMs: number;
}

export interface PodContainer {
  readonly name: string;
  readonly init: boolean;
  readonly image: string;
  readonly state: 'waiting' | 'running' | 'terminated';
  readonly reason: string; // "CrashLoopBackOff", "Completed", '' while all is well
  readonly exitCode: number; // of the state or of the last one; 0 while it never ended
  readonly ready: boolean;
  readonly started: boolean;
  readonly restarts: number;
  readonly container: string; // id of its container row, '' before there is one
  readonly backoffUntilMs: number; // 0 when it is not waiting for its next start or pull
}

export interface PodRow {
  readonly id: string; // uid
  readonly cluster: string;
  readonly namespace: string;
  readonly name: string;
  readonly owner: string; // uid of its controller owner, '' when it has none
  readonly hue: number; // as its owner's
  readonly node: string; // id of its node row, '' while it waits in the bay
  readonly status: string; // the word of kubectl's STATUS column: "ContainerCreating", "Running", "ImagePullBackOff"
  readonly phase: 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Unknown';
  readonly ready: boolean; // the Ready condition
  readonly message: string; // why it waits or failed, in the product's words
  readonly containers: readonly PodContainer[]; // init containers first
  readonly pulls: readonly string[]; // what it waits for: host/image, as pulls are named
  readonly claims: readonly string[]; // names of the claims that it mounts
  readonly ip: string;
  readonly cpuRequestedMilli: number;
  readonly memoryRequestedBytes: number;
  readonly createdMs: number;
  readonly deletion: { readonly startedMs: number; readonly graceMs: number } | null; // while it terminates
}

export interface ServicePort {
  readonly name: string;
  readonly protocol: string;
  readonly port: number;
  readonly targetPort: string;
  readonly nodePort: number; // 0 where there is none
}

export interface EndpointSeat {
  readonly pod: string; // uid, '' for an address that is no pod
  readonly ip: string;
  readonly ready: boolean;
}

export interface ServiceRow {
  readonly id: string; // uid
  readonly cluster: string;
  readonly namespace: string;
  readonly name: string;
  readonly type: string;
  readonly clusterIp: string; // "None" for a headless one
  readonly selector: string;
  readonly ports: readonly ServicePort[];
  readonly endpoints: readonly EndpointSeat[];
  readonly createdMs: number;
}

/** A PersistentVolumeClaim or a PersistentVolume. */
export interface StorageRow {
  readonly id: string; // uid
  readonly cluster: string;
  readonly kind: string;
  readonly namespace: string; // '' of a volume
  readonly name: string;
  readonly phase: string; // "Pending", "Bound", "Available", "Released"
  readonly boundTo: string; // the claim's volume, the volume's claim with its namespace; '' while there is none
  readonly capacity: string; // "1Gi"
  readonly storageClass: string;
  readonly createdMs: number;
}

/** An object of another kind (ConfigMap, Secret, Ingress, …): found by the palette, shown by the inspector. */
export interface ObjectRow {
  readonly id: string; // uid
  readonly cluster: string;
  readonly kind: string;
  readonly resource: string; // "configmaps", "ingresses.networking.k8s.io"
  readonly namespace: string;
  readonly name: string;
  readonly createdMs: number;
}

/** An Event of the API, of what is looked at; the page lists them beside the acts of the trace. */
export interface EventRow {
  readonly id: string; // uid
  readonly about: RowKey | '';
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  readonly count: number;
  readonly lastMs: number;
}
