/** Commands that run in a container beside its own: made, started with or without streams, looked at. */
import { encodeUtf8, randomHex } from '../../base/index.ts';
import { RuntimeError, type ExecSpec } from '../../containers/index.ts';
import { makePipe, SinkFile, type OpenFile, type Process, type Tty } from '../../host/index.ts';
import type { ApiCall } from '../door/exchange.ts';
import { followMode, frame, hijack, isFramed, multiplexedStream, rawStream } from '../door/frames.ts';
import type { DockerEngine } from '../engine.ts';
import { badRequest, conflict, EngineError, notFound } from '../errors.ts';
import type { DockerContainer } from './docker-container.ts';

interface ExecBody {
  readonly AttachStdin?: boolean;
  readonly AttachStdout?: boolean;
  readonly AttachStderr?: boolean;
  readonly Tty?: boolean;
  readonly Env?: readonly string[] | null;
  readonly Cmd?: readonly string[] | null;
  readonly Privileged?: boolean;
  readonly User?: string;
  readonly WorkingDir?: string;
  readonly ConsoleSize?: readonly number[] | null;
}

interface Exec {
  readonly id: string;
  readonly container: DockerContainer;
  readonly body: ExecBody;
  started: boolean;
  process: Process | undefined;
  pid: number;
  tty: Tty | undefined;
  exitCode: number | null;
  startCode: number; // when it could not be started
}

export class ExecList {
  private readonly engine: DockerEngine;
  private readonly byId = new Map<string, Exec>();

  constructor(engine: DockerEngine) {
    this.engine = engine;
  }

  create(container: DockerContainer, body: ExecBody): string {
    if (!container.isRunning) throw conflict(`container ${container.id} is not running`);
    if (container.isPaused) throw conflict(`Container ${container.name} is paused, unpause the container before exec`);
    if (!body.Cmd || body.Cmd.length === 0) throw badRequest('No exec command specified');
    const { engine } = this;
    const id = randomHex(() => engine.random.next(), 64);
    this.byId.set(id, { id, container, body, started: false, process: undefined, pid: 0, tty: undefined, exitCode: null, startCode: 0 });
    container.execIds.add(id);
    engine.events.add('container', `exec_create: ${body.Cmd.join(' ')}`, container.id, { ...container.attributes, execID: id });
    return id;
  }

  start(id: string, api: ApiCall): void {
    const exec = this.get(id);
    const { Detach = false, Tty: wantsTty = exec.body.Tty ?? false } = (api.body() as { Detach?: boolean; Tty?: boolean });
    if (exec.started) throw conflict(`exec command ${id} is already running`);
    if (!exec.container.isRunning) throw conflict(`container ${exec.container.id} is not running`);
    exec.started = true;
    const streams = Detach ? undefined : new ExecStreams(api, exec.body, wantsTty);
    if (wantsTty) exec.tty = this.engine.host.openTty();
    try {
      this.run(exec, streams);
    } catch (error) {
      if (!(error instanceof RuntimeError)) throw error;
      exec.exitCode = exec.startCode = error.exitCode;
      exec.container.execIds.delete(id);
      if (!streams) throw new EngineError(400, error.message);
      streams.refuse(error.message);
      return;
    }
    if (Detach) api.empty(200);
  }

  resize(id: string, rows: number, cols: number): void {
    this.get(id).tty?.resize(rows, cols);
  }

  document(id: string): object {
    const { container, body, exitCode, process, pid } = this.get(id);
    const [entrypoint = '', ...args] = body.Cmd ?? [];
    return {
      ID: id,
      Running: process !== undefined && exitCode === null,
      ExitCode: exitCode,
      ProcessConfig: { tty: body.Tty ?? false, entrypoint, arguments: args, privileged: body.Privileged ?? false, ...(body.User ? { user: body.User } : {}), ...(body.WorkingDir ? { workingDir: body.WorkingDir } : {}) },
      OpenStdin: body.AttachStdin ?? false,
      OpenStderr: body.AttachStderr ?? false,
      OpenStdout: body.AttachStdout ?? false,
      CanRemove: false,
      ContainerID: container.id,
      DetachKeys: '',
      Pid: pid,
    };
  }

