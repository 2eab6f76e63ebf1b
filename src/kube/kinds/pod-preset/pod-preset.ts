/** A PodPreset: what is added to pods that its selector finds. */
import type { KubeObject, LabelSelector, NamespacedMeta } from '../../meta/object.ts';
import type { Container } from '../pod/container.ts';
import type { Volume } from '../pod/volume.ts';

export interface PodPreset extends KubeObject {
  readonly metadata: NamespacedMeta;
  readonly spec: {
    readonly selector?: LabelSelector;
    readonly env?: NonNullable<Container['env']>;
    readonly envFrom?: NonNullable<Container['envFrom']>;
    readonly volumeMounts?: NonNullable<Container['volumeMounts']>;
    readonly volumes?: readonly Volume[];
  };
}
