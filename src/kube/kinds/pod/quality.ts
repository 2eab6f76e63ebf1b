/** A pod's quality of service: by what its containers ask for and are held to. Worked out once for pods that share containers. */
import { compareQuantity, tryQuantity } from '../../../base/index.ts';
import type { Container } from './container.ts';
import type { PodSpec, PodStatus } from './pod.ts';

type Quality = NonNullable<PodStatus['qosClass']>;

const known = new WeakMap<readonly Container[], Quality>();

export function qualityOf(spec: PodSpec): Quality {
  let quality = known.get(spec.containers);
  if (quality === undefined) known.set(spec.containers, (quality = workOut([...spec.containers, ...(spec.initContainers ?? [])])));
  return quality;
}

function workOut(containers: readonly Container[]): Quality {
  const isAsked = containers.some(({ resources }) => counted(resources?.requests) > 0 || counted(resources?.limits) > 0);
  if (!isAsked) return 'BestEffort';
  return containers.every(isHeldToItsRequests) ? 'Guaranteed' : 'Burstable';
}

function counted(list: Readonly<Record<string, string | number>> | undefined): number {
  return ['cpu', 'memory'].filter((name) => list !== undefined && Object.hasOwn(list, name) && !isZero(list[name]!)).length;
}

function isZero(amount: string | number): boolean {
  return tryQuantity(String(amount))?.nanos === 0n;
}

function isHeldToItsRequests({ resources }: Container): boolean {
  const { limits, requests } = resources ?? {};
  if (counted(limits) !== 2) return false;
  return ['cpu', 'memory'].every((name) => {
    if (requests === undefined || !Object.hasOwn(requests, name)) return true;
    const asked = tryQuantity(String(requests[name]));
    const held = tryQuantity(String(limits![name]));
    return asked !== undefined && held !== undefined && compareQuantity(asked, held) === 0;
  });
}
