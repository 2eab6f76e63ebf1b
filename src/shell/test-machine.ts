/** Machines for this room's tests: a booted host with every program in /usr/bin, and a way to run a script on it and see what it printed. */
import { concat, decodeUtf8, encodeUtf8 } from '../base/index.ts';
import { bytesContent, dirNode, fileNode, linkNode, metaOf, textContent, TreeFs, treeOf, type Placed } from '../files/index.ts';
import { executableText, Host, makePipe, Network, ProgramTable, SinkFile, stopAtCrash, type Process, type Program, type Tty } from '../host/index.ts';
import { Clock, Random, Trace } from '../sim/index.ts';
import { awkPrograms } from './awk/index.ts';
import { jqPrograms } from './jq/index.ts';
import { manualPrograms } from './manual/index.ts';
import { morePrograms } from './more/index.ts';
import { shellPrograms } from './programs/index.ts';
import { systemPrograms } from './system/index.ts';
import { textPrograms } from './text/index.ts';

export const everything = { ...shellPrograms, ...awkPrograms, ...jqPrograms, ...manualPrograms, ...morePrograms, ...systemPrograms, ...textPrograms };

export const EPOCH_MS = 1_795_296_000_000; // 2026-11-21 21:20 UTC
const STEPS_MAX = 20_000_000;

export interface Outcome {
  readonly out: string;
  readonly err: string;
  readonly code: number;
}

export interface RunOptions {
  readonly shell?: 'bash' | 'sh' | 'ash';
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly untilMs?: number;
  readonly args?: readonly string[];
  readonly uid?: number;
}

export class ShellMachine {
  readonly clock = new Clock();
  readonly host: Host;

  constructor(files: Readonly<Record<string, string>> = {}, programs: Readonly<Record<string, Program>> = {}) {
    const table = { ...everything, ...programs };
    this.host = new Host({
      name: 'laptop',
      clock: this.clock,
      trace: new Trace(this.clock),
      random: new Random('laptop'),
      programs: new ProgramTable(table),
      network: new Network(this.clock),
      address: '192.168.0.10',
      disk: new TreeFs(treeOf(placed(programs, files), metaOf(0o755, EPOCH_MS), standardTree), { type: 'ext4' }),
      epochMs: EPOCH_MS,
    });
    stopAtCrash(this.host.trace);
    this.host.boot();
  }

  /** Runs the script by the shell's -c until nothing is left to happen. */
  run(script: string, options: RunOptions = {}): Outcome {
    return this.exec([options.shell ?? 'bash', '-c', script, ...(options.args ?? [])], options);
  }

  exec(argv: readonly string[], options: RunOptions = {}): Outcome {
    const out: Uint8Array[] = [];
    const err: Uint8Array[] = [];
    let code = -1;
    this.host.spawn(`/usr/bin/${argv[0]!}`, argv, {
      fds: [inputOf(options.stdin ?? ''), sink(out), sink(err)],
      env: new Map(Object.entries({ PATH: '/usr/local/bin:/usr/bin:/bin', HOME: '/root', ...options.env })),
      cwd: '/work',
      ...(options.uid === undefined ? {} : { uid: options.uid }),
      onExit: (status) => (code = status.code),
    });
    const { reason } = this.clock.run(options.untilMs ?? Infinity, { stepsMax: STEPS_MAX });
    if (reason === 'steps') throw new Error('the script does not end');
    return { out: text(out), err: text(err), code };
  }

  /** An interactive shell on a terminal, with all that it printed so far. */
  terminal(shell: 'bash' | 'sh' | 'ash' = 'bash', env: Readonly<Record<string, string>> = { PS1: '$ ' }): Terminal {
    return new Terminal(this, shell, env);
  }
}

export class Terminal {
  readonly tty: Tty;
  readonly process: Process;
  code: number | undefined;
  private readonly machine: ShellMachine;
  private readonly chunks: Uint8Array[] = [];

