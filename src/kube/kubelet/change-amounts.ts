/** What a wish for other amounts leads to: it is granted or waits; what runs gets them at once, or begins anew with them. */
import type { TraceId } from '../../sim/index.ts';
import { containerNamed } from '../kinds/pod/container-named.ts';
import type { Container } from '../kinds/pod/container.ts';
import type { Pod, PodSpec } from '../kinds/pod/pod.ts';
import type { ObservedPod } from './observed.ts';
import type { PodAmounts } from './pod-amounts.ts';
import { isResized, restartsFor, withAmountsOf, type ResizePending } from './resize.ts';

const toldSince = 35; // in events

export function changeAmounts(amounts: PodAmounts, pod: Pod, seen: ObservedPod): void {
  lookForEnd(amounts, pod, seen);
  const { granted, site } = amounts;
  const { spec } = pod;
  if (spec === granted) return;
  const changed = spec.containers.filter((container, i) => isResized(container, granted.containers[i]));
  amounts.pending = changed.length > 0 ? site.grant(pod) : undefined;
  amounts.granted = amounts.pending ? withAmountsOf(spec, granted) : spec;
  if (amounts.pending) refuse(amounts, pod, amounts.pending);
  else if (changed.length > 0) give(amounts, pod, granted, changed, seen);
}

function refuse(amounts: PodAmounts, pod: Pod, { reason, message }: ResizePending): void {
  const now = `${reason} ${pod.metadata.generation}`;
  if (amounts.told === now) return;
  amounts.told = now;
  const { context, key } = amounts.site;
  const act = context.record('resize', 'kubelet-keeps-amounts', { pod: pod.metadata.name, reason, message }, [context.read(key, 'spec')]);
  tell(amounts, pod, 'Warning', `Resize${reason}`, resizeText(reason, pod, message), act);
}

function give(amounts: PodAmounts, pod: Pod, before: PodSpec, changed: readonly Container[], seen: ObservedPod): void {
  const { context, key, end } = amounts.site;
  const running = changed.flatMap((container) => {
    const [last] = seen.containers.get(container.name) ?? [];
    return last?.state === 'running' ? [{ container, last, restarts: pod.spec.restartPolicy !== 'Never' && restartsFor(container, containerNamed(before, container.name)!) }] : [];
  });
  amounts.told = '';
  if (running.length === 0) return;
  const act = context.record('resize', 'kubelet-resizes-pod', { pod: pod.metadata.name, containers: running.map(({ container }) => container.name).join(', ') }, [context.read(key, 'spec')]);
  tell(amounts, pod, 'Normal', 'ResizeStarted', resizeText('started', pod), act);
  for (const { container, last, restarts } of running) {
    if (restarts) end(last, container, act);
    else context.runtime.resizeContainer(last.id, pod, container);
  }
  amounts.restarting = running.flatMap(({ last, restarts }) => (restarts ? [last.id] : []));
  if (amounts.restarting.length === 0) tell(amounts, pod, 'Normal', 'ResizeCompleted', resizeText('completed', pod), act);
}

/** What begins anew has its amounts when it runs again. */
function lookForEnd(amounts: PodAmounts, pod: Pod, { containers }: ObservedPod): void {
  if (amounts.restarting.length === 0) return;
  for (const [newest, ...older] of containers.values()) {
    const wasEnded = [newest, ...older].some((one) => one && amounts.restarting.includes(one.id));
    if (wasEnded && (amounts.restarting.includes(newest!.id) || newest!.state !== 'running')) return;
  }
  amounts.restarting = [];
  tell(amounts, pod, 'Normal', 'ResizeCompleted', resizeText('completed', amounts.runningOf(pod)), 0);
}

function tell(amounts: PodAmounts, pod: Pod, type: 'Normal' | 'Warning', reason: string, message: string, act: TraceId): void {
  const { context } = amounts.site;
  if (context.release.atLeast(toldSince)) context.tellPod(pod, type, reason, message, act);
}

function resizeText(what: string, { spec, metadata }: Pod, error?: string): string {
  const containers = spec.containers.map(({ name, resources }) => ({ name, resources: { ...(resources?.limits && { limits: resources.limits }), ...(resources?.requests && { requests: resources.requests }) } }));
  return `Pod resize ${what}: ${JSON.stringify({ containers, generation: metadata.generation, ...(error !== undefined && { error }) })}`;
}
