/** One unit at work: its process, its restarts, its way down. */
import type { Cancel, TraceId } from '../../sim/index.ts';
import { errorCode } from '../errors.ts';
import { commandName } from '../process/executable.ts';
import { NullFile, SinkFile } from '../process/sink-file.ts';
import type { ExitStatus, Process } from '../process/process.ts';
import type { Init } from './init.ts';
import { LineCutter } from './journal.ts';
import { environmentOf, idsOf, pathOf, withVariables } from './service-command.ts';
import type { UnitSpec, UnitState, UnitStatus } from './unit.ts';

const RESTART_DELAY_MS = 100;
const START_LIMIT_BURST = 5;
const START_LIMIT_INTERVAL_MS = 10_000;
const STOP_TIMEOUT_MS = 90_000;

export class Service {
  spec: UnitSpec;
  private readonly init: Init;
  private state: UnitState = 'inactive';
  private subState: UnitStatus['subState'] = 'dead';
  private result: UnitStatus['result'] = 'success';
  private lastCode: number | undefined;
  private restarts = 0;
  private sinceMs = 0;
  private starts: number[] = [];
  private waiting: Cancel | undefined; // a restart, or SIGKILL
  private againAfterStop = false;
  private step = 0; // of the commands of one that runs several
  private readonly stopWatchers = new Set<() => void>();
  main: Process | undefined;
  enabled: boolean;

  constructor(init: Init, spec: UnitSpec) {
    this.init = init;
    this.spec = spec;
    this.enabled = spec.enabled ?? true;
  }

  start(): void {
    if (this.state === 'deactivating') this.againAfterStop = true; // its turn comes when it has ended
    if (this.main || !this.init.process) return;
    this.waiting?.();
    if (this.overLimit()) return this.giveUp();
    const { host } = this.init;
    this.starts.push(host.clock.now);
    const act = host.trace.record('systemd', 'start', 'unit-started', { unit: this.spec.name, host: host.name, restarts: this.restarts });
    try {
      this.main = this.spawn(act);
    } catch (error) {
      if (errorCode(error) === undefined) throw error;
      return this.failedToStart(error as Error);
    }
    if (this.spec.oneshot) return this.enter('activating', 'start', 'success');
    this.enter('active', 'running', 'success');
    this.say(`Started ${this.description}.`);
  }

  stop(): void {
    this.againAfterStop = false;
    if (!this.main) {
      if (this.subState === 'auto-restart' || this.subState === 'exited') {
        this.waiting?.();
        this.enter('inactive', 'dead', 'success');
      }
      return;
    }
    if (this.state === 'deactivating') return;
    this.say(`Stopping ${this.description}...`);
    this.enter('deactivating', 'stop-sigterm', 'success');
    const { host } = this.init;
    for (const process of this.members()) host.kernel.send(process, 'SIGTERM');
    if (!this.main) return;
    this.waiting = host.clock.after(this.spec.stopTimeoutMs ?? STOP_TIMEOUT_MS, this.spec.name, () => this.killRest());
  }

  restart(): void {
    if (!this.main) return this.start();
    this.stop();
    if (this.main) this.againAfterStop = true;
    else this.start();
  }

  kill(): void {
    if (this.main) this.init.host.kernel.send(this.main, 'SIGKILL');
  }

  onStopped(fn: () => void): () => void {
    this.stopWatchers.add(fn);
    return () => this.stopWatchers.delete(fn);
  }

  /** What it is told from its next start on. */
  load(spec: UnitSpec): void {
    this.spec = spec;
  }

  /** Too many starts and a bad end are forgotten. */
  resetFailed(): void {
    this.starts = [];
    if (this.state === 'failed') this.enter('inactive', 'dead', 'success');
  }

  forget(): void {
    this.waiting?.();
    this.waiting = undefined;
    this.main = undefined;
    this.starts = [];
    this.restarts = 0;
    this.againAfterStop = false;
    this.stopWatchers.clear();
    this.enter('inactive', 'dead', 'success');
  }

  status(): UnitStatus {
    const { spec, state, subState, result, restarts, sinceMs, enabled } = this;
    return { name: spec.name, description: this.description, state, subState, result, pid: this.main?.hostPid, code: this.lastCode, restarts, sinceMs, enabled, isOneshot: spec.oneshot === true };
  }

  private spawn(cause: TraceId): Process {
    const { host, process: pid1 } = this.init;
    const { spec } = this;
    const env = environmentOf(host, spec);
    const argv = withVariables(spec.then?.[this.step - 1] ?? spec.argv, env);
    const out = this.journalFile(() => process);
    const process = host.kernel.spawn(pid1, spec.program ?? pathOf(host, argv[0] ?? ''), argv, {
      env: env.size > 0 ? new Map([...pid1!.env, ...env]) : pid1!.env,
      cwd: spec.cwd ?? '/',
      ...idsOf(host, spec),
      fds: [new NullFile(), out, out],
      setsid: true,
      cgroup: host.cgroups.child('system.slice').child(`${spec.name}.service`),
      cause,
      onExit: (status) => this.ended(status),
    });
    process.oomScoreAdj = spec.oomScoreAdjust ?? 0;
    return process;
  }

  /** Where what it prints becomes lines of the journal. */
  private journalFile(writer: () => Process): SinkFile {
    const { host, journal } = this.init;
    const { name, argv } = this.spec;
    const identifier = commandName(argv[0] ?? name);
    const lines = new LineCutter((text) => journal.add(host.wallMs, name, identifier, writer().hostPid, text));
    return new SinkFile('socket:[journal]', (bytes) => lines.push(bytes), () => lines.end());
  }

