/** How a process ends: it takes its namespace along when it was its PID 1, hands on its children, and stays a zombie until its parent has looked. */
import { leaveCgroups } from '../cpu/cgroup-membership.ts';
import { isRefusal } from '../errors.ts';
import { machineCode } from '../machine-code.ts';
import { noteCrash } from './crash.ts';
import type { Kernel } from './kernel.ts';
import type { ExitStatus, Process } from './process.ts';
import type { Signal } from './signals.ts';

export function endProcess(kernel: Kernel, process: Process, code: number, signal: Signal | undefined): void {
  if (process.ended) return;
  const status: ExitStatus = { pid: process.hostPid, code, ...(signal ? { signal } : {}) };
  process.ended = status;
  takeBack(process);
  process.closeEverything();
  process.cgroupOf('memory').chargeMemory(-process.memoryBytes);
  leaveCgroups(process);
  process.memoryBytes = 0;
  if (process.namespaces.pid.init === process) endNamespace(kernel, process);
  handOnChildren(kernel, process);
  leaveTerminal(kernel, process);
  const watchers = process.exitWatchers;
  process.exitWatchers = undefined;
  if (watchers) for (const watcher of watchers) watcher(status);
  kernel.host.clock.hash.number(process.hostPid * 256 + code);
  offerToParent(kernel, process);
}

/** Undoes the wait and closes the program, so that its `finally` blocks stop what it had started. */
function takeBack(process: Process): void {
  const { wait, image } = process;
  process.wait = undefined;
  process.held = undefined;
  process.pending = undefined;
  if (wait && !wait.over) {
    wait.over = true;
    wait.cancel?.();
  }
  process.cpuTask?.cancel();
  process.image = undefined;
  try {
    image?.return(0);
  } catch (error) {
    if (!isRefusal(error)) noteCrash(process, error); // a `finally` that the kernel refused something has nobody left to tell
  }
}

function endNamespace(kernel: Kernel, init: Process): void {
  const space = init.namespaces.pid;
  space.dead = true;
  for (const process of space.processes.values()) {
    if (process !== init) kernel.end(process, kernel.codeOf('SIGKILL'), 'SIGKILL');
  }
}

function handOnChildren(kernel: Kernel, process: Process): void {
  const { children } = process;
  process.children = undefined;
  if (!children) return;
  const heir = heirOf(process);
  for (const child of children) {
    child.parent = heir;
    if (heir) (heir.children ??= []).push(child);
    if (child.ended) offerToParent(kernel, child);
  }
}

/** PID 1 of the nearest namespace that still has one. */
function heirOf(process: Process): Process | undefined {
  for (let space: Process['namespaces']['pid'] | undefined = process.namespaces.pid; space; space = space.parent) {
    if (space.init && space.init !== process && !space.init.ended) return space.init;
  }
  return undefined;
}

function leaveTerminal(kernel: Kernel, process: Process): void {
  const { tty } = process;
  if (!tty || tty.session !== process) return;
  tty.session = undefined;
  const { foreground } = tty;
  tty.foreground = [];
  if (kernel.host.running && foreground.length > 0) kernel.signalGroup(kernel.host, foreground, 'SIGHUP');
}

function offerToParent(kernel: Kernel, process: Process): void {
  const { parent } = process;
  if (!parent || parent.ended || parent.reapsChildren || parent.dispositions?.get('SIGCHLD') === 'ignore') return reap(kernel, process);
  machineCode.get().tellParent(kernel, process);
}

/** The last of it goes: its number is free again. */
export function reap(kernel: Kernel, process: Process): void {
  if (process.reaped) return;
  process.reaped = true;
  const siblings = process.parent?.children;
  if (siblings) removeFrom(siblings, process);
  process.namespaces.pid.leave(process.pids);
}

function removeFrom(siblings: Process[], process: Process): void {
  const at = siblings.lastIndexOf(process);
  if (at >= 0 && at === siblings.length - 1) siblings.pop(); // the youngest most often: without a list of what was taken out
  else if (at >= 0) siblings.splice(at, 1);
}
