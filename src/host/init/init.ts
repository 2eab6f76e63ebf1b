/** Init: PID 1 of a host. It starts the units in order, keeps what they print, and starts them again when they are to be. */
import { assert } from '../../base/index.ts';
import type { Host } from '../host.ts';
import { machineCode } from '../machine-code.ts';
import type { Process } from '../process/process.ts';
import { pause } from '../syscall.ts';
import { Journal } from './journal.ts';
import { Service } from './service.ts';
import { SocketUnit, type SocketSpec } from './socket-unit.ts';
import type { UnitFile } from './unit-file.ts';
import type { UnitSpec, UnitStatus } from './unit.ts';

export class Init {
  readonly host: Host;
  readonly journal = new Journal();
  private readonly services = new Map<string, Service>();
  /** Names of units that are not to be started. */
  readonly masked = new Set<string>();
  /** Units that came with the machine. */
  readonly own = new Map<string, UnitSpec>();
  /** Those whose files lie on the disk since the machine's first start: what people do to these stays done. */
  readonly written = new Set<string>();
  /** What is wrong with a unit's file, by its name. */
  readonly faults = new Map<string, string>();
  /** Ports that init holds itself, by the unit's name. */
  readonly sockets = new Map<string, SocketUnit>();
  /** PID 1; undefined while the machine is off. */
  process: Process | undefined;

  constructor(host: Host) {
    this.host = host;
  }

  /** A unit file. Started now only when the machine runs and `start` is called; else with the machine. */
  add(spec: UnitSpec): void {
    assert(!this.services.has(spec.name), 'init: the unit is there already', { name: spec.name });
    this.services.set(spec.name, new Service(this, spec));
    this.own.set(spec.name, spec);
  }

  /** What files say of units, from now on. */
  load(spec: UnitSpec): void {
    const known = this.services.get(spec.name);
    if (known) known.load(spec);
    else this.services.set(spec.name, new Service(this, { ...spec, enabled: false }));
  }

  /** The files of a unit, looked for when nobody has asked for it before. */
  find(name: string): UnitFile | undefined {
    return machineCode.get().findUnit(this, name);
  }

  reload(): void {
    machineCode.get().reloadUnits(this);
  }

  resetFailed(name: string): void {
    this.services.get(name)?.resetFailed();
  }

  /** Listens from the next boot on. */
  addSocket(spec: SocketSpec): void {
    this.sockets.set(spec.name, new SocketUnit(this, spec));
  }

  remove(name: string): void {
    this.services.get(name)?.stop();
    this.services.delete(name);
  }

  has(name: string): boolean {
    return this.services.has(name);
  }

  /** False when there is no such unit. */
  start(name: string): boolean {
    return this.act(name, (service) => service.start());
  }

  stop(name: string): boolean {
    return this.act(name, (service) => service.stop());
  }

  /** Kills it without asking; its restart policy applies. That is the fault, not the administration. */
  kill(name: string): boolean {
    return this.act(name, (service) => service.kill());
  }

  restart(name: string): boolean {
    return this.act(name, (service) => service.restart());
  }

  enable(name: string, on: boolean): boolean {
    return this.act(name, (service) => (service.enabled = on));
  }

  status(name: string): UnitStatus | undefined {
    return this.services.get(name)?.status();
  }

  /** The main process of a unit that runs. */
  mainProcess(name: string): Process | undefined {
    return this.services.get(name)?.main;
  }

  /** In the order of `after`, then of adding. */
  get units(): readonly UnitStatus[] {
    return this.ordered().map((service) => service.status());
  }

  /** Calls `fn` once, when the unit is no longer running. */
  onStopped(name: string, fn: () => void): () => void {
    return this.services.get(name)?.onStopped(fn) ?? (() => {});
  }

  /** The machine comes up: PID 1 and all enabled units. */
  boot(): void {
    const { host } = this;
    const [path, name] = host.facts.kernel === 'Darwin' ? ['/sbin/launchd', 'launchd'] : ['/sbin/init', 'systemd'];
    this.process = host.kernel.spawn(undefined, systemd, [path], { env: bootEnvironment, name, cgroup: host.cgroups.child('init.scope'), reapsChildren: true });
    this.journal.add(host.wallMs, 'kernel', 'kernel', 0, `${host.facts.kernel} version ${host.facts.kernelRelease} (gcc) #1 SMP`);
    for (const socket of this.sockets.values()) socket.start();
    for (const service of this.ordered()) if (service.enabled && !this.masked.has(service.spec.name)) service.start();
    if (host.facts.kernel === 'Linux') host.clock.after(0, 'systemd', () => machineCode.get().writeUnits(this));
  }

  /** Stops all units, the last started first; `done` when none runs. */
  shutdown(done: () => void): void {
    const services = this.ordered().reverse();
    const next = (at: number): void => {
      const service = services[at];
      if (!service) return done();
      if (service.main) {
        service.onStopped(() => next(at + 1));
        service.stop();
      } else {
        service.stop();
        next(at + 1);
      }
    };
    next(0);
  }

  /** The machine is off: nothing runs, nothing waits to be started. */
  forget(): void {
    this.process = undefined;
    for (const socket of this.sockets.values()) socket.stop();
    for (const service of this.services.values()) service.forget();
  }

  private act(name: string, act: (service: Service) => void): boolean {
    const service = this.services.get(name);
    if (service) act(service);
    return service !== undefined;
  }

  private ordered(): Service[] {
    const ordered = new Set<Service>();
    const visit = (service: Service): void => {
      if (ordered.has(service) || visiting.has(service)) return;
      visiting.add(service);
      for (const name of service.spec.after ?? []) {
        const earlier = this.services.get(name);
        if (earlier) visit(earlier);
      }
      ordered.add(service);
    };
    const visiting = new Set<Service>();
    for (const service of this.services.values()) visit(service);
    return [...ordered];
  }
}

const bootEnvironment: ReadonlyMap<string, string> = new Map([['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin']]);

function* systemd(): Generator<ReturnType<typeof pause>, number, unknown> {
  yield pause();
  return 0;
}
