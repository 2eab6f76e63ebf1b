/** Waiting for time, for the processor, for memory and for children. */
import { assert } from '../../base/index.ts';
import type { Cancel } from '../../sim/index.ts';
import { SystemError } from '../errors.ts';
import { SystemCall } from '../syscall.ts';
import type { ExitStatus, Process } from './process.ts';

/** Virtual milliseconds without using the processor. */
export function sleep(ms: number): SystemCall<void> {
  assert(ms >= 0, 'sleep: time does not run backwards', { ms });
  return new SystemCall<void>('sleep', (process, done) => process.host.kernel.sleep(process, ms, done));
}

/** That many milliseconds of one core; how long it takes depends on who else wants the cores. */
export function cpu(ms: number): SystemCall<void> {
  assert(ms >= 0 && ms < 1e9, 'cpu: a finite amount of work', { ms });
  return new SystemCall<void>('cpu', (process, done) => {
    if (ms === 0) return done();
    return process.host.cpu.run(process, Math.ceil(ms * 1e6), 1, done);
  });
}

/** Keeps `cores` cores busy until a signal comes, or for `ms` virtual milliseconds: a busy loop without looping. */
export function burn(cores = 1, ms = Infinity): SystemCall<void> {
  return new SystemCall<void>('burn', (process, done) => {
    const stop = process.host.cpu.run(process, Infinity, cores, done);
    const end = process.host.clock.after(ms, process.name, () => {
      stop();
      done();
    });
    return () => {
      stop();
      end();
    };
  });
}

/** Declares how much memory the process holds from now on, beyond what its program needs to run at all. Past a limit of its cgroup, the largest process there is killed. */
export function memory(bytes: number): SystemCall<void> {
  return new SystemCall<void>('memory', (process, done) => {
    process.host.kernel.setMemory(process, bytes);
    done();
  });
}

/** How far a process may grow, so that no command fills the memory of whoever looks at this world. */
const GROWTH_MAX_BYTES = 192 * 2 ** 20;

/** So many more bytes of memory, fewer when negative: ENOMEM, or past a limit of its cgroup somebody there is killed. */
export function growMemory(process: Process, bytes: number): void {
  if (bytes > 0 && process.memoryBytes + bytes > GROWTH_MAX_BYTES) throw new SystemError('ENOMEM', 'mmap');
  process.host.kernel.growMemory(process, Math.max(-process.memoryBytes, bytes));
}

export interface WaitOptions {
  readonly noHang?: boolean;
  readonly untraced?: boolean;
}

/** A child's end, reaping it; -1 is any child. Undefined only with noHang. ECHILD when there is none to wait for. */
export function waitPid(pid: number, options: WaitOptions = {}): SystemCall<ExitStatus | undefined> {
  return new SystemCall('wait', (process, done, fail) => {
    const attempt = (): Cancel | void => {
      const status = changedChild(process, pid, options);
      if (status === 'none') fail(new SystemError('ECHILD', 'wait'));
      else if (status || options.noHang) done(status);
      else return process.childChanged.add(attempt);
    };
    return attempt();
  });
}

function changedChild(process: Process, pid: number, options: WaitOptions): ExitStatus | undefined | 'none' {
  let any = false;
  for (const child of process.children ?? []) {
    const seen = child.pidIn(process.namespaces.pid);
    if (pid > 0 ? seen !== pid : pid < -1 && child.groupPids[process.namespaces.pid.level] !== -pid) continue;
    any = true;
    if (child.ended) {
      process.host.kernel.reap(child);
      return { ...child.ended, pid: seen };
    }
    if (options.untraced && child.stopReport) {
      const signal = child.stopReport;
      child.stopReport = undefined;
      return { pid: seen, code: process.host.kernel.codeOf(signal), signal, stopped: true };
    }
  }
  return any ? undefined : 'none';
}
