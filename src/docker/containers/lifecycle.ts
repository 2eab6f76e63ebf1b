/** Starting, stopping, killing and removing containers, and what follows when one ends. */
import { RuntimeError, type ContainerRecord } from '../../containers/index.ts';
import { FileError } from '../../files/index.ts';
import type { Signal } from '../../host/index.ts';
import type { Cancel } from '../../sim/index.ts';
import type { DockerEngine } from '../engine.ts';
import { conflict, EngineError } from '../errors.ts';
import { connectAll, disconnectAll } from './container-network.ts';
import { copyUpVolumes } from './copy-up-volumes.ts';
import type { DockerContainer } from './docker-container.ts';
import { beginHealth, endHealth } from './health.ts';
import { restartLater, wantsRestart } from './restart.ts';

const STOP_TIMEOUT_S = 10;

export class Lifecycle {
  private readonly engine: DockerEngine;
  private readonly exits = new Map<string, Set<(code: number) => void>>();
  private readonly removals = new Map<string, Set<() => void>>();

  constructor(engine: DockerEngine) {
    this.engine = engine;
  }

  /** False when it runs already. A command that cannot be started is a refusal, and the container stays. */
  start(container: DockerContainer): boolean {
    if (container.isPaused) throw conflict('cannot start a paused container, try unpause instead');
    if (container.removing) throw conflict('container is marked for removal and cannot be started');
    if (container.isRunning) return false;
    container.cancelRestart();
    container.manuallyStopped = false;
    container.restartCount = 0;
    container.failures = 0;
    this.launch(container);
    return true;
  }

  /** The start itself, also of a restart by policy. */
  launch(container: DockerContainer): void {
    const { engine } = this;
    const { runtime } = container;
    container.restarting = false;
    try {
      copyUpVolumes(engine.host, container);
      connectAll(engine, container);
      runtime.start();
    } catch (error) {
      disconnectAll(container);
      this.failedToStart(container);
      throw startError(error);
    }
    runtime.onExit((record) => this.noteExit(container, record));
    engine.events.add('container', 'start', container.id, container.attributes);
    beginHealth(engine, container);
  }

  /** Called back when it has ended; at once when it does not run. */
  stop(container: DockerContainer, timeoutS: number | undefined, signal: Signal, done: () => void): void {
    container.manuallyStopped = true;
    container.cancelRestart();
    container.restarting = false;
    if (!container.isRunning) return done();
    const { host, events } = this.engine;
    const seconds = timeoutS ?? container.config.StopTimeout ?? STOP_TIMEOUT_S;
    if (container.isPaused) container.runtime.resume();
    let timer: Cancel = () => {};
    this.onExit(container, () => {
      timer();
      events.add('container', 'stop', container.id, container.attributes);
      done();
    });
    events.add('container', 'kill', container.id, { ...container.attributes, signal });
    container.runtime.signal(signal);
    if (!container.isRunning || seconds < 0) return;
    timer = host.clock.after(seconds * 1000, 'dockerd', () => {
      if (container.isRunning) container.runtime.signal('SIGKILL');
    });
  }

  kill(container: DockerContainer, shown: string, signal: Signal): void {
    if (!container.isRunning) throw conflict(`cannot kill container: ${shown}: container ${container.id} is not running`);
    if (signal === 'SIGKILL' || signal === container.stopSignal) container.manuallyStopped = true;
    if (container.isPaused && signal === 'SIGKILL') container.runtime.resume();
    this.engine.events.add('container', 'kill', container.id, { ...container.attributes, signal });
    container.runtime.signal(signal);
  }

