/** The amounts that one pod's containers run with. What is asked for is granted or waits; what runs gets it at once, or begins anew with it. */
import type { TraceId } from '../../sim/index.ts';
import { containerNamed } from '../kinds/pod/container-named.ts';
import type { Container } from '../kinds/pod/container.ts';
import type { Pod, PodSpec } from '../kinds/pod/pod.ts';
import type { KubeletContext } from './kubelet-context.ts';
import type { ObservedContainer, ObservedPod } from './observed.ts';
import { phrases } from './phrases.ts';
import { isResized, restartsFor, withAmountsOf, withToldAmounts, type ResizePending } from './resize.ts';

export interface AmountsSite {
  readonly context: KubeletContext;
  readonly key: string; // of the pod
  /** Grants what the pod asks for now, or says why not. */
  readonly grant: (pod: Pod) => ResizePending | undefined;
  /** Ends a container, so that it begins anew. */
  readonly end: (container: ObservedContainer, spec: Container, act: TraceId) => void;
}

const toldSince = 35; // in events

export class PodAmounts {
  /** What runs: the spec with the amounts that the node has granted. */
  granted: PodSpec;
  pending: ResizePending | undefined;
  private readonly site: AmountsSite;
  /** Ids of containers that have to end before all have what was granted. */
  private restarting: readonly string[] = [];
  private told = ''; // of what waits

  constructor(site: AmountsSite, pod: Pod) {
    this.site = site;
    this.granted = pod.status.containerStatuses ? withToldAmounts(pod) : pod.spec;
  }

  runningOf(pod: Pod): Pod {
    return this.granted === pod.spec ? pod : { ...pod, spec: this.granted };
  }

  take(pod: Pod, seen: ObservedPod): void {
    this.lookForEnd(pod, seen);
    const { granted, site } = this;
    const { spec } = pod;
    if (spec === granted) return;
    const changed = spec.containers.filter((container, i) => isResized(container, granted.containers[i]));
    this.pending = changed.length > 0 ? site.grant(pod) : undefined;
    this.granted = this.pending ? withAmountsOf(spec, granted) : spec;
    if (this.pending) this.refuse(pod, this.pending);
    else if (changed.length > 0) this.give(pod, granted, changed, seen);
  }

  private refuse(pod: Pod, { reason, message }: ResizePending): void {
    const now = `${reason} ${pod.metadata.generation}`;
    if (this.told === now) return;
    this.told = now;
    const { context, key } = this.site;
    const act = context.record('resize', 'kubelet-keeps-amounts', { pod: pod.metadata.name, reason, message }, [context.read(key, 'spec')]);
    this.tell(pod, 'Warning', `Resize${reason}`, phrases.resize(reason, pod, message), act);
  }

  private give(pod: Pod, before: PodSpec, changed: readonly Container[], seen: ObservedPod): void {
    const { context, key, end } = this.site;
    const running = changed.flatMap((container) => {
      const [last] = seen.containers.get(container.name) ?? [];
      return last?.state === 'running' ? [{ container, last, restarts: pod.spec.restartPolicy !== 'Never' && restartsFor(container, containerNamed(before, container.name)!) }] : [];
    });
    this.told = '';
    if (running.length === 0) return;
    const act = context.record('resize', 'kubelet-resizes-pod', { pod: pod.metadata.name, containers: running.map(({ container }) => container.name).join(', ') }, [context.read(key, 'spec')]);
    this.tell(pod, 'Normal', 'ResizeStarted', phrases.resize('started', pod), act);
    for (const { container, last, restarts } of running) {
      if (restarts) end(last, container, act);
      else context.runtime.resizeContainer(last.id, pod, container);
    }
    this.restarting = running.flatMap(({ last, restarts }) => (restarts ? [last.id] : []));
    if (this.restarting.length === 0) this.tell(pod, 'Normal', 'ResizeCompleted', phrases.resize('completed', pod), act);
  }

  /** What begins anew has its amounts when it runs again. */
  private lookForEnd(pod: Pod, { containers }: ObservedPod): void {
    if (this.restarting.length === 0) return;
    for (const [newest, ...older] of containers.values()) {
      const wasEnded = [newest, ...older].some((one) => one && this.restarting.includes(one.id));
      if (wasEnded && (this.restarting.includes(newest!.id) || newest!.state !== 'running')) return;
    }
    this.restarting = [];
    this.tell(pod, 'Normal', 'ResizeCompleted', phrases.resize('completed', this.runningOf(pod)), 0);
  }

  private tell(pod: Pod, type: 'Normal' | 'Warning', reason: string, message: string, act: TraceId): void {
    const { context } = this.site;
    if (context.release.atLeast(toldSince)) context.tellPod(pod, type, reason, message, act);
  }
}
