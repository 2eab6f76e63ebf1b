/** Making a volume for a claim of a class: the controller's own kind lies in a directory of a node; others are left to whoever makes them. */
import type { PersistentVolumeClaim } from '../../kinds/persistent-volume-claim/persistent-volume-claim.ts';
import type { PersistentVolume } from '../../kinds/persistent-volume/persistent-volume.ts';
import type { StorageClass } from '../../kinds/storage-class/storage-class.ts';
import { reading, type ControllerContext } from '../controller-context.ts';
import { actor, boundByController, keyOf } from './bind.ts';
import { classOf } from './match.ts';

/** What kube-controller-manager can make by itself, for clusters of one's own. */
export const hostPathProvisioner = 'kubernetes.io/host-path';
export const selectedNode = 'volume.kubernetes.io/selected-node';
const provisionedBy = 'pv.kubernetes.io/provisioned-by';

export function classNamed({ client: { view } }: ControllerContext, name: string): StorageClass | undefined {
  return view.get(`storageclasses.storage.k8s.io/${name}`) as StorageClass | undefined;
}

export function waitsForPod(context: ControllerContext, claim: PersistentVolumeClaim): boolean {
  return classNamed(context, classOf(claim))?.volumeBindingMode === 'WaitForFirstConsumer' && claim.metadata.annotations?.[selectedNode] === undefined;
}

/** True when it made one, whose coming binds the claim. */
export function provision(context: ControllerContext, claim: PersistentVolumeClaim, tells: boolean): boolean {
  const { client, trace, release } = context;
  const name = classOf(claim);
  const found = classNamed(context, name);
  const tell = (type: 'Normal' | 'Warning', reason: string, message: string): false => {
    if (tells) client.event({ regarding: claim, type, reason, message });
    return false;
  };
  if (!found) return tell('Warning', 'ProvisioningFailed', `storageclass.storage.k8s.io "${name}" not found`);
  const { provisioner, reclaimPolicy, mountOptions } = found;
  if (provisioner !== hostPathProvisioner) {
    return tell('Normal', 'ExternalProvisioning', release.atLeast(28)
      ? `Waiting for a volume to be created either by the external provisioner '${provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`
      : `waiting for a volume to be created, either by external provisioner "${provisioner}" or manually created by system administrator`);
  }
  const { apiVersion, kind, spec, metadata: { name: claimName, namespace, uid, resourceVersion } } = claim;
  const volumeName = `pvc-${uid}`;
  if (client.view.get(`persistentvolumes/${volumeName}`)) return true;
  const id = trace.record(actor, 'create', 'volume-provisioned', { claim: claimName, volume: volumeName, class: name }, [reading(client, keyOf(claim), 'spec'), reading(client, `storageclasses.storage.k8s.io/${name}`, 'metadata')]);
  client.create<PersistentVolume>(
    {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: volumeName, annotations: { [boundByController]: 'yes', [provisionedBy]: provisioner } },
      spec: {
        ...(spec.accessModes && { accessModes: spec.accessModes }),
        capacity: { storage: spec.resources?.requests?.['storage'] ?? '0' },
        claimRef: { apiVersion, kind, name: claimName, namespace, resourceVersion, uid },
        hostPath: { path: `/tmp/hostpath_pv/${uid}`, type: '' },
        persistentVolumeReclaimPolicy: reclaimPolicy === 'Retain' ? 'Retain' : 'Delete',
        storageClassName: name,
        ...(mountOptions && { mountOptions }),
      },
    },
    { trace: id },
  );
  client.event({ regarding: claim, type: 'Normal', reason: 'ProvisioningSucceeded', message: `Successfully provisioned volume ${volumeName} using ${provisioner}`, trace: id });
  return true;
}
