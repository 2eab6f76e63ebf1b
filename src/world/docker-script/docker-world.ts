/** A machine with the Docker Engine and its client, and a registry beside it: what the transcripts of docker run on. */
import { concat, decodeUtf8, encodeUtf8 } from '../../base/index.ts';
import { catalogueImage, parseReference, Registry, Runtime } from '../../containers/index.ts';
import { DockerEngine } from '../../docker/index.ts';
import { dirNode, fileNode, linkNode, metaOf, textContent, TreeFs, treeOf, type Placed } from '../../files/index.ts';
import { executableText, Host, makePipe, Network, SinkFile, TtyFile, type Process, type Tty } from '../../host/index.ts';
import { Clock, Random, Trace } from '../../sim/index.ts';
import { programTable } from '../programs.ts';

export const EPOCH_MS = 1_795_289_981_000; // 2026-11-21 19:39:41 UTC
const STEPS_MAX = 5_000_000;

export interface Ran {
  readonly out: string;
  readonly err: string;
  readonly code: number;
}

export class DockerWorld {
  readonly clock = new Clock();
  readonly trace = new Trace(this.clock);
  readonly network = new Network(this.clock);
  readonly host: Host;
  readonly runtime: Runtime;
  readonly engine: DockerEngine;
  private awaited: Process | undefined; // its end stops the clock

  constructor(images: readonly string[] = ['busybox:1.35']) {
    this.host = this.machine('laptop', '192.168.0.10');
    this.runtime = new Runtime(this.host, {});
    this.engine = new DockerEngine({ host: this.host, runtime: this.runtime, random: new Random('docker') });
    for (const name of images) this.preload(name);
    this.host.init.add({ name: 'docker', argv: ['/usr/bin/dockerd'], program: this.engine.program(), restart: 'always', killMode: 'process', oomScoreAdjust: -500 });
    this.host.init.start('docker');
    this.clock.run(this.clock.now, { stepsMax: STEPS_MAX });
  }

  /** Docker's registry on a host of its own. */
  hub(): Registry {
    const host = this.machine('registry', '192.168.0.20');
    const registry = new Registry(new Random('registry'), { domains: { 'registry-1.docker.io': 'docker.io' }, secretive: ['docker.io'], served: [{ domain: 'docker.io', images: 'catalogue' }] });
    this.network.addName('registry-1.docker.io', host.network.address);
    host.init.add({ name: 'registry', argv: ['/usr/bin/registry'], program: registry.program(443), restart: 'always' });
    host.init.start('registry');
    this.clock.run(this.clock.now, { stepsMax: STEPS_MAX });
    return registry;
  }

  preload(name: string): void {
    const reference = parseReference(name);
    const image = catalogueImage(reference);
    if (!image) throw new Error(`no ${name} in the catalogue`);
    this.runtime.images.add(image, 'pulled');
    this.runtime.images.tag(image.id, reference);
  }

  file(path: string, content: string): this {
    const dir = path.slice(0, path.lastIndexOf('/'));
    if (!this.host.files.exists(dir)) this.host.files.mkdir(dir, { recursive: true });
    this.host.files.writeFile(path, content);
    return this;
  }

  /** A line of the shell, to its end or for so long. */
  sh(line: string, options: { readonly input?: string; readonly forMs?: number } = {}): Ran {
    const running = this.begin(line, options.input);
    this.awaited = running.process;
    if (running.code() === undefined) this.clock.run(options.forMs === undefined ? Infinity : this.clock.now + options.forMs, { stepsMax: STEPS_MAX });
    this.awaited = undefined;
    return { out: running.out(), err: running.err(), code: running.code() ?? -1 };
  }

  begin(line: string, input = ''): { process: Process; out: () => string; err: () => string; code: () => number | undefined } {
    const [out, err] = [sink(), sink()];
    const [reader, writer] = makePipe(1);
    reader.hold();
    writer.hold();
    writer.write(encodeUtf8(input));
    writer.release();
    let code: number | undefined;
    const process: Process = this.host.spawn('/bin/sh', ['sh', '-c', line], { cwd: '/root', env: environment, fds: [reader, out.file, err.file], setsid: true, onExit: (status) => {
      code = status.code;
      if (this.awaited === process) this.clock.stop();
    } });
    return { process, out: out.text, err: err.text, code: () => code };
  }

  /** A line at a terminal: what it shows, and the terminal to type at. */
  terminal(line: string): { tty: Tty; shown: () => string; code: () => number | undefined } {
    const tty = this.host.openTty();
    const chunks: Uint8Array[] = [];
    tty.onOutput((bytes) => void chunks.push(bytes.slice()));
    const file = new TtyFile(tty);
    let code: number | undefined;
    const process = this.host.spawn('/bin/sh', ['sh', '-c', line], { cwd: '/root', env: environment, fds: [file, file, file], setsid: true, tty, onExit: (status) => (code = status.code) });
    tty.session = process;
    tty.foreground = process.groupPids;
    return { tty, shown: () => decodeUtf8(concat(chunks)), code: () => code };
  }

  run(forMs: number): void {
    this.clock.run(this.clock.now + forMs, { stepsMax: STEPS_MAX });
  }

  private machine(name: string, address: string): Host {
    const meta = metaOf(0o755, EPOCH_MS);
    const installed = ['sh', 'cat', 'echo', 'sleep', 'ls', 'rm', 'printf', 'mkdir', 'date', 'grep', 'head', 'docker'];
    const placed: Placed[] = installed.map((program) => ({ path: `/bin/${program}`, node: fileNode(textContent(executableText(program)), meta) }));
    placed.push({ path: '/run', node: dirNode(meta) }, { path: '/var/run', node: linkNode('/run', meta) }, { path: '/root', node: dirNode(meta) }, { path: '/tmp', node: dirNode(metaOf(0o1777, EPOCH_MS)) });
    placed.push({ path: '/etc/passwd', node: fileNode(textContent('root:x:0:0:root:/root:/bin/sh\n'), meta) });
    placed.push({ path: '/etc/resolv.conf', node: fileNode(textContent(`nameserver ${this.network.resolverAddress}\n`), meta) });
    const disk = new TreeFs(treeOf(placed, meta), { type: 'ext4' });
    const host = new Host({ name, clock: this.clock, trace: this.trace, random: new Random(name), programs: programTable(), network: this.network, address, disk, epochMs: EPOCH_MS, facts: { ipv6: true } });
    host.boot();
    return host;
  }
}

const environment = new Map(Object.entries({ HOME: '/root', PATH: '/bin:/usr/bin', USER: 'root' }));

function sink(): { file: SinkFile; text: () => string } {
  const chunks: Uint8Array[] = [];
  return { file: new SinkFile('out', (bytes) => chunks.push(bytes.slice())), text: () => decodeUtf8(concat(chunks)) };
}
