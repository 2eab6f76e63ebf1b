/** Waiting for what runs in the foreground: the terminal is its, it can be stopped, and how it died is told. */
import { SystemError, waitPid, type ExitStatus, type Process } from '../../host/index.ts';
import { complain, errorText } from './complain.ts';
import { isDone, isStopped, jobCode, jobLine, signalText, type Job } from './jobs.ts';
import { Interrupted, type Run, type Shell } from './shell.ts';

/** The exit code of the pipeline; that of the last part, or under pipefail of the last one that failed. */
export function* waitForeground(sh: Shell, children: readonly Process[], text: string, known: readonly ExitStatus[] = []): Run<number> {
  if (!sh.on('monitor')) {
    const statuses: ExitStatus[] = [...known];
    for (const child of children) statuses.push((yield* waitFor(sh, pidOf(sh, child)))!);
    return yield* conclude(sh, statuses, text);
  }
  const job = sh.jobs.add(pidOf(sh, children[0]!), text, children.map((c) => pidOf(sh, c)), false);
  return yield* waitForJob(sh, job);
}

/** A child's end. A signal for which the shell has a trap does not cut the wait short. */
function* waitFor(sh: Shell, pid: number): Run<ExitStatus | undefined> {
  for (;;) {
    try {
      return yield* waitPid(pid, { untraced: sh.on('monitor') });
    } catch (error) {
      if (error instanceof SystemError && error.code === 'EINTR') continue;
      throw error;
    }
  }
}

/** A child's number where the shell is: after unshare(pid) its own is another. */
export function pidOf(sh: Shell, child: Process): number {
  return child.pidIn(sh.p.namespaces.pid);
}

/** Gives the job the terminal until it ends or stops, then takes it back. */
export function* waitForJob(sh: Shell, job: Job): Run<number> {
  const { tty } = sh.p;
  const leader = sh.p.namespaces.pid.processes.get(job.pgid);
  if (tty && leader) tty.foreground = leader.groupPids;
  try {
    for (const process of job.processes) {
      if (process.status) continue;
      const status = yield* waitFor(sh, process.pid);
      if (status) sh.jobs.note(status);
      if (!status?.stopped) continue;
      yield* noteStopped(sh, job);
      break;
    }
  } finally {
    if (tty && sh.p.alive) tty.foreground = sh.p.groupPids;
  }
  if (!isDone(job)) {
    job.background = true;
    job.notified = true;
    if (isStopped(job)) yield* errorText(sh, `\n${jobLine(sh.jobs, job)}`);
    return job.processes.find((p) => p.stopped) ? 148 : jobCode(job);
  }
  sh.jobs.remove(job);
  return yield* conclude(sh, job.processes.map((p) => p.status!), job.text);
}

/** The terminal stops a whole group at once: the others have stopped too, or ended. */
function* noteStopped(sh: Shell, job: Job): Run<void> {
  for (const process of job.processes) {
    if (process.status || process.stopped) continue;
    const status = yield* waitPid(process.pid, { noHang: true, untraced: true });
    if (status) sh.jobs.note(status);
  }
}

function* conclude(sh: Shell, statuses: readonly ExitStatus[], text: string): Run<number> {
  sh.pipeStatus = statuses.map((s) => s.code);
  const last = statuses[statuses.length - 1]!;
  if (last.signal) yield* tellOfSignal(sh, last, text);
  const failed = sh.on('pipefail') ? statuses.findLast((s) => s.code !== 0) : undefined;
  return (failed ?? last).code;
}

/** Ctrl-C ends the whole line typed, not only the program that died of it. */
function* tellOfSignal(sh: Shell, status: ExitStatus, text: string): Run<void> {
  if (status.signal === 'SIGINT') {
    if (!sh.interactive) return;
    yield* errorText(sh, '\n');
    sh.status = status.code;
    if (sh.loopDepth > 0 || sh.interrupted) throw new Interrupted(true);
    return;
  }
  if (status.signal === 'SIGPIPE') return;
  const words = signalText(status.signal!);
  if (sh.interactive) yield* errorText(sh, `${words}\n`);
  else if (sh.isBash && status.signal !== 'SIGTERM') yield* complain(sh, `${String(status.pid).padStart(5)} ${words.padEnd(23)} ${text}`);
  else yield* errorText(sh, `${words}\n`);
}

/** Takes note of background processes that have ended or stopped; never waits. */
export function* reapBackground(sh: Shell): Run<void> {
  const { children } = sh.p;
  if (!children || children.length === 0) return;
  for (;;) {
    let changed = false;
    for (const child of children) if (child.ended || child.stopReport) changed = true;
    if (!changed) return;
    const status = yield* waitPid(-1, { noHang: true, untraced: sh.on('monitor') });
    if (!status) return;
    sh.jobs.note(status);
  }
}

/** Before a prompt: what has become of the background jobs. */
export function* notifyJobs(sh: Shell): Run<void> {
  yield* reapBackground(sh);
  for (const job of sh.jobs.list()) {
    if (job.notified || (!isDone(job) && !isStopped(job))) continue;
    job.notified = true;
    if (sh.interactive) yield* errorText(sh, jobLine(sh.jobs, job));
    if (isDone(job)) sh.jobs.remove(job);
  }
}
