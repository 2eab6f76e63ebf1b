/** A thread of a process: a generator that runs beside its main program, as a daemon's many jobs do, and ends with it. */
import { until, type Process, type Syscall } from '../../host/index.ts';
import type { Cancel } from '../../sim/index.ts';

/** What a thread may yield: system calls that wait for files, the network, names or other things, and `pause`, but not those on the processor's time. */
export type Thread = Generator<Syscall, void, unknown>;

/** Begins at once. The Cancel ends it, its `finally` blocks run. What it throws and does not catch is thrown to the clock. */
export function runThread(process: Process, body: Thread): Cancel {
  let over = false;
  let cancelWait: Cancel | void;
  const end = (): void => {
    if (over) return;
    over = true;
    stopClosing();
    cancelWait?.();
    body.return();
  };
  const stopClosing = process.closeOnExit(end);
  const drive = (how: 'next' | 'throw', value: unknown): void => {
    for (;;) {
      if (over) return;
      const step = process.host.trace.during(process.cause, () => (how === 'next' ? body.next(value) : body.throw(value)));
      if (step.done) {
        over = true;
        stopClosing();
        return;
      }
      const outcome = begin(step.value);
      if (!outcome) return;
      ({ how, value } = outcome);
    }
  };
  /** Starts one call; undefined when the thread has to wait for it. */
  const begin = (call: Syscall): { how: 'next' | 'throw'; value: unknown } | undefined => {
    let outcome: { how: 'next' | 'throw'; value: unknown } | undefined;
    let starting = true;
    let settled = false;
    const settle = (how: 'next' | 'throw', value: unknown): void => {
      if (settled || over) return;
      settled = true;
      if (starting) outcome = { how, value };
      else cancelWait = process.host.clock.after(0, process.name, () => resume(how, value));
    };
    const cancel = call.start(process, (value) => settle('next', value), (error) => settle('throw', error));
    starting = false;
    if (!settled) cancelWait = cancel;
    return outcome;
  };
  const resume = (how: 'next' | 'throw', value: unknown): void => {
    if (process.stopped) cancelWait = process.onContinue(() => resume(how, value));
    else drive(how, value);
  };
  drive('next', undefined);
  return end;
}

/** Virtual time for a thread. */
export function elapse(process: Process, ms: number): Syscall {
  return until((wake) => process.host.clock.after(ms, process.name, () => wake()));
}
