/** jobs, fg, bg, wait, disown: the shell's children while it goes on itself. */
import { signalNumber, SystemError, waitPid } from '../../host/index.ts';
import { Interrupted, type Builtin, type Run, type Shell } from '../interpreter/shell.ts';
import { reapBackground, waitForJob } from '../interpreter/foreground.ts';
import { isDone, isStopped, jobCode, jobLine, stateText, type Job, type JobTable } from '../interpreter/jobs.ts';
import { print, refuse } from './output.ts';

export const jobs: Builtin = function* (sh, args) {
  yield* reapBackground(sh);
  const flags = args.filter((a) => a.startsWith('-')).join('');
  const specs = args.filter((a) => !a.startsWith('-'));
  const table = sh.jobs.jobs.length === 0 && sh.knownJobs ? sh.knownJobs : sh.jobs;
  const asked = specs.map((spec) => ({ spec, job: findJob(table, spec) }));
  for (const one of asked) if (!one.job) yield* refuse(sh, 'jobs', `${one.spec}: no such job`);
  for (const job of specs.length > 0 ? asked.flatMap((one) => one.job ?? []) : table.list()) {
    if (flags.includes('r') && stateText(job) !== 'Running') continue;
    if (flags.includes('s') && !isStopped(job)) continue;
    yield* print(sh, flags.includes('p') ? `${job.processes[0]!.pid}\n` : jobLine(table, job, flags.includes('l')));
    if (table !== sh.jobs) continue;
    job.notified = true;
    if (isDone(job)) sh.jobs.remove(job);
  }
  return asked.some((one) => !one.job) ? 1 : 0;
};

function findJob(table: JobTable, spec: string | undefined): Job | undefined {
  return spec === undefined ? table.current() : table.find(spec.startsWith('%') || /^\d+$/.test(spec) ? (spec.startsWith('%') ? spec : `%${spec}`) : `%${spec}`);
}

export const fg: Builtin = function* (sh, args) {
  if (!sh.on('monitor')) return yield* refuse(sh, 'fg', 'no job control');
  const job = findJob(sh.jobs, args[0]);
  if (!job) return yield* refuse(sh, 'fg', `${args[0] ?? 'current'}: no such job`);
  yield* print(sh, `${job.text}\n`);
  goOn(sh, job);
  job.background = false;
  return yield* waitForJob(sh, job);
};

export const bg: Builtin = function* (sh, args) {
  if (!sh.on('monitor')) return yield* refuse(sh, 'bg', 'no job control');
  const job = findJob(sh.jobs, args[0]);
  if (!job) return yield* refuse(sh, 'bg', `${args[0] ?? 'current'}: no such job`);
  if (!isStopped(job)) return yield* refuse(sh, 'bg', `job ${job.id} already in background`, 0);
  job.background = true;
  yield* print(sh, `[${job.id}]${sh.jobs.mark(job)} ${job.text} &\n`);
  goOn(sh, job);
  return 0;
};

function goOn(sh: Shell, job: Job): void {
  for (const process of job.processes) process.stopped = false;
  try {
    sh.p.kill(-job.pgid, 'SIGCONT');
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
  }
}

export const wait: Builtin = function* (sh, args) {
  let specs = args;
  if (specs[0] === '--') specs = specs.slice(1);
  sh.waiting = true;
  try {
    if (specs[0] === '-n') return yield* waitAny(sh);
    if (specs.length === 0) {
      while ((sh.p.children?.length ?? 0) > 0 && running(sh).length > 0) yield* waitOne(sh, -1);
      for (const job of sh.jobs.list()) if (isDone(job)) sh.jobs.remove(job);
      return 0;
    }
    let status = 0;
    for (const spec of specs) status = yield* waitSpec(sh, spec);
    return status;
  } catch (error) {
    if (!(error instanceof SystemError) || error.code !== 'EINTR') throw error;
    if (sh.interrupted) throw new Interrupted();
    const signal = sh.pendingSignals[0] ?? sh.fatalSignal;
    return signal ? 128 + signalNumber(signal) : 1;
  } finally {
    sh.waiting = false;
  }
};

function running(sh: Shell): Job[] {
  return sh.jobs.jobs.filter((j) => !isDone(j) && !isStopped(j));
}

function* waitOne(sh: Shell, pid: number): Run<void> {
  const status = yield* waitPid(pid, { untraced: sh.on('monitor') });
  if (status) sh.jobs.note(status);
}

function* waitAny(sh: Shell): Run<number> {
  yield* reapBackground(sh);
  for (;;) {
    const done = sh.jobs.jobs.find((j) => isDone(j));
    if (done) {
      sh.jobs.remove(done);
      return jobCode(done);
    }
    if (running(sh).length === 0) return 127;
    yield* waitOne(sh, -1);
  }
}

function* waitSpec(sh: Shell, spec: string): Run<number> {
  const job = sh.jobs.find(spec);
  if (spec.startsWith('%')) {
    if (!job) return yield* refuse(sh, 'wait', `${spec}: no such job`, 127);
    while (!isDone(job) && !isStopped(job)) yield* waitOne(sh, job.processes.find((p) => !p.status)!.pid);
    if (isDone(job)) sh.jobs.remove(job);
    return jobCode(job);
  }
  if (!/^\d+$/.test(spec)) return yield* refuse(sh, 'wait', `\`${spec}': not a pid or valid job spec`, sh.isBash ? 1 : 2);
  const pid = Number(spec);
  if (sh.jobs.codeOf(pid) === undefined) {
    if (!job) return sh.isBash ? yield* refuse(sh, 'wait', `pid ${pid} is not a child of this shell`, 127) : 127;
    yield* waitOne(sh, pid);
  }
  if (job && isDone(job)) sh.jobs.remove(job);
  return sh.jobs.codeOf(pid) ?? 127;
}

export const disown: Builtin = function* (sh, args) {
  for (const spec of args.length > 0 ? args : [undefined]) {
    const job = findJob(sh.jobs, spec);
    if (!job) return yield* refuse(sh, 'disown', `${spec ?? 'current'}: no such job`);
    sh.jobs.remove(job);
  }
  return 0;
};

