/** The amounts that one pod's containers run with, and what of a wish for others is not granted yet; what a wish leads to is in change-amounts.ts. */
import type { TraceId } from '../../sim/index.ts';
import { clusterCode } from '../cluster-code.ts';
import type { Container } from '../kinds/pod/container.ts';
import type { Pod, PodSpec } from '../kinds/pod/pod.ts';
import type { KubeletContext } from './kubelet-context.ts';
import type { ObservedContainer, ObservedPod } from './observed.ts';
import { withToldAmounts, type ResizePending } from './resize.ts';

export interface AmountsSite {
  readonly context: KubeletContext;
  readonly key: string; // of the pod
  /** Grants what the pod asks for now, or says why not. */
  readonly grant: (pod: Pod) => ResizePending | undefined;
  /** Ends a container, so that it begins anew. */
  readonly end: (container: ObservedContainer, spec: Container, act: TraceId) => void;
}

export class PodAmounts {
  /** What runs: the spec with the amounts that the node has granted. */
  granted: PodSpec;
  pending: ResizePending | undefined;
  readonly site: AmountsSite;
  /** Ids of containers that have to end before all have what was granted. */
  restarting: readonly string[] = [];
  told = ''; // of what waits

  constructor(site: AmountsSite, pod: Pod) {
    this.site = site;
    this.granted = pod.status.containerStatuses ? withToldAmounts(pod) : pod.spec;
  }

  runningOf(pod: Pod): Pod {
    return this.granted === pod.spec ? pod : { ...pod, spec: this.granted };
  }

  take(pod: Pod, seen: ObservedPod): void {
    if (pod.spec !== this.granted || this.restarting.length > 0) clusterCode.get().changeAmounts(this, pod, seen);
  }
}