  private get(id: string): Exec {
    const found = this.byId.get(id) ?? [...this.byId.values()].find((exec) => id !== '' && exec.id.startsWith(id));
    if (!found) throw notFound(`No such exec instance: ${id}`);
    return found;
  }

  private run(exec: Exec, streams: ExecStreams | undefined): void {
    const { engine } = this;
    const { container, body, id } = exec;
    const spec: ExecSpec = {
      argv: body.Cmd ?? [],
      env: new Map((body.Env ?? []).map((pair) => [pair.split('=')[0]!, pair.slice(pair.indexOf('=') + 1)])),
      ...(body.WorkingDir ? { cwd: body.WorkingDir } : {}),
      ...(body.User ? { user: body.User } : {}),
      ...(exec.tty ? { tty: exec.tty } : {}),
      ...streams?.files(exec.tty, engine.host.nextFileId()),
    };
    exec.process = engine.runtime.exec(container.runtime, spec, ({ code }) => {
      exec.exitCode = code;
      container.execIds.delete(id);
      if (exec.tty) engine.host.closeTty(exec.tty);
      engine.events.add('container', 'exec_die', container.id, { ...container.attributes, execID: id, exitCode: String(code) });
      streams?.end();
    });
    exec.pid = exec.process.hostPid;
    engine.events.add('container', `exec_start: ${(body.Cmd ?? []).join(' ')}`, container.id, { ...container.attributes, execID: id });
    streams?.begin(exec.tty);
  }
}

/** The connection of `POST /exec/ID/start`, which becomes the command's standard streams. */
class ExecStreams {
  private readonly api: ApiCall;
  private readonly body: ExecBody;
  private readonly framed: boolean;
  private input: OpenFile | undefined;
  private closed = false;

  constructor(api: ApiCall, body: ExecBody, isTty: boolean) {
    this.api = api;
    this.body = body;
    this.framed = isFramed(api, isTty);
  }

  files(tty: Tty | undefined, fileId: number): Partial<ExecSpec> {
    if (tty) {
      tty.onOutput((bytes) => this.send('stdout', bytes));
      return {};
    }
    const stdout = new SinkFile('pipe', (bytes) => this.send('stdout', bytes));
    const stderr = new SinkFile('pipe', (bytes) => this.send('stderr', bytes));
    if (!this.body.AttachStdin) return { stdout, stderr };
    const [stdin, writer] = makePipe(fileId);
    this.input = writer.hold();
    return { stdin, stdout, stderr };
  }

  begin(tty: Tty | undefined): void {
    this.open();
    this.api.call.onClose(followMode(this.api, tty));
    if (!this.body.AttachStdin) return;
    this.api.call.onInput((chunk) => {
      if (tty) {
        if (chunk) tty.key(chunk);
        else tty.eof();
        return true;
      }
      return chunk === null ? this.endInput() : this.type(chunk.slice());
    });
    this.api.call.onClose(() => this.endInput());
  }

  end(): void {
    this.closed = true;
    this.endInput();
    this.open();
    this.api.call.end();
  }

  /** It could not be started: the reason comes as output. */
  refuse(message: string): void {
    this.open();
    const text = encodeUtf8(`${message}\r\n`);
    this.api.call.write(this.framed ? frame('stdout', text) : text);
    this.end();
  }

  private opened = false;

  private open(): void {
    if (this.opened) return;
    this.opened = true;
    hijack(this.api, this.framed ? multiplexedStream : rawStream);
  }

  private send(stream: 'stdout' | 'stderr', bytes: Uint8Array): boolean {
    this.open();
    if (stream === 'stdout' ? this.body.AttachStdout : this.body.AttachStderr) this.api.call.write(this.framed ? frame(stream, bytes) : bytes.slice());
    return true;
  }

  private type(bytes: Uint8Array): boolean {
    const { input } = this;
    if (!input) return true;
    let taken: number;
    try {
      taken = input.write(bytes);
    } catch {
      return true; // it reads no more
    }
    if (taken === bytes.length) return true;
    const rest = bytes.subarray(taken);
    input.onWritable(() => {
      if (!this.closed && this.type(rest)) this.api.call.acceptInput();
    });
    return false;
  }

  private endInput(): void {
    this.input?.release();
    this.input = undefined;
  }
}
