/** A laptop with kubectl and, across the network, the tests' API server: type a line, get what it printed. */
import { concat, decodeUtf8, encodeUtf8, type JsonObject } from '../../../base/index.ts';
import { dirNode, metaOf, TreeFs } from '../../../files/index.ts';
import { Host, makePipe, Network, pause, ProgramTable, SinkFile, type Process, type Program } from '../../../host/index.ts';
import { Clock, Random, Trace } from '../../../sim/index.ts';
import { makeKubectl } from '../kubectl.ts';
import { FakeServer } from './fake-server.ts';

export const EPOCH_MS = 1_795_291_650_000; // 2026-11-21 20:07:30 UTC
const SERVER = '192.168.49.10';

export interface Ran {
  readonly out: string;
  readonly err: string;
  readonly code: number;
}

interface RunOptions {
  readonly input?: string;
  readonly env?: Record<string, string>;
  /** Rather than kubectl. */
  readonly program?: Program;
}

export interface Running {
  readonly process: Process;
  out(): string;
  err(): string;
  code(): number | undefined;
}

const kubeconfig = `apiVersion: v1
kind: Config
current-context: admin@lab
clusters:
- name: lab
  cluster: {server: "https://${SERVER}:6443"}
contexts:
- name: admin@lab
  context: {cluster: lab, user: admin}
users:
- name: admin
  user: {client-certificate-data: Zm9v, client-key-data: YmFy}
`;

export class TestLaptop {
  readonly clock = new Clock();
  readonly server: FakeServer;
  readonly laptop: Host;
  readonly serverHost: Host;
  private readonly trace = new Trace(this.clock);
  private readonly network = new Network(this.clock);
  private readonly release: string;
  private readonly epochMs: number;

  constructor(objects: readonly JsonObject[] = [], options: { readonly epochMs?: number; readonly release?: string } = {}) {
    this.release = options.release ?? '1.36';
    this.epochMs = options.epochMs ?? EPOCH_MS;
    this.server = new FakeServer(() => this.epochMs + this.clock.now);
    this.laptop = this.host('laptop', '192.168.49.1');
    this.serverHost = this.host('control-plane', SERVER);
    const { server } = this;
    this.serverHost.spawn(function* (p) {
      p.listen({ port: 6443, door: server });
      yield pause();
      return 0;
    }, ['kube-apiserver']);
    this.laptop.files.mkdir('/root/.kube', { recursive: true });
    this.laptop.files.writeFile('/root/.kube/config', kubeconfig);
    this.clock.run(0, { stepsMax: 10_000 });
    server.put(...objects);
  }

  file(path: string, content: string): this {
    this.laptop.files.writeFile(path, content);
    return this;
  }

  /** Runs to the end, or as long as `forMs`. */
  run(line: string | readonly string[], options: RunOptions & { readonly forMs?: number } = {}): Ran {
    const running = this.start(line, options);
    this.clock.run(options.forMs === undefined ? Infinity : this.clock.now + options.forMs, { stepsMax: 200_000 });
    return { out: running.out(), err: running.err(), code: running.code() ?? -1 };
  }

  start(line: string | readonly string[], options: RunOptions = {}): Running {
    const argv = typeof line === 'string' ? wordsOf(line) : line;
    const [out, err] = [sink(), sink()];
    const [reader, writer] = makePipe(1);
    reader.hold();
    writer.hold();
    if (options.input !== undefined) writer.write(encodeUtf8(options.input));
    writer.release();
    let code: number | undefined;
    const env = new Map(Object.entries({ HOME: '/root', PATH: '/usr/bin', ...options.env }));
    const process = this.laptop.spawn(options.program ?? makeKubectl({ release: this.release }), argv, {
      cwd: '/root',
      env,
      fds: [reader, out.file, err.file],
      onExit: (status) => (code = status.code),
    });
    return { process, out: out.text, err: err.text, code: () => code };
  }

  private host(name: string, address: string): Host {
    const host = new Host({
      name,
      clock: this.clock,
      trace: this.trace,
      random: new Random(name),
      programs: new ProgramTable(),
      network: this.network,
      address,
      disk: new TreeFs(dirNode(metaOf(0o755, this.epochMs)), { type: 'ext4' }),
      epochMs: this.epochMs,
    });
    host.boot();
    return host;
  }
}

function sink(): { file: SinkFile; text: () => string } {
  const chunks: Uint8Array[] = [];
  return { file: new SinkFile('out', (bytes) => chunks.push(bytes.slice())), text: () => decodeUtf8(concat(chunks)) };
}

/** Words as a shell cuts them, with single and double quotes. */
export function wordsOf(line: string): string[] {
  return [...line.matchAll(/(?:[^\s'"]|'[^']*'|"[^"]*")+/g)].map(([word]) => word.replace(/'([^']*)'|"([^"]*)"/g, (_, a?: string, b?: string) => a ?? b ?? ''));
}
