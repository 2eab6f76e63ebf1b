/** A PersistentVolume: a piece of storage of the cluster, and which claim has it. */
import type { KubeObject, Labels, ObjectReference } from '../../meta/object.ts';
import type { NodeSelectorTerm } from '../pod/pod.ts';

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
    readonly nodeAffinity?: { readonly required?: { readonly nodeSelectorTerms?: readonly NodeSelectorTerm[] } };
    readonly hostPath?: { readonly path: string; readonly type?: string };
    readonly local?: { readonly path: string };
    readonly csi?: { readonly driver?: string; readonly volumeHandle?: string };
    readonly nfs?: { readonly server: string; readonly path: string };
  };
  readonly status: { readonly phase?: 'Pending' | 'Available' | 'Bound' | 'Released' | 'Failed'; readonly reason?: string; readonly message?: string; readonly lastPhaseTransitionTime?: string };
}

/** In which order the server looks for them. */
export const volumeSources = [
  'hostPath', 'gcePersistentDisk', 'awsElasticBlockStore', 'glusterfs', 'flocker', 'nfs', 'rbd', 'quobyte', 'cephfs', 'iscsi', 'cinder', 'fc', 'flexVolume',
  'azureFile', 'vsphereVolume', 'photonPersistentDisk', 'portworxVolume', 'azureDisk', 'scaleIO', 'local', 'storageos', 'csi',
] as const;
