/** The streams of exec and attach from the client's side: what is typed goes out, what comes back is printed, the end is a status. */
import { channelProtocol, channels, closeInputFrame, encodeUtf8, frame, FrameReader, parseJson, decodeUtf8, ttyModeHeader, unpackMode, type Json } from '../../../base/index.ts';
import type { OpenFile, Tty } from '../../../host/index.ts';
import { TtyFile, until, writeTo, type Process, type Response } from '../../../host/index.ts';
import type { Task } from '../command/task.ts';
import { list, text } from '../objects/member.ts';
import { CommandError, Exit } from '../command/errors.ts';
import type { ApiClient, Query } from './api-client.ts';

const PIECE = 32_768;

export interface SessionOptions {
  readonly stdin: boolean;
  readonly tty: boolean;
  /** Nothing is said when the command ends with a code. */
  readonly quiet?: boolean;
  /** Sent whole in place of what is typed. */
  readonly input?: Uint8Array;
  /** Takes what the other end prints, in place of the program's own descriptors. */
  readonly onOutput?: (bytes: Uint8Array) => void;
  readonly onError?: (bytes: Uint8Array) => void;
}

/** Runs until the other side says how it ended: the code is thrown as an Exit when it is not zero. */
export function* runSession(client: Pick<ApiClient, 'p' | 'open' | 'refuse'>, path: string, query: Query, options: SessionOptions): Task {
  const response = yield* client.open(path, { query, headers: { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-protocol': channelProtocol, ...(options.tty ? { [ttyModeHeader]: '1' } : {}) } });
  if (response.status !== 101) yield* client.refuse(response);
  const session = new Session(client.p, response, options);
  if (options.input) session.sendWhole(options.input);
  const restore = options.tty ? rawTerminal(client.p, session) : () => {};
  try {
    yield* session.run();
  } finally {
    restore();
  }
  yield* session.conclude(client.p, options.quiet ?? false);
}

/** Lines stay whole until the other end wants keys, but Ctrl-C goes there. */
function rawTerminal(p: Process, session: Session): () => void {
  const file = p.fds.get(0);
  if (!(file instanceof TtyFile)) return () => {};
  const { tty } = file;
  const before = tty.mode;
  tty.setMode({ signals: false });
  session.terminal = tty;
  session.resize(tty.cols, tty.rows);
  const disposition = p.on('SIGWINCH', () => session.resize(tty.cols, tty.rows));
  return () => {
    tty.setMode(before);
    p.on('SIGWINCH', disposition);
  };
}

class Session {
  private readonly p: Process;
  private readonly response: Response;
  private readonly options: SessionOptions;
  private readonly reader = new FrameReader();
  private input: OpenFile | undefined;
  private status: Json | undefined;
  /** That follows the one at the other end. */
  terminal: Tty | undefined;

  constructor(p: Process, response: Response, options: SessionOptions) {
    this.p = p;
    this.response = response;
    this.options = options;
    this.input = options.stdin ? p.fds.get(0) : undefined;
  }

  resize(cols: number, rows: number): void {
    this.response.send(frame(channels.resize, encodeUtf8(`{"Width":${cols},"Height":${rows}}\n`)));
  }

  *run(): Task {
    for (;;) {
      yield* this.whenSomething();
      this.sendTyped();
      if (!this.response.stream.readable) continue;
      const bytes = yield* this.response.read();
      if (bytes === null) return;
      for (const { channel, payload } of this.reader.push(bytes)) {
        if (channel === channels.stdout) yield* this.show(1, payload, this.options.onOutput);
        else if (channel === channels.stderr) yield* this.show(2, payload, this.options.onError);
        else if (channel === channels.mode) this.terminal?.setMode(unpackMode(payload));
        else if (channel === channels.error) this.status = parseJson(decodeUtf8(payload));
      }
    }
  }

  sendWhole(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += PIECE) this.response.send(frame(channels.stdin, bytes.subarray(at, at + PIECE)));
    this.response.send(closeInputFrame);
  }

  private *show(fd: number, payload: Uint8Array, take?: (bytes: Uint8Array) => void): Task {
    if (take) return take(payload.slice());
    const file = this.p.fds.get(fd);
    if (file) yield* writeTo(file, payload);
  }

  /** Something to read from the other end, or something typed. */
  private whenSomething() {
    return until((wake) => {
      if (this.response.stream.readable || this.input?.readable) return wake();
      const cancels: (() => void)[] = [];
      const once = (): void => {
        for (const cancel of cancels) cancel();
        wake();
      };
      cancels.push(this.response.stream.onReadable(once));
      if (this.input) cancels.push(this.input.onReadable(once));
      return () => cancels.forEach((cancel) => cancel());
    });
  }

  private sendTyped(): void {
    while (this.input?.readable) {
      const bytes = this.input.read(16_384);
      if (bytes === undefined) return;
      if (bytes === null) {
        this.input = undefined;
        this.response.send(this.options.tty ? frame(channels.stdin, new Uint8Array([4])) : closeInputFrame);
      } else if (!this.response.send(frame(channels.stdin, bytes))) return;
    }
  }

  *conclude(p: Process, quiet: boolean): Task {
    if (this.status === undefined || text(this.status, 'status') === 'Success') return;
    const cause = list(this.status, 'details', 'causes').find((candidate) => text(candidate, 'reason') === 'ExitCode');
    if (cause === undefined) throw new CommandError(text(this.status, 'message'));
    const code = Number(text(cause, 'message'));
    if (!quiet) yield* p.error(`command terminated with exit code ${code}\n`);
    throw new Exit(code);
  }
}
