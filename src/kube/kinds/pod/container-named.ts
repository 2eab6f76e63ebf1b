/** What a container of a pod is, by its name. */
import type { Pod } from './pod.ts';

export function isInitContainer(pod: Pod, name: string): boolean {
  return pod.spec.initContainers?.some((c) => c.name === name) ?? false;
}
