/**
 * A world, put together from a scenario: hosts on one network, registries, clusters, Docker hosts. A pure function of scenario,
 * seed and inputs; what is here holds it together and knows nothing of how its parts work.
 */
import { assert } from '../base/index.ts';
import type { Profile } from '../client/index.ts';
import { lineRates, parseReference, Registry, Runtime, tryReference } from '../containers/index.ts';
import { DockerEngine } from '../docker/index.ts';
import { FileMemory } from '../files/index.ts';
import { Network, type Host } from '../host/index.ts';
import { Clock, NeedsAsset, Random, Trace, type Store } from '../sim/index.ts';
import { apiDoor } from './cluster/api-door.ts';
import { makeCluster, type Cluster } from './cluster/cluster.ts';
import type { Component } from './cluster/component.ts';
import { componentTable } from './cluster/component-table.ts';
import { Commands } from './commands.ts';
import { Completions } from './completions.ts';
import { Edits } from './edits.ts';
import { desktopCode } from './desktop-code.ts';
import { inputCode } from './input-code.ts';
import { keyCode } from './key-code.ts';
import { latencyOf, type Latency } from './latency.ts';
import { credentials, DOCKER_GID, makeMachine } from './machine.ts';
import { installedOn, programTable } from './programs.ts';
import type { OutsideCalls } from './outside-calls.ts';
import type { HostSpec, RegistrySpec, Scenario } from './scenario.ts';
import { exampleNames, exampleSite } from './sites/example-site.ts';
import { Terminals } from './terminals.ts';
import { machineUnit, machineUnitOf } from './virtual-machine.ts';

/** A tab has a few gigabytes; a world's files may be copied twice while they are packed, and the rest of the page needs its share. */
const FILE_MEMORY_BYTES = 256 * 2 ** 20;

export class World {
  readonly scenario: Scenario;
  readonly clock = new Clock();
  readonly trace = new Trace(this.clock);
  readonly random: Random;
  readonly network: Network;
  readonly hosts: ReadonlyMap<string, Host>;
  readonly runtimes: ReadonlyMap<string, Runtime>; // by host
  readonly registries: readonly Registry[];
  readonly clusters: readonly Cluster[];
  readonly dockers: ReadonlyMap<string, DockerEngine>; // by host
  readonly terminals: Terminals;
  readonly fileMemory = new FileMemory(FILE_MEMORY_BYTES);
  readonly edits = new Edits();
  /** When kubelets mean to try images again, by uid of the pod and image. */
  readonly pullWaits = new Map<string, number>();
  readonly commands: Commands;
  readonly completions: Completions;
  private calls: OutsideCalls | undefined;
  /** Virtual 0 in milliseconds since 1970. */
  readonly epochMs: number;
  /** Virtual time when somebody first sees it. */
  readonly startMs: number;
  profile: Profile;
  latency: Latency;

