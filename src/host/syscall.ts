/**
 * System calls as values that a program yields. Each owes some CPU time by one table; a process that owes a millisecond
 * without time having passed is made to run for it, so that no loop can stand still in time, while a light command takes none.
 */
import type { Program as BaseProgram, Syscall as BaseSyscall } from '../base/index.ts';
import type { Cancel } from '../sim/index.ts';
import type { Process } from './process/process.ts';

export type Syscall = BaseSyscall<Process>;
export type Program = BaseProgram<Process>;

type Start<T> = (process: Process, done: (value: T) => void, fail: (error: Error) => void) => Cancel | void;

/** A system call with the type of its answer: `yield call` gives any, `yield* call` gives T. */
export class SystemCall<T> implements Syscall {
  readonly name: string;
  readonly start: Start<T>;

  constructor(name: string, start: Start<T>) {
    this.name = name;
    this.start = start;
  }

  *[Symbol.iterator](): Generator<Syscall, T, T> {
    return yield this;
  }
}

/** CPU microseconds. Coarse on purpose: what matters is that nothing is free for ever, and that a spawn weighs more than a read. */
const costs: Readonly<Record<string, number>> = {
  sleep: 5,
  cpu: 0,
  burn: 0,
  tick: 10,
  pause: 5,
  until: 5,
  write: 10,
  read: 10,
  request: 50,
  connect: 30,
  exec: 40,
};
const COST_OTHERWISE_US = 10;
export const SPAWN_COST_US = 40;
export const COST_PER_KIB_US = 4;
/** A process may owe less than this and go on in the same instant. */
export const OWED_MAX_US = 1_000;

export function costOf(call: Syscall): number {
  return costs[call.name] ?? COST_OTHERWISE_US;
}

const never: Cancel = () => {};

/** Waits for whatever the caller registers `wake` with; the answer is what `wake` is called with. The Cancel takes the registration back. */
export function until<T = void>(register: (wake: (value?: T) => void, fail: (error: Error) => void) => Cancel | void): SystemCall<T> {
  return new SystemCall<T>('until', (_, done, fail) => register(done as (value?: T) => void, fail));
}

const forEver = new SystemCall<never>('pause', () => never);

/** Until a signal ends it. */
export function pause(): SystemCall<never> {
  return forEver;
}

const counted = new SystemCall<void>('tick', (_, done) => done());

/** Nothing but its cost: an interpreter yields one a command, so that its loops take time. */
export function tick(): SystemCall<void> {
  return counted;
}
