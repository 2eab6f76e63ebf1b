/** Health checks: a command run in the container again and again, and what follows from its exit codes. */
import { concat, decodeUtf8 } from '../../base/index.ts';
import { RuntimeError } from '../../containers/index.ts';
import { SinkFile, type Process } from '../../host/index.ts';
import type { Cancel } from '../../sim/index.ts';
import type { DockerEngine } from '../engine.ts';
import type { HealthConfig } from './container-config.ts';
import type { DockerContainer } from './docker-container.ts';

export interface HealthProbe {
  readonly startMs: number; // since 1970
  readonly endMs: number;
  readonly exitCode: number;
  readonly output: string;
}

export class HealthState {
  status: 'starting' | 'healthy' | 'unhealthy' = 'starting';
  failingStreak = 0;
  log: readonly HealthProbe[] = [];
  cancel: Cancel = () => {};
}

const DEFAULT_MS = 30_000;
const DEFAULT_RETRIES = 3;
const LOG_KEPT = 5;
const OUTPUT_MAX = 4096;
const TIMED_OUT = -1;

interface Check {
  readonly argv: readonly string[];
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly startPeriodMs: number;
  readonly startIntervalMs: number;
  readonly retries: number;
}

function checkOf(config: HealthConfig | null | undefined, shell: readonly string[]): Check | undefined {
  const [kind = 'NONE', ...words] = config?.Test ?? [];
  if (!config || kind === 'NONE') return undefined;
  const ms = (nanos: number | undefined, otherwise: number): number => (nanos ? Math.floor(nanos / 1_000_000) : otherwise);
  return {
    argv: kind === 'CMD-SHELL' ? [...shell, words.join(' ')] : words,
    intervalMs: ms(config.Interval, DEFAULT_MS),
    timeoutMs: ms(config.Timeout, DEFAULT_MS),
    startPeriodMs: ms(config.StartPeriod, 0),
    startIntervalMs: ms(config.StartInterval, 5_000),
    retries: config.Retries || DEFAULT_RETRIES,
  };
}

export function beginHealth(engine: DockerEngine, container: DockerContainer): void {
  const shell = container.image.config.Shell ?? ['/bin/sh', '-c'];
  const check = checkOf(container.config.Healthcheck, shell);
  if (!check) return;
  container.health = new HealthState();
  schedule(engine, container, container.health, check);
}

export function endHealth(container: DockerContainer): void {
  container.health?.cancel();
  if (container.health) container.health.status = 'unhealthy';
}

function schedule(engine: DockerEngine, container: DockerContainer, health: HealthState, check: Check): void {
  const { clock } = engine.host;
  const isStarting = health.status === 'starting' && clock.now - container.runtime.record.status.startedMs < check.startPeriodMs;
  health.cancel = clock.after(isStarting ? check.startIntervalMs : check.intervalMs, 'dockerd', () => {
    if (engine.daemon === undefined || container.health !== health || !container.isRunning) return;
    if (container.isPaused) return schedule(engine, container, health, check);
    probe(engine, container, check, (result) => {
      if (container.health !== health || !container.isRunning) return;
      judge(engine, container, health, check, result);
      schedule(engine, container, health, check);
    });
  });
}

function probe(engine: DockerEngine, container: DockerContainer, check: Check, done: (result: HealthProbe) => void): void {
  const { host, runtime } = engine;
  const startMs = host.wallMs;
  const chunks: Uint8Array[] = [];
  let size = 0;
  const sink = new SinkFile('pipe', (bytes) => {
    if (size < OUTPUT_MAX) chunks.push(bytes.slice());
    size += bytes.length;
  });
  let over = false;
  let timer: Cancel = () => {};
  const finish = (exitCode: number, output: string): void => {
    if (over) return;
    over = true;
    timer();
    done({ startMs, endMs: host.wallMs, exitCode, output: output.slice(0, OUTPUT_MAX) });
  };
  let process: Process;
  try {
    process = runtime.exec(container.runtime, { argv: check.argv, stdout: sink, stderr: sink }, ({ code }) => {
      host.clock.after(0, 'dockerd', () => finish(code, decodeUtf8(concat(chunks))));
    });
  } catch (error) {
    if (!(error instanceof RuntimeError)) throw error;
    host.clock.after(0, 'dockerd', () => finish(error.exitCode, error.message));
    return;
  }
  timer = host.clock.after(check.timeoutMs, 'dockerd', () => {
    finish(TIMED_OUT, `Health check exceeded timeout (${check.timeoutMs >= 1000 ? `${check.timeoutMs / 1000}s` : `${check.timeoutMs}ms`})`);
    host.kernel.send(process, 'SIGKILL');
  });
}

function judge(engine: DockerEngine, container: DockerContainer, health: HealthState, check: Check, result: HealthProbe): void {
  const before = health.status;
  health.log = [...health.log, result].slice(-LOG_KEPT);
  if (result.exitCode === 0) {
    health.failingStreak = 0;
    health.status = 'healthy';
  } else {
    const inStartPeriod = before === 'starting' && engine.host.clock.now - container.runtime.record.status.startedMs < check.startPeriodMs;
    if (!inStartPeriod) health.failingStreak++;
    if (health.failingStreak >= check.retries) health.status = 'unhealthy';
  }
  if (health.status !== before) engine.events.add('container', `health_status: ${health.status}`, container.id, container.attributes);
}
