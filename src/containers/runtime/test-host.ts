/** A bare host with a runtime and the catalogue at hand, and a registry on a host of its own: what the tests of this room run on. */
import { dirNode, metaOf, TreeFs } from '../../files/index.ts';
import { Host, Network, ProgramTable, type Process, type Program, type Syscall } from '../../host/index.ts';
import { shellPrograms } from '../../shell/index.ts';
import { Clock, Random, Trace } from '../../sim/index.ts';
import { imagePrograms } from '../programs/image-programs.ts';
import { pauseProgram } from '../programs/pause.ts';
import { Registry } from '../registry/registry.ts';
import type { RegistryOptions } from '../registry/registry-door.ts';
import type { Container } from './container.ts';
import type { ContainerSpec } from './container-spec.ts';
import { Runtime, type RuntimeOptions } from './runtime.ts';

export const EPOCH_MS = 1_772_442_000_000;
const STEPS_MAX = 5_000_000;

export class TestWorld {
  readonly clock = new Clock();
  readonly trace = new Trace(this.clock);
  readonly network = new Network(this.clock);
  readonly programs: Readonly<Record<string, Program>>;
  private count = 0;

  constructor(programs: Readonly<Record<string, Program>> = {}) {
    this.programs = { ...shellPrograms, ...imagePrograms, pause: pauseProgram, ...programs };
  }

  host(name: string): Host {
    const host = new Host({
      name,
      clock: this.clock,
      trace: this.trace,
      random: new Random(name),
      programs: new ProgramTable(this.programs),
      network: this.network,
      address: `192.168.0.${10 + this.count++}`,
      disk: new TreeFs(dirNode(metaOf(0o755, EPOCH_MS)), { type: 'ext4' }),
      epochMs: EPOCH_MS,
    });
    host.files.mkdir('/etc');
    host.files.writeFile('/etc/resolv.conf', `nameserver ${this.network.resolverAddress}\n`);
    host.files.writeFile('/etc/hosts', '127.0.0.1\tlocalhost\n');
    host.boot();
    return host;
  }

  runtime(name: string, options: RuntimeOptions = {}): Runtime {
    return new Runtime(this.host(name), options);
  }

  /** Docker's registry, with the whole catalogue. */
  hub(options: RegistryOptions = {}): Registry {
    const host = this.host('registry');
    const registry = new Registry(new Random('registry'), {
      domains: { 'registry-1.docker.io': 'docker.io' },
      secretive: ['docker.io'],
      served: [
        { domain: 'docker.io', images: 'catalogue' },
        { domain: 'registry.k8s.io', images: 'catalogue' },
      ],
      ...options,
    });
    for (const domain of ['registry-1.docker.io', 'registry.k8s.io']) this.network.addName(domain, host.network.address);
    host.init.add({ name: 'registry', argv: ['/usr/bin/registry'], program: registry.program(443, 5000), restart: 'on-failure' });
    host.init.start('registry');
    this.run();
    return registry;
  }

  run(untilMs = Infinity): void {
    const { reason } = this.clock.run(untilMs, { stepsMax: STEPS_MAX });
    if (reason !== 'idle' && reason !== 'time') throw new Error(`the clock stopped for ${reason}`);
  }

  /** Runs a generator as a program of the host and gives what it returned. */
  within<T>(host: Host, body: (p: Process) => Generator<Syscall, T, unknown>): T {
    let result: { value: T } | undefined;
    host.spawn(function* test(p) {
      result = { value: yield* body(p) };
      return 0;
    }, ['test']);
    this.run();
    if (!result) throw new Error('the program has not ended');
    return result.value;
  }
}

/** Puts an image of the catalogue on the host, as if it had been pulled long ago. */
export function preload(runtime: Runtime, name: string): string {
  const record = runtime.preload(name);
  if (!record) throw new Error(`no ${name} in the catalogue`);
  return record.image.id;
}

export function createFrom(runtime: Runtime, image: string, spec: Partial<ContainerSpec> = {}): Container {
  const record = runtime.images.resolve(image)!;
  const { Entrypoint = [], Cmd = [], Env = [], User = '', WorkingDir = '/' } = record.image.config;
  return runtime.create({
    name: 'c',
    owner: 'docker',
    image,
    imageId: record.image.id,
    argv: [...Entrypoint, ...Cmd],
    env: new Map(Env.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)])),
    user: User,
    cwd: WorkingDir,
    ...spec,
  });
}

export function logText(container: Container): string {
  return container.log
    .lines()
    .map((line) => line.text)
    .join('');
}
