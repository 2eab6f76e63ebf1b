/**
 * What a pod asks of a node, in whole numbers. Pods of one template share their containers, so a template is added up
 * once; the sums are what the scheduler and the kubelet compare with a node's allocatable.
 */
import { quantityMilliValue, quantityValue, tryQuantity } from '../../base/index.ts';
import type { Container } from '../kinds/pod/container.ts';
import type { PodSpec } from '../kinds/pod/pod.ts';

export interface Requests {
  readonly milliCpu: number;
  readonly memoryBytes: number;
  /** With a floor for containers that ask for nothing, so that they too are spread by load. */
  readonly scoredMilliCpu: number;
  readonly scoredMemoryBytes: number;
  /** Ephemeral storage and extended resources, by name. */
  readonly others: ReadonlyMap<string, number>;
}

const assumedMilliCpu = 100;
const assumedMemoryBytes = 200 * 1024 * 1024;

const known = new WeakMap<readonly Container[], Requests>();

export function requestsOf(spec: PodSpec): Requests {
  const cached = known.get(spec.containers);
  if (cached) return cached;
  const requests = addUp(spec);
  known.set(spec.containers, requests);
  return requests;
}

/** The containers together, or the largest init container with the sidecars begun before it, whichever is more. */
function addUp(spec: PodSpec): Requests {
  const total = new Map<string, number>();
  for (const container of spec.containers) add(total, amounts(container));
  const sidecars = new Map<string, number>();
  const peak = new Map<string, number>();
  for (const container of spec.initContainers ?? []) {
    const own = amounts(container);
    if (container.restartPolicy === 'Always') {
      add(sidecars, own);
      add(total, own);
      raise(peak, sidecars);
    } else {
      const at = new Map(sidecars);
      add(at, own);
      raise(peak, at);
    }
  }
  raise(total, peak);
  for (const [name, text] of Object.entries(spec.overhead ?? {})) add(total, new Map([[name, amount(name, text)]]));
  const milliCpu = total.get('cpu') ?? 0;
  const memoryBytes = total.get('memory') ?? 0;
  total.delete('cpu');
  total.delete('memory');
  return { milliCpu, memoryBytes, ...scored(spec), others: total };
}

function scored(spec: PodSpec): { scoredMilliCpu: number; scoredMemoryBytes: number } {
  let scoredMilliCpu = 0;
  let scoredMemoryBytes = 0;
  for (const container of spec.containers) {
    const own = amounts(container);
    scoredMilliCpu += own.get('cpu') ?? assumedMilliCpu;
    scoredMemoryBytes += own.get('memory') ?? assumedMemoryBytes;
  }
  return { scoredMilliCpu, scoredMemoryBytes };
}

function amounts(container: Container): Map<string, number> {
  const sums = new Map<string, number>();
  for (const [name, text] of Object.entries(container.resources?.requests ?? {})) sums.set(name, amount(name, text));
  return sums;
}

/** Thousandths of a core for cpu, else whole units. */
export function amount(name: string, text: string | number): number {
  const quantity = tryQuantity(String(text));
  if (!quantity) return 0;
  return name === 'cpu' ? quantityMilliValue(quantity) : quantityValue(quantity);
}

function add(sums: Map<string, number>, more: ReadonlyMap<string, number>): void {
  for (const [name, value] of more) sums.set(name, (sums.get(name) ?? 0) + value);
}

function raise(sums: Map<string, number>, floor: ReadonlyMap<string, number>): void {
  for (const [name, value] of floor) sums.set(name, Math.max(sums.get(name) ?? 0, value));
}
