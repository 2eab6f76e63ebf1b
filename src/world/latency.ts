/** How long what real parts do in parallel takes, in virtual milliseconds, by profile: nothing for load, as on real machines, or slow enough for a class to follow. */
import type { Profile } from '../client/index.ts';

export interface Latency {
  /** Between a change and the turn of a control loop. */
  readonly loopMs: number;
  /** How long a change in the runtime may go unnoticed by the kubelet. */
  readonly relistMs: number;
  /** Setting up a pod's network. */
  readonly sandboxMs: number;
}

export const latencies: Readonly<Record<Profile, Latency>> = {
  instant: { loopMs: 0, relistMs: 1, sandboxMs: 0 },
  realistic: { loopMs: 15, relistMs: 1_000, sandboxMs: 400 },
  slow: { loopMs: 800, relistMs: 1_500, sandboxMs: 1_500 },
};
