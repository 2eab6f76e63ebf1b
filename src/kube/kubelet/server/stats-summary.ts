/** What the containers of a node use, from their control groups: the kubelet's summary, which a metrics server scrapes. */
import { formatRfc3339 } from '../../../base/index.ts';
import type { Cgroup } from '../../../host/index.ts';
import type { ServerParts } from './kubelet-door.ts';

export interface UsageStats {
  readonly cpu: { readonly time: string; readonly usageCoreNanoSeconds: number };
  readonly memory: { readonly time: string; readonly workingSetBytes: number };
}

export interface StatsSummary {
  readonly node: UsageStats & { readonly nodeName: string };
  readonly pods: readonly {
    readonly podRef: { readonly name: string; readonly namespace: string; readonly uid: string };
    readonly containers: readonly (UsageStats & { readonly name: string; readonly startTime: string })[];
  }[];
}

export function statsSummary({ host, kubelet, runtime }: ServerParts): StatsSummary {
  host.cpu.bringUpToDate();
  const time = formatRfc3339(host.wallMs);
  const usage = ({ usageNs, memoryBytes }: Cgroup): UsageStats => ({ cpu: { time, usageCoreNanoSeconds: Math.round(usageNs) }, memory: { time, workingSetBytes: memoryBytes } });
  const pods = [...kubelet.workers.values()].map(({ pod: { metadata: { name, namespace, uid } } }) => ({
    podRef: { name, namespace, uid },
    containers: [...runtime.observe(uid).containers].flatMap(([container, [newest]]) => {
      const group = newest?.state === 'running' ? runtime.cgroupOf(newest.id) : undefined;
      return group ? [{ name: container, startTime: formatRfc3339(host.wallMs - host.clock.now + newest!.startedMs), ...usage(group) }] : [];
    }),
  }));
  return { node: { nodeName: host.name, ...usage(host.cgroups) }, pods };
}
