/** Pods whose containers are to get other amounts than they run with: what differs, and what that means for a container that runs. */
import { deepEqual } from '../../base/index.ts';
import type { Container } from '../kinds/pod/container.ts';
import type { Pod, PodSpec } from '../kinds/pod/pod.ts';

/** Why the node does not grant it: not now, or never. */
export interface ResizePending {
  readonly reason: 'Deferred' | 'Infeasible';
  readonly message: string;
}

export function isResized(container: Container, before: Container | undefined): boolean {
  return before !== undefined && container.resources !== before.resources && !deepEqual(container.resources, before.resources);
}

/** The spec with the amounts that a kubelet before this one said its containers run with. */
export function withToldAmounts({ spec, status }: Pod): PodSpec {
  const told = spec.containers.map((container) => ({ ...container, resources: status.containerStatuses?.find(({ name }) => name === container.name)?.resources ?? container.resources }));
  return told.some((container, i) => isResized(container, spec.containers[i])) ? withAmountsOf(spec, { containers: told }) : spec;
}

/** The spec with the amounts of another. */
export function withAmountsOf(spec: PodSpec, other: { readonly containers: readonly Pick<Container, 'resources'>[] }): PodSpec {
  const containers = spec.containers.map((container, i): Container => {
    const { resources: _, ...rest } = container;
    const { resources } = other.containers[i] ?? container;
    return { ...rest, ...(resources && { resources }) };
  });
  return { ...spec, containers };
}

/** A container may want to begin anew when an amount changes that it looks at only then. */
export function restartsFor(container: Container, before: Container): boolean {
  return (container.resizePolicy ?? []).some(({ resourceName, restartPolicy }) => restartPolicy === 'RestartContainer' && amountsOf(container, resourceName) !== amountsOf(before, resourceName));
}

function amountsOf({ resources }: Container, name: string): string {
  return `${resources?.requests?.[name] ?? ''} ${resources?.limits?.[name] ?? ''}`;
}
