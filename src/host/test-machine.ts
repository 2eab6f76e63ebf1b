/** Machines for tests: a clock, a network and hosts with an empty disk, whose programs are given as generator functions. */
import { concat, decodeUtf8 } from '../base/index.ts';
import { dirNode, metaOf, TreeFs } from '../files/index.ts';
import { Clock, Random, Trace } from '../sim/index.ts';
import { Host, type HostFacts } from './host.ts';
import { Network } from './network/network.ts';
import type { ExitStatus, Process, SpawnOptions } from './process/process.ts';
import { ProgramTable } from './process/program-table.ts';
import { SinkFile } from './process/sink-file.ts';
import type { Program } from './syscall.ts';

export const EPOCH_MS = 1_700_000_000_000;
const STEPS_MAX = 5_000_000;

export class TestWorld {
  readonly clock = new Clock();
  readonly trace = new Trace(this.clock);
  readonly network = new Network(this.clock);
  private count = 0;

  host(name: string, options: { readonly facts?: Partial<HostFacts>; readonly programs?: Readonly<Record<string, Program>>; readonly boot?: boolean } = {}): Host {
    const host = new Host({
      name,
      clock: this.clock,
      trace: this.trace,
      random: new Random(name),
      programs: new ProgramTable(options.programs ?? {}),
      network: this.network,
      address: `192.168.0.${10 + this.count++}`,
      ...(options.facts ? { facts: options.facts } : {}),
      disk: new TreeFs(dirNode(metaOf(0o755, EPOCH_MS)), { type: 'ext4' }),
      epochMs: EPOCH_MS,
    });
    if (options.boot !== false) host.boot();
    return host;
  }

  run(untilMs = Infinity): void {
    const { reason } = this.clock.run(untilMs, { stepsMax: STEPS_MAX });
    if (reason !== 'idle' && reason !== 'time') throw new Error(`the clock stopped for ${reason}`);
  }
}

/** A process with what it wrote and how it ended. */
export interface Ran {
  readonly process: Process;
  readonly text: () => string;
  readonly status: () => ExitStatus | undefined;
}

export function start(host: Host, program: Program | string, options: SpawnOptions & { readonly argv?: readonly string[]; readonly parent?: Process } = {}): Ran {
  const chunks: Uint8Array[] = [];
  let status: ExitStatus | undefined;
  const out = new SinkFile('out', (bytes) => chunks.push(bytes.slice()));
  const argv = options.argv ?? ['test'];
  const process = host.kernel.spawn(options.parent ?? host.init.process, program, argv, { fds: [undefined, out, out], ...options, onExit: (s) => (status = s) });
  return { process, text: () => decodeUtf8(concat(chunks)), status: () => status };
}

