/** Claims and the volumes that they are bound to, as the page draws them. */
import { parseRfc3339 } from '../../base/index.ts';
import type { StorageRow } from '../../client/index.ts';
import type { KubeObject, Labels } from '../../kube/index.ts';

/** What a claim and a volume have in common, and what each has alone. */
interface StorageLike extends KubeObject {
  readonly spec: {
    readonly storageClassName?: string;
    readonly volumeName?: string;
    readonly claimRef?: { readonly namespace?: string; readonly name?: string };
    readonly resources?: { readonly requests?: Labels };
    readonly capacity?: Labels;
  };
  readonly status?: { readonly phase?: string; readonly capacity?: Labels };
}

export function storageRow(object: KubeObject, cluster: string, epochMs: number): StorageRow {
  const { metadata, spec, status } = object as StorageLike;
  const { claimRef, volumeName = '' } = spec;
  return {
    id: metadata.uid,
    cluster,
    kind: object.kind,
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    phase: status?.phase ?? 'Pending',
    boundTo: claimRef ? `${claimRef.namespace}/${claimRef.name}` : volumeName,
    capacity: (status?.capacity ?? spec.capacity ?? spec.resources?.requests)?.['storage'] ?? '',
    storageClass: spec.storageClassName ?? '',
    createdMs: parseRfc3339(metadata.creationTimestamp)! - epochMs,
  };
}
