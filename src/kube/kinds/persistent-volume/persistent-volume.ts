/** A PersistentVolume: a piece of storage of the cluster, and which claim has it. */
import type { KubeObject, Labels, ObjectReference } from '../../meta/object.ts';

export interface PersistentVolume extends KubeObject {
  readonly spec: {
    readonly capacity?: Labels;
    readonly accessModes?: readonly string[];
    readonly claimRef?: ObjectReference;
    readonly persistentVolumeReclaimPolicy?: 'Retain' | 'Recycle' | 'Delete';
    readonly storageClassName?: string;
    readonly volumeMode?: 'Filesystem' | 'Block';
    readonly volumeAttributesClassName?: string;
    readonly mountOptions?: readonly string[];
    readonly nodeAffinity?: { readonly required?: object };
    readonly hostPath?: { readonly path: string; readonly type?: string };
    readonly local?: { readonly path: string };
    readonly csi?: { readonly driver?: string; readonly volumeHandle?: string };
    readonly nfs?: { readonly server: string; readonly path: string };
  };
  readonly status: { readonly phase?: 'Pending' | 'Available' | 'Bound' | 'Released' | 'Failed'; readonly reason?: string; readonly message?: string; readonly lastPhaseTransitionTime?: string };
}

export const volumeSources = [
  'awsElasticBlockStore', 'azureDisk', 'azureFile', 'cephfs', 'cinder', 'csi', 'fc', 'flexVolume', 'flocker', 'gcePersistentDisk', 'glusterfs',
  'hostPath', 'iscsi', 'local', 'nfs', 'photonPersistentDisk', 'portworxVolume', 'quobyte', 'rbd', 'scaleIO', 'storageos', 'vsphereVolume',
] as const;
