/** All probes of one pod, and what they say together: is a container started, is it ready, must it be restarted. */
import type { Container } from '../../kinds/pod/container.ts';
import type { ObservedContainer } from '../observed.ts';
import type { ProbeVerdicts } from '../pod-actions.ts';
import type { KubeletContext } from '../kubelet-context.ts';
import { ProbeWorker, type ProbeKind, type ProbeSite } from './probe-worker.ts';
import type { Prober } from './prober.ts';

const kinds = ['startup', 'liveness', 'readiness'] as const satisfies readonly ProbeKind[];

export class PodProbes implements ProbeVerdicts {
  private readonly workers: readonly ProbeWorker[];

  constructor(context: KubeletContext, prober: Prober, site: ProbeSite) {
    const { spec } = site.pod;
    const sidecars = (spec.initContainers ?? []).filter((c) => c.restartPolicy === 'Always');
    const workers: ProbeWorker[] = [];
    for (const container of [...spec.containers, ...sidecars]) {
      for (const kind of kinds) {
        const probe = container[`${kind}Probe`];
        if (probe) workers.push(new ProbeWorker(context, prober, site, kind, container, probe));
      }
    }
    this.workers = workers.length > 0 ? workers : none;
  }

  /** Containers may have started or been replaced. */
  look(): void {
    for (const worker of this.workers) worker.look();
  }

  stop(): void {
    for (const worker of this.workers) worker.stop();
  }

  isReady(container: Container, observed: ObservedContainer): boolean {
    const worker = this.find('readiness', container.name);
    return this.isStarted(container, observed) && (!worker || (worker.id === observed.id && worker.verdict === 'success'));
  }

  isStarted(container: Container, observed?: ObservedContainer): boolean {
    const worker = this.find('startup', container.name);
    return !worker || (worker.verdict === 'success' && (observed === undefined || worker.id === observed.id));
  }

  liveness(containerId: string): 'success' | 'failure' | undefined {
    return this.verdict('liveness', containerId);
  }

  startup(containerId: string): 'success' | 'failure' | undefined {
    return this.verdict('startup', containerId);
  }

  private verdict(kind: ProbeKind, containerId: string): 'success' | 'failure' | undefined {
    for (const worker of this.workers) if (worker.kind === kind && worker.id === containerId) return worker.verdict === 'unknown' ? undefined : worker.verdict;
    return undefined;
  }

  private find(kind: ProbeKind, name: string): ProbeWorker | undefined {
    for (const worker of this.workers) if (worker.kind === kind && worker.container.name === name) return worker;
    return undefined;
  }
}

const none: readonly ProbeWorker[] = [];
