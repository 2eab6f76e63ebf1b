/** Sending signals: who may, what a signal does to a process that has arranged nothing, and when a handler runs. */
import { SystemError } from '../errors.ts';
import type { Host } from '../host.ts';
import type { Kernel } from './kernel.ts';
import type { Process } from './process.ts';
import { defaultAction, type Signal } from './signals.ts';

/** kill(2). */
export function sendTo(kernel: Kernel, sender: Process, pid: number, signal: Signal | 0): void {
  const space = sender.namespaces.pid;
  if (pid > 0) {
    const target = space.processes.get(pid);
    if (!target) throw new SystemError('ESRCH', 'kill');
    if (!mayKill(sender, target)) throw new SystemError('EPERM', 'kill');
    if (signal !== 0) send(kernel, target, signal, sender);
    return;
  }
  const group = pid === 0 ? sender.groupPids[0] : undefined;
  const targets = [...space.processes.values()].filter((p) => {
    if (pid === -1) return p !== sender && p !== space.init;
    return group !== undefined ? p.groupPids[0] === group : p.groupPids[space.level] === -pid;
  });
  if (targets.length === 0) throw new SystemError('ESRCH', 'kill');
  const allowed = targets.filter((p) => mayKill(sender, p));
  if (allowed.length === 0) throw new SystemError('EPERM', 'kill');
  if (signal !== 0) for (const target of allowed) send(kernel, target, signal, sender);
}

function mayKill(sender: Process, target: Process): boolean {
  return sender.uid === 0 || sender.uid === target.uid;
}

/** To every process of the group whose leader has these numbers: what a terminal does. */
export function sendGroup(kernel: Kernel, host: Host, groupPids: readonly number[], signal: Signal): void {
  const id = groupPids[0];
  const targets = [...host.processes.values()].filter((p) => p.groupPids[0] === id);
  for (const target of targets) send(kernel, target, signal, undefined);
}

/** Without a sender it comes from the kernel, outside every namespace. */
export function send(kernel: Kernel, process: Process, signal: Signal, sender: Process | undefined): void {
  if (process.ended) return;
  if (signal === 'SIGCONT') goOn(kernel, process);
  const disposition = process.dispositions?.get(signal) ?? 'default';
  if (typeof disposition === 'function') return queue(kernel, process, signal);
  if (disposition === 'ignore' || protectedInit(process, signal, sender)) return;
  switch (defaultAction(signal)) {
    case 'terminate':
      return kernel.end(process, kernel.codeOf(signal), signal);
    case 'stop':
      return stop(kernel, process, signal);
    case 'ignore':
    case 'continue':
      return;
  }
}

/**
 * PID 1 of a namespace gets only the signals it has a handler for; from outside the namespace SIGKILL and SIGSTOP reach
 * it too. That is why stopping a container whose main program takes no notice of SIGTERM lasts until it is killed.
 */
function protectedInit(process: Process, signal: Signal, sender: Process | undefined): boolean {
  const space = process.namespaces.pid;
  if (space.init !== process) return false;
  const fromInside = sender !== undefined && space.contains(sender.namespaces.pid);
  return fromInside || (signal !== 'SIGKILL' && signal !== 'SIGSTOP');
}

function stop(kernel: Kernel, process: Process, signal: Signal): void {
  if (process.stopped) return;
  process.stopped = true;
  process.stopReport = signal;
  kernel.hold(process);
  tellParent(kernel, process);
}

function goOn(kernel: Kernel, process: Process): void {
  if (!process.stopped) return;
  process.stopped = false;
  process.stopReport = undefined;
  kernel.release(process);
  process.continued();
  deliverLater(kernel, process);
}

/** A child has stopped or ended. */
export function tellParent(kernel: Kernel, child: Process): void {
  const { parent } = child;
  if (!parent || parent.ended) return;
  parent.childHasChanged();
  if (typeof parent.dispositions?.get('SIGCHLD') === 'function') queue(kernel, parent, 'SIGCHLD');
}

/** A handler runs in an event of its own, never on the stack of the sender; the same signal waits only once. */
function queue(kernel: Kernel, process: Process, signal: Signal): void {
  const pending = (process.pending ??= []);
  if (pending.includes(signal)) return;
  pending.push(signal);
  if (pending.length === 1) deliverLater(kernel, process);
}

function deliverLater(kernel: Kernel, process: Process): void {
  if (process.pending?.length) kernel.host.clock.after(0, process.name, () => deliver(kernel, process));
}

function deliver(kernel: Kernel, process: Process): void {
  if (process.stopped || process.frozen) return; // delivered when it goes on
  let interrupted = false;
  while (process.pending?.length && !process.ended) {
    const signal = process.pending.shift()!;
    const handler = process.dispositions?.get(signal);
    if (typeof handler !== 'function') continue;
    if (kernel.host.trace.during(process.cause, () => handler(signal)) === 'interrupt') interrupted = true;
  }
  if (interrupted && !process.ended) kernel.interrupt(process);
}

/** After a thaw: what came while it was frozen. */
export function deliverPending(kernel: Kernel, process: Process): void {
  deliverLater(kernel, process);
}