  constructor(machine: ShellMachine, shell: string, env: Readonly<Record<string, string>>) {
    this.machine = machine;
    this.tty = machine.host.openTty();
    this.tty.onOutput((bytes) => void this.chunks.push(bytes.slice()));
    const file = this.tty.openFile();
    this.process = machine.host.spawn(`/usr/bin/${shell}`, [shell], {
      fds: [file, file, file],
      tty: this.tty,
      setsid: true,
      env: new Map(Object.entries({ PATH: '/usr/bin', HOME: '/root', ...env })),
      cwd: '/work',
      onExit: (status) => (this.code = status.code),
    });
  }

  /** What a person would see who types these: `^C`, `^Z` and `^D` are keys, `+500` lets so many milliseconds go by. */
  session(...typed: readonly string[]): string {
    let screen = this.settle();
    for (const line of typed) {
      const wait = /^\+(\d+)$/.exec(line);
      if (wait) {
        screen += this.settle(Number(wait[1]));
        continue;
      }
      screen += /^\^[CZD]$/.test(line) ? (line === '^D' ? '' : line) : `${line}\n`;
      if (line === '^C') this.tty.interrupt();
      else if (line === '^Z') this.tty.suspend();
      else if (line === '^D') this.tty.eof();
      else this.tty.line(line);
      screen += this.settle();
    }
    return screen;
  }

  /** Types a line and lets `ms` go by; answers what came since the last look. */
  type(line: string, ms = 0): string {
    this.tty.line(line);
    return this.settle(ms);
  }

  settle(ms = 0): string {
    this.machine.clock.run(this.machine.clock.now + ms, { stepsMax: STEPS_MAX });
    return this.take();
  }

  take(): string {
    const shown = text(this.chunks);
    this.chunks.length = 0;
    return shown;
  }
}

function text(chunks: readonly Uint8Array[]): string {
  return decodeUtf8(concat(chunks));
}

function sink(chunks: Uint8Array[]): SinkFile {
  return new SinkFile('out', (bytes) => chunks.push(bytes.slice()));
}

function inputOf(stdin: string) {
  const [reader, writer] = makePipe(1);
  writer.hold();
  writer.write(encodeUtf8(stdin));
  writer.release();
  return reader;
}

function* executables(programs: Readonly<Record<string, Program>>): Generator<Placed> {
  for (const name of Object.keys(programs)) {
    yield { path: `/usr/bin/${name}`, node: fileNode(textContent(executableText(name)), metaOf(0o755, EPOCH_MS)) };
  }
}

function* standard(): Generator<Placed> {
  yield* executables(everything);
  yield { path: '/etc/passwd', node: fileNode(textContent('root:x:0:0:root:/root:/bin/bash\nstudent:x:1000:1000::/home/student:/bin/bash\n'), metaOf(0o644, EPOCH_MS)) };
  yield { path: '/etc/group', node: fileNode(textContent('root:x:0:\nstudent:x:1000:\n'), metaOf(0o644, EPOCH_MS)) };
  yield { path: '/bin', node: linkNode('usr/bin', metaOf(0o777, EPOCH_MS)) };
  for (const dir of ['/root', '/work', '/tmp', '/home/student']) yield { path: dir, node: dirNode(metaOf(dir === '/tmp' ? 0o1777 : 0o755, EPOCH_MS)) };
}

/** What every machine has; a value that all of them share. */
const standardTree = treeOf(standard(), metaOf(0o755, EPOCH_MS));

function* placed(programs: Readonly<Record<string, Program>>, files: Readonly<Record<string, string>>): Generator<Placed> {
  yield* executables(programs);
  for (const [path, body] of Object.entries(files)) {
    yield { path, node: fileNode(bytesContent(encodeUtf8(body)), metaOf(body.startsWith('#!') ? 0o755 : 0o644, EPOCH_MS)) };
  }
}
