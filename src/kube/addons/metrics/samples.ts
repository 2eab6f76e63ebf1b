/** What kubelets said of their containers, the last two times: between them lies the CPU that was used. */
import type { StatsSummary, UsageStats } from '../../kubelet/server/stats-summary.ts';

interface Sample {
  readonly atMs: number;
  readonly summary: StatsSummary;
}

export interface Usage {
  readonly cpuNanos: number; // of a core, a second
  readonly memoryBytes: number;
}

export interface PodUsage {
  readonly namespace: string;
  readonly name: string;
  readonly atMs: number;
  readonly windowMs: number;
  readonly containers: readonly { readonly name: string; readonly usage: Usage }[];
}

export class Samples {
  private readonly byNode = new Map<string, readonly [before: Sample | undefined, last: Sample]>();

  add(node: string, summary: StatsSummary, atMs: number): void {
    this.byNode.set(node, [this.byNode.get(node)?.[1], { atMs, summary }]);
  }

  /** The others have gone. */
  keep(nodes: ReadonlySet<string>): void {
    for (const node of this.byNode.keys()) if (!nodes.has(node)) this.byNode.delete(node);
  }

  node(name: string): { readonly usage: Usage; readonly atMs: number; readonly windowMs: number } | undefined {
    const [before, last] = this.byNode.get(name) ?? [];
    if (!before || !last) return undefined;
    const windowMs = last.atMs - before.atMs;
    return { usage: between(before.summary.node, last.summary.node, windowMs), atMs: last.atMs, windowMs };
  }

  /** All of whose containers enough is known. */
  pods(): readonly PodUsage[] {
    return [...this.byNode.values()].flatMap(([before, last]) => {
      if (!before) return [];
      const windowMs = last.atMs - before.atMs;
      const earlier = new Map(before.summary.pods.map((pod) => [pod.podRef.uid, pod]));
      return last.summary.pods.flatMap(({ podRef: { namespace, name, uid }, containers }) => {
        const known = containers.map((container) => ({ container, had: earlier.get(uid)?.containers.find((one) => one.name === container.name && one.startTime === container.startTime) }));
        if (known.length === 0 || known.some(({ had }) => !had)) return [];
        return [{ namespace, name, atMs: last.atMs, windowMs, containers: known.map(({ container, had }) => ({ name: container.name, usage: between(had!, container, windowMs) })) }];
      });
    });
  }
}

function between(before: UsageStats, last: UsageStats, windowMs: number): Usage {
  const nanos = Math.max(0, last.cpu.usageCoreNanoSeconds - before.cpu.usageCoreNanoSeconds);
  return { cpuNanos: windowMs > 0 ? Math.round((nanos * 1000) / windowMs) : 0, memoryBytes: last.memory.workingSetBytes };
}
