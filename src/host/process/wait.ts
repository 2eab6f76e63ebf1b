/** A system call under way: what the process that yielded it waits for, and how it goes on. */
import type { Cancel } from '../../sim/index.ts';
import type { Syscall } from '../syscall.ts';

export type Resume = 'next' | 'throw';

/** How a program goes on after a system call. */
export interface Outcome {
  readonly how: Resume;
  readonly value: unknown;
}

/** What waits for a system call to settle. */
export interface Wait {
  readonly call: Syscall;
  over: boolean; // settled or taken back: whoever settles it now comes too late
  cancel: Cancel | void;
  starting: boolean; // one that settles now needs no event
  outcome: Outcome | undefined; // of one that settled while it started
}
