/** What the server fills in of a pod and of a pod template. A shared spec is filled in once. */
import type { NewObject } from '../../meta/object.ts';
import type { Pod } from './pod.ts';

export function defaultPod(pod: NewObject<Pod>): NewObject<Pod> {
  return pod;
}
