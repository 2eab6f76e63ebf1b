/** How long what real parts do in parallel takes, in virtual milliseconds, by profile: nothing for load, as on real machines, or slow enough for a class to follow. */
import type { Profile } from '../client/index.ts';
import type { Scenario } from './scenario.ts';

export interface Latency {
  /** Between a change and the turn of a control loop. */
  readonly loopMs: number;
  /** How long a change in the runtime may go unnoticed by the kubelet. */
  readonly relistMs: number;
  /** Setting up a pod's network. */
  readonly sandboxMs: number;
  /** Up to so much more for a pod, by chance. */
  readonly sandboxSpreadMs: number;
  /** From a machine's power to its init. */
  readonly bootMs: number;
  /** Telling the API the status of one pod: the next one is told after it. */
  readonly statusMs: number;
}

const latencies: Readonly<Record<Profile, Latency>> = {
  instant: { loopMs: 0, relistMs: 1, sandboxMs: 0, bootMs: 0, sandboxSpreadMs: 0, statusMs: 0 },
  realistic: { loopMs: 15, relistMs: 1_000, sandboxMs: 400, bootMs: 8_000, sandboxSpreadMs: 0, statusMs: 0 },
  slow: { loopMs: 800, relistMs: 1_500, sandboxMs: 1_500, bootMs: 12_000, sandboxSpreadMs: 0, statusMs: 0 },
};

export function latencyOf(scenario: Scenario, profile: Profile): Latency {
  return profile === scenario.profile ? { ...latencies[profile], ...scenario.latency } : latencies[profile];
}