  /** Throws NeedsAsset when the scenario cannot begin without something: with that loaded, another one can be made. */
  constructor(scenario: Scenario, seed: string) {
    this.scenario = scenario;
    this.profile = scenario.profile;
    this.latency = latencyOf(scenario, scenario.profile);
    this.epochMs = scenario.startsAtMs - scenario.warmUpMs;
    this.random = new Random(`${scenario.name} ${seed}`);
    this.network = new Network(this.clock, { cidr: networkOf(scenario) });
    const programs = programTable();
    programs.add(componentTable(this));
    const parts = { clock: this.clock, trace: this.trace, random: this.random, network: this.network, programs, epochMs: this.epochMs, fileMemory: this.fileMemory };
    const [first] = scenario.hosts;
    const keys = keyCode.get().makeKeys(this.random.fork('keys'), scenario.hosts);
    this.hosts = new Map(scenario.hosts.map((spec) => [spec.name, makeMachine(spec, parts, installedOn(spec, scenario), spec === first ? { ...scenario.home, ...keys.home } : keys.home, keys.system(spec.name))]));
    this.runtimes = new Map(scenario.hosts.filter((h) => runsContainers(scenario, h.name)).map((h) => [h.name, this.makeRuntime(h.name)]));
    this.registries = this.makeRegistries();
    // Before any file is written: a host's mounts are those that it has when its files are first asked for.
    this.dockers = new Map(scenario.hosts.filter((h) => h.docker).map((h) => [h.name, this.makeDocker(h)]));
    this.clusters = scenario.clusters.map((spec) => makeCluster(this, spec));
    this.terminals = new Terminals(this.trace);
    this.completions = new Completions(this.terminals, this.hosts);
    this.commands = new Commands(this.hosts, this.trace, (host) => this.userOf(host));
    for (const spec of scenario.hosts) if (spec.inside !== undefined) this.addMachine(spec, this.hostNamed(spec.name), this.hostNamed(spec.inside));
    for (const { name, inside } of scenario.hosts) if (inside === undefined) this.hostNamed(name).boot();
    const { needs } = this.clock.run(scenario.warmUpMs, { stepsMax: Infinity });
    if (needs !== undefined) throw new NeedsAsset(needs);
    this.startMs = this.clock.now;
  }

  /** Calls of real clients; each comes as an input. */
  get outside(): OutsideCalls {
    return (this.calls ??= new (inputCode.get().OutsideCalls)(() => apiDoor(this)));
  }

  /** Every store whose rows the page shows or a settled world leaves alone. */
  get stores(): readonly Store<object>[] {
    return [...this.clusters.map((c) => c.store), ...[...this.runtimes.values()].map((r) => r.store)] as unknown as Store<object>[];
  }

  /** What belongs to no cluster is a unit; undefined when there is neither component nor unit of this name. */
  component(host: string, name: string): Component | undefined {
    for (const { components } of this.clusters) {
      const found = components.find((c) => c.name === name && c.host.name === host);
      if (found) return found;
    }
    return undefined;
  }

  userOf(host: string): string {
    return this.scenario.hosts.find((h) => h.name === host)?.user ?? 'root';
  }

  /** On, or off from one instant to the next. A virtual machine's power is a unit of the host that it is in. */
  power(name: string, on: boolean): void {
    const host = this.hosts.get(name);
    const inside = this.scenario.hosts.find((h) => h.name === name)?.inside;
    if (!host) return;
    if (inside === undefined) return on ? host.powerOn(this.latency.bootMs) : host.crash();
    const { init } = this.hostNamed(inside);
    if (on) init.start(machineUnit(name));
    else init.kill(machineUnit(name));
  }

  hostNamed(name: string): Host {
    const host = this.hosts.get(name);
    assert(host, 'world: no such host', { name });
    return host;
  }

  /** The editor's: written as the user of the host, folders made on the way. */
  saveFile(hostName: string, path: string, text: string): void {
    const host = this.hosts.get(hostName);
    if (!host) return;
    const { uid, gid } = credentials(this.userOf(hostName), host.facts.kernel);
    const { files } = host;
    const isNew = !files.exists(path);
    const folder = path.slice(0, path.lastIndexOf('/'));
    if (folder !== '' && !files.exists(folder)) files.mkdir(folder, { recursive: true });
    files.writeFile(path, text);
    if (isNew) files.chown(path, uid, gid);
  }

  removeFile(hostName: string, path: string): void {
    const files = this.hosts.get(hostName)?.files;
    if (files?.exists(path)) files.unlink(path);
  }

  /** The id of the image that a reference means on a host; undefined when it is not there. */
  imageOn(host: string, text: string): string | undefined {
    const reference = tryReference(text);
    return reference && this.runtimes.get(host)?.images.byReference(reference)?.image.id;
  }

  /** The main process of a container ends, as if it had crashed. `id` is host/container. */
  stopContainer(id: string): void {
    const [host = '', container = ''] = id.split('/');
    const process = this.runtimes.get(host)?.find(container)?.process;
    if (process) process.host.kernel.send(process, 'SIGKILL'); // by the kernel: it happens though no daemon runs
  }