  /** Forced, a running one is killed first. */
  remove(container: DockerContainer, options: { readonly force: boolean; readonly volumes: boolean }, done: () => void): void {
    if (container.removing) throw conflict(`removal of container ${container.name} is already in progress`);
    if (container.isRunning && !options.force) {
      const state = container.isPaused ? 'paused' : 'running';
      throw conflict(`cannot remove container "/${container.name}": container is ${state}: ${state === 'paused' ? 'unpause and then ' : ''}stop the container before removing or force remove`);
    }
    container.cancelRestart();
    container.manuallyStopped = true;
    if (!container.isRunning) {
      this.forget(container, options.volumes);
      return done();
    }
    container.removing = true;
    if (container.isPaused) container.runtime.resume();
    this.onExit(container, () => {
      this.forget(container, options.volumes);
      done();
    });
    container.runtime.signal('SIGKILL');
  }

  /** At its next end. */
  onExit(container: DockerContainer, fn: (code: number) => void): Cancel {
    return listen(this.exits, container.id, fn);
  }

  onRemoval(container: DockerContainer, fn: () => void): Cancel {
    return listen(this.removals, container.id, fn);
  }

  /** The runtime tells in the middle of its own work: what follows has an event of its own. */
  noteExit(container: DockerContainer, record: ContainerRecord): void {
    const { engine } = this;
    if (engine.daemon === undefined) return; // the daemon finds out when it starts
    engine.host.clock.after(0, 'dockerd', () => {
      if (engine.daemon !== undefined && container.runtime.record.status.starts === record.status.starts && !container.isRunning) this.exited(container, record);
    });
  }

  exited(container: DockerContainer, record: ContainerRecord): void {
    const { engine } = this;
    endHealth(container);
    disconnectAll(container);
    if (record.status.oomKilled) engine.events.add('container', 'oom', container.id, container.attributes);
    engine.events.add('container', 'die', container.id, { ...container.attributes, exitCode: String(record.status.exitCode), execDuration: String(Math.floor((record.status.finishedMs - record.status.startedMs) / 1000)) });
    const restarts = wantsRestart(container, record);
    if (restarts) restartLater(engine, container, record);
    const code = record.status.exitCode;
    this.tell(this.exits, container.id, (fn) => fn(code));
    if (!restarts && container.hostConfig.AutoRemove && !container.removing && !container.isRunning && engine.containers.byWholeId(container.id)) this.forget(container, true);
  }

  private failedToStart(container: DockerContainer): void {
    const code = container.runtime.record.status.exitCode;
    this.tell(this.exits, container.id, (fn) => fn(code));
    if (container.hostConfig.AutoRemove) this.forget(container, true);
  }

  private forget(container: DockerContainer, withVolumes: boolean): void {
    const { engine } = this;
    container.removing = true;
    disconnectAll(container);
    const { exitCode } = container.runtime.record.status;
    engine.runtime.remove(container.runtime);
    engine.containers.delete(container);
    if (withVolumes) this.removeVolumes(container);
    engine.events.add('container', 'destroy', container.id, container.attributes);
    this.tell(this.exits, container.id, (fn) => fn(exitCode));
    this.tell(this.removals, container.id, (fn) => fn());
  }

  private removeVolumes(container: DockerContainer): void {
    for (const mount of container.mounts) {
      const volume = mount.anonymous ? this.engine.volumes.find(mount.name) : undefined;
      if (volume && this.engine.usersOf(volume).length === 0) this.engine.volumes.remove(volume, []);
    }
  }

  private tell<F>(table: Map<string, Set<F>>, id: string, call: (fn: F) => void): void {
    const listeners = table.get(id);
    table.delete(id);
    if (listeners) for (const fn of listeners) call(fn);
  }
}

function listen<F>(table: Map<string, Set<F>>, id: string, fn: F): Cancel {
  let set = table.get(id);
  if (!set) table.set(id, (set = new Set()));
  set.add(fn);
  return () => set.delete(fn);
}

function startError(error: unknown): unknown {
  if (error instanceof RuntimeError) {
    if (error.kind === 'mount') return new EngineError(400, error.message);
    const isUsers = error.kind === 'command-not-found' || error.kind === 'command-refused';
    return new EngineError(isUsers ? 400 : 500, error.message.startsWith('failed to create shim task') ? `failed to create task for container: ${error.message}` : error.message);
  }
  return error instanceof FileError ? new EngineError(500, error.message) : error;
}
