/** A container of a pod by its name, which no other of any sort has, and where in the spec it stands. */
import type { Container } from './container.ts';
import type { PodSpec } from './pod.ts';

export type ContainerField = 'containers' | 'initContainers' | 'ephemeralContainers';

const fields: readonly ContainerField[] = ['containers', 'initContainers', 'ephemeralContainers'];

export function containerField(spec: PodSpec, name: string): ContainerField | undefined {
  return fields.find((field) => spec[field]?.some((container) => container.name === name));
}

export function containerNamed(spec: PodSpec, name: string): Container | undefined {
  const field = containerField(spec, name);
  return field && spec[field]!.find((container) => container.name === name);
}
