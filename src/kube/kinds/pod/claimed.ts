/** Which claim a pod's volume stands for: the one that it names, or the one that is made for the pod alone. */
import type { Pod } from './pod.ts';
import type { Volume } from './volume.ts';

export function claimNameOf({ metadata }: Pod, { name, persistentVolumeClaim, ephemeral }: Volume): string | undefined {
  return persistentVolumeClaim?.claimName ?? (ephemeral && `${metadata.name}-${name}`);
}
