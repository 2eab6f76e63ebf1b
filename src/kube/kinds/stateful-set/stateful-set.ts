/** A StatefulSet: pods with names and volumes that last. */
import type { Condition, KubeObject, LabelSelector, NamespacedMeta } from '../../meta/object.ts';
import type { IntOrString } from '../pod/container.ts';
import type { PodTemplateSpec } from '../pod/pod.ts';
import type { PersistentVolumeClaim } from '../persistent-volume-claim/persistent-volume-claim.ts';

export interface StatefulSetSpec {
  readonly replicas?: number;
  readonly selector: LabelSelector;
  readonly template: PodTemplateSpec;
  readonly serviceName?: string;
  readonly podManagementPolicy?: 'OrderedReady' | 'Parallel';
  readonly updateStrategy?: { readonly type?: 'RollingUpdate' | 'OnDelete'; readonly rollingUpdate?: { readonly partition?: number; readonly maxUnavailable?: IntOrString } };
  readonly volumeClaimTemplates?: readonly Pick<PersistentVolumeClaim, 'apiVersion' | 'kind' | 'metadata' | 'spec'>[];
  readonly revisionHistoryLimit?: number;
  readonly minReadySeconds?: number;
  readonly ordinals?: { readonly start?: number };
  readonly persistentVolumeClaimRetentionPolicy?: { readonly whenDeleted?: string; readonly whenScaled?: string };
}

export interface StatefulSet extends KubeObject {
  readonly metadata: NamespacedMeta;
  readonly spec: StatefulSetSpec;
  readonly status: {
    readonly replicas: number;
    readonly readyReplicas?: number;
    readonly availableReplicas?: number;
    readonly currentReplicas?: number;
    readonly updatedReplicas?: number;
    readonly currentRevision?: string;
    readonly updateRevision?: string;
    readonly observedGeneration?: number;
    readonly collisionCount?: number;
    readonly conditions?: readonly Condition[];
  };
}