  /** A registry has the image no more, or has it again. */
  breakImage(text: string, broken: boolean): void {
    const reference = parseReference(text);
    for (const registry of this.registries) {
      if (broken) registry.break(reference);
      else registry.mend(reference);
    }
  }

  /** What the front end of a container has given it: an address, published ports. */
  networkOf(host: string, container: string): { readonly ip: string; readonly ports: readonly string[] } {
    return this.dockers.get(host)?.networkOf(container) ?? { ip: '', ports: [] };
  }

  setProfile(profile: Profile): void {
    this.profile = profile;
    this.latency = latencyOf(this.scenario, profile);
  }

  private addMachine(spec: HostSpec, guest: Host, outer: Host): void {
    const bootMs = (): number => this.latency.bootMs;
    if (outer.facts.kernel === 'Darwin') desktopCode.get().installDesktop(outer, this.userOf(outer.name), guest, bootMs);
    else outer.init.add(machineUnitOf(spec, guest, bootMs));
  }

  private makeRuntime(host: string): Runtime {
    const runtime = new Runtime(this.hostNamed(host), { bytesPerMs: () => lineRates[this.profile] });
    for (const entry of this.scenario.hosts.find((h) => h.name === host)!.images ?? []) {
      const { image, as } = typeof entry === 'string' ? { image: entry, as: entry } : entry;
      assert(runtime.preload(image, as), 'scenario: no such image in the catalogue', { host, image });
    }
    this.hostNamed(host).init.add({ name: 'containerd', description: 'containerd container runtime', argv: ['/usr/bin/containerd'], program: runtime.program(), restart: 'always', killMode: 'process', oomScoreAdjust: -999 });
    return runtime;
  }

  private makeDocker({ name, docker }: HostSpec): DockerEngine {
    const host = this.hostNamed(name);
    const engine = new DockerEngine({ host, runtime: this.runtimes.get(name)!, random: host.random.fork('docker'), release: docker!.release, ...(docker!.platform && { platform: docker!.platform }), socketGid: DOCKER_GID });
    host.init.add({ name: 'docker', description: 'Docker Application Container Engine', argv: ['/usr/bin/dockerd'], program: engine.program(), restart: 'always', killMode: 'process', oomScoreAdjust: -500, after: ['containerd'] });
    return engine;
  }

  private makeRegistries(): Registry[] {
    const byHost = new Map<string, RegistrySpec[]>();
    for (const spec of this.scenario.registries) byHost.set(spec.host, [...(byHost.get(spec.host) ?? []), spec]);
    return [...byHost].map(([hostName, specs]) => {
      const host = this.hostNamed(hostName);
      const site = exampleSite(host);
      const registry = new Registry(host.random.fork('registry'), {
        served: specs.map((s) => ({ domain: s.name, images: s.images })),
        domains: { [HUB_HOST]: 'docker.io' },
        secretive: ['docker.io'],
        sites: new Map(exampleNames.map((name) => [name, site])),
      });
      for (const name of [...specs.map((s) => s.name), HUB_HOST, ...exampleNames]) this.network.addName(name, host.network.namespace.addresses[0]!);
      host.init.add({ name: 'registry', argv: ['/usr/bin/registry'], program: registry.program(), restart: 'always' });
      return registry;
    });
  }
}

const HUB_HOST = 'registry-1.docker.io';

function runsContainers(scenario: Scenario, host: string): boolean {
  return scenario.hosts.some((h) => h.name === host && h.docker) || scenario.clusters.some((c) => c.nodes.some((n) => n.host === host));
}

/** The smallest /16 that holds the hosts. */
function networkOf(scenario: Scenario): string {
  const [a, b] = scenario.hosts[0]!.address.split('.');
  return `${a}.${b}.0.0/16`;
}
