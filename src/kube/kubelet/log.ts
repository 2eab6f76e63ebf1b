/** The kubelet's log: its acts, for the journal. Their words are worked out only when somebody reads it. */
import type { Journal, Process } from '../../host/index.ts';
import type { TraceArgs } from '../../sim/index.ts';
import { clusterCode } from '../cluster-code.ts';

const words: Parameters<Journal['addLate']>[0]['words'] = (said) => clusterCode.get().kubeletLine(said);

/** What a kubelet is given to note its acts. Run by hand, not as a unit, it keeps silent. */
export function kubeletLog(p: Process): (code: string, args: TraceArgs) => void {
  const unit = /\/([^/]+)\.service$/.exec(p.cgroup.path)?.[1];
  if (unit === undefined) return () => {};
  const { host, hostPid } = p;
  const { journal } = host.init;
  return (code, args) => journal.addLate({ atMs: host.wallMs, unit, identifier: 'kubelet', pid: hostPid, code, args, words });
}
