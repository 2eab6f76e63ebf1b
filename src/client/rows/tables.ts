// The tables of rows by name, and patches: what changed since the last one.
import type { ClusterRow, ComponentRow, EventRow, NodeRow, ObjectRow, OwnerRow, PodRow, ServiceRow, StorageRow } from './cluster-rows.ts';
import type { BuildRow, ContainerRow, FileViewRow, ImageRow, LayerRow, PullRow } from './container-rows.ts';
import type { CgroupRow, HostRow, MountRow, ProcessRow, TtyRow } from './host-rows.ts';
import type { CheckRow } from './lesson-rows.ts';
import type { TableName } from './row-key.ts';

export interface Tables {
  readonly clusters: ClusterRow;
  readonly nodes: NodeRow;
  readonly components: ComponentRow;
  readonly owners: OwnerRow;
  readonly pods: PodRow;
  readonly services: ServiceRow;
  readonly storage: StorageRow;
  readonly objects: ObjectRow;
  readonly events: EventRow;
  readonly hosts: HostRow;
  readonly ttys: TtyRow;
  readonly processes: ProcessRow;
  readonly cgroups: CgroupRow;
  readonly mounts: MountRow;
  readonly images: ImageRow;
  readonly layers: LayerRow;
  readonly pulls: PullRow;
  readonly containers: ContainerRow;
  readonly builds: BuildRow;
  readonly fileviews: FileViewRow;
  readonly checks: CheckRow;
}

export interface TableChange<R> {
  readonly puts: readonly R[]; // new or changed rows, whole
  readonly drops: readonly string[]; // ids
}

/** What changed. A row comes whole, because rows are small; within one patch an id stands at most once in a table. */
export type Patch = { readonly [T in TableName]?: TableChange<Tables[T]> };
