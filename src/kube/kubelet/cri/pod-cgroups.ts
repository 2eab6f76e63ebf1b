/** The control groups of a node's pods: one a pod, below that of its quality of service, and the limits of its containers. */
import type { Cgroup} from '../../../host/index.ts';
import { type CgroupLimits, type Host } from '../../../host/index.ts';
import type { Runtime } from '../../../containers/index.ts';
import { amount } from '../../scheduler/pod-requests.ts';
import type { Container } from '../../kinds/pod/container.ts';
import type { Pod } from '../../kinds/pod/pod.ts';
import { qualityOf } from '../../kinds/pod/quality.ts';

const sharesPerCore = 1024;
const leastShares = 2;
const periodUs = 100_000;
const leastQuotaUs = 1000;

const limitsOf = new WeakMap<Container, CgroupLimits>();

export function containerLimits(container: Container): CgroupLimits {
  let known = limitsOf.get(container);
  if (!known) limitsOf.set(container, (known = workOut(container)));
  return known;
}

function workOut({ resources }: Container): CgroupLimits {
  const request = resources?.requests?.['cpu'] ?? resources?.limits?.['cpu'];
  const cpu = resources?.limits?.['cpu'];
  const memory = resources?.limits?.['memory'];
  return {
    weight: request === undefined ? leastShares : Math.max(leastShares, Math.floor((amount('cpu', request) * sharesPerCore) / 1000)),
    ...(cpu !== undefined && { quotaUs: Math.max(leastQuotaUs, Math.floor((amount('cpu', cpu) * periodUs) / 1000)), periodUs }),
    ...(memory !== undefined && { memoryBytes: amount('memory', memory) }),
  };
}

const podLimitsOf = new WeakMap<readonly Container[], CgroupLimits>();

/** Held to the sum of its containers' limits, where each of them has one. */
function podLimits({ spec }: Pod): CgroupLimits {
  let known = podLimitsOf.get(spec.containers);
  if (known) return known;
  const all = spec.containers.map(containerLimits);
  const sum = (of: (limits: CgroupLimits) => number | undefined) => all.reduce<number | undefined>((total, limits) => (total === undefined || of(limits) === undefined ? undefined : total + of(limits)!), 0);
  const quotaUs = sum((limits) => limits.quotaUs);
  const memoryBytes = sum((limits) => limits.memoryBytes);
  known = { weight: sum((limits) => limits.weight) ?? leastShares, ...(quotaUs !== undefined && { quotaUs, periodUs }), ...(memoryBytes !== undefined && { memoryBytes }) };
  podLimitsOf.set(spec.containers, known);
  return known;
}

export function podCgroup(host: Host, pod: Pod): Cgroup {
  const quality = (pod.status.qosClass ?? qualityOf(pod.spec)).toLowerCase();
  const all = host.cgroups.child('kubepods.slice');
  const uid = pod.metadata.uid.replaceAll('-', '_');
  if (quality === 'guaranteed') return all.child(`kubepods-pod${uid}.slice`, podLimits(pod));
  return all.child(`kubepods-${quality}.slice`).child(`kubepods-${quality}-pod${uid}.slice`, podLimits(pod));
}

/** Other amounts for a container, and for its pod. */
export function resizeIn(runtime: Runtime, id: string, pod: Pod, container: Container): void {
  runtime.host.setLimits(podCgroup(runtime.host, pod), podLimits(pod));
  runtime.find(id)?.setLimits(containerLimits(container));
}