  private ended(status: ExitStatus): void {
    this.main = undefined;
    this.lastCode = status.code;
    this.waiting?.();
    this.waiting = undefined;
    if (!this.init.host.running) return;
    const wanted = this.state === 'deactivating';
    const clean = status.code === 0 || (wanted && status.signal === 'SIGTERM');
    if (!clean) {
      this.say(status.signal ? `Main process exited, code=killed, status=${status.code - 128}/${status.signal.slice(3)}` : `Main process exited, code=exited, status=${status.code}/${status.code === 1 ? 'FAILURE' : 'n/a'}`);
    }
    const result = clean ? 'success' : status.signal ? 'signal' : 'exit-code';
    const { host } = this.init;
    const act = host.trace.record('systemd', 'end', 'unit-ended', { unit: this.spec.name, host: host.name, code: status.code });
    host.trace.during(act, () => (wanted ? this.stopped(result) : this.spec.oneshot ? this.finished(result) : this.afterEnd(result)));
  }

  private stopped(result: UnitStatus['result']): void {
    this.step = 0;
    this.enter(result === 'success' ? 'inactive' : 'failed', result === 'success' ? 'dead' : 'failed', result);
    this.say(`Stopped ${this.description}.`);
    this.tellStopped();
    if (this.againAfterStop) {
      this.againAfterStop = false;
      this.start();
    }
  }

  /** One that was to end has: its next command begins, or it is over. */
  private finished(result: UnitStatus['result']): void {
    if (result === 'success' && this.step < (this.spec.then?.length ?? 0)) {
      this.step++;
      this.starts.pop();
      return this.start();
    }
    this.step = 0;
    if (result !== 'success') this.afterEnd(result);
    else this.enter(this.spec.remains ? 'active' : 'inactive', this.spec.remains ? 'exited' : 'dead', 'success');
    this.say(result === 'success' ? `Finished ${this.description}.` : `Failed to start ${this.description}.`);
    this.tellStopped();
  }

  private tellStopped(): void {
    const watchers = [...this.stopWatchers];
    this.stopWatchers.clear();
    for (const watcher of watchers) watcher();
  }

  private afterEnd(result: UnitStatus['result']): void {
    const { restart = 'no' } = this.spec;
    if (result !== 'success') this.say(`Failed with result '${result}'.`);
    this.step = 0;
    if (restart === 'no' || (restart !== 'always' && (restart === 'on-success') !== (result === 'success'))) {
      this.enter(result === 'success' ? 'inactive' : 'failed', result === 'success' ? 'dead' : 'failed', result);
      return;
    }
    this.enter('activating', 'auto-restart', result);
    const { host } = this.init;
    const delayMs = this.spec.restartDelayMs ?? RESTART_DELAY_MS;
    const act = host.trace.record('systemd', 'schedule', 'unit-restarts', { unit: this.spec.name, host: host.name, delayMs });
    this.waiting = host.clock.after(delayMs, this.spec.name, () => {
      this.restarts++;
      this.say(`Scheduled restart job, restart counter is at ${this.restarts}.`);
      host.trace.during(act, () => this.start());
    });
  }

  private failedToStart(error: Error): void {
    this.say(`Failed at step EXEC spawning ${error.message}`);
    this.say('Main process exited, code=exited, status=203/EXEC');
    this.lastCode = 203;
    if (this.spec.oneshot) this.finished('exit-code');
    else this.afterEnd('exit-code');
  }

  private overLimit(): boolean {
    const burst = this.spec.startLimitBurst ?? START_LIMIT_BURST;
    const since = this.init.host.clock.now - (this.spec.startLimitIntervalMs ?? START_LIMIT_INTERVAL_MS);
    this.starts = this.starts.filter((at) => at > since);
    return burst > 0 && this.starts.length >= burst;
  }

  private giveUp(): void {
    const { host } = this.init;
    host.trace.record('systemd', 'give-up', 'unit-given-up', { unit: this.spec.name, host: host.name, starts: this.starts.length });
    this.say('Start request repeated too quickly.');
    this.say("Failed with result 'start-limit-hit'.");
    this.enter('failed', 'failed', 'start-limit-hit');
  }

  private killRest(): void {
    this.say('State \'stop-sigterm\' timed out. Killing.');
    this.enter('deactivating', 'stop-sigkill', 'timeout');
    for (const process of this.members()) this.init.host.kernel.send(process, 'SIGKILL');
  }

  private members(): Process[] {
    const { main } = this;
    if (!main) return [];
    if (this.spec.killMode === 'process') return [main];
    const others = [...main.cgroup.allProcesses()].filter((p) => p !== main);
    return [...others, main];
  }

  private get description(): string {
    return this.spec.description ?? `${this.spec.name}.service`;
  }

  private say(text: string): void {
    const { host, journal } = this.init;
    journal.add(host.wallMs, this.spec.name, 'systemd', 1, text === '' || /^(Started|Stopped|Stopping|Finished|Failed to start) /.test(text) ? text : `${this.spec.name}.service: ${text}`);
  }

  private enter(state: UnitState, subState: UnitStatus['subState'], result: UnitStatus['result']): void {
    this.state = state;
    this.subState = subState;
    this.result = result;
    this.sinceMs = this.init.host.clock.now;
  }
}
