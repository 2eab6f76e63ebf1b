/** One request and its answer on their way between a client and a door: the head, and two streams that may both be long. */
import type { Call, Headers, Request } from '../../base/index.ts';
import type { Cancel } from '../../sim/index.ts';
import { NetError } from '../errors.ts';
import { machineCode } from '../machine-code.ts';
import type { Process } from '../process/process.ts';
import { Connection, type ConnectionEnds } from './connection.ts';
import type { Listener } from './listener.ts';
import type { NetStack } from './net-stack.ts';
import { Stream } from './stream.ts';

const INPUT_READ_MAX = 65_536;

export interface Head {
  readonly status: number;
  readonly headers: Headers;
}

export class Exchange {
  readonly body: Stream;
  readonly input: Stream;
  private readonly connection: Connection;
  private readonly from: NetStack;
  private readonly target: string;
  private readonly onHead: (head: Head) => void;
  private readonly onFail: (error: Error) => void;
  private headSent = false;
  private headSeen = false;
  private clientDone = false;
  private closeHandler: (() => void) | undefined;
  private closedBeforeHandler = false;
  private stopClient: Cancel | undefined;
  private stopServer: Cancel | undefined;

  /** `client` is the process whose end closes it; without one the engine itself is the client. */
  constructor(client: Process | undefined, from: NetStack, listener: Listener, target: string, onHead: (head: Head) => void, onFail: (error: Error) => void, ends?: ConnectionEnds) {
    this.connection = new Connection(from, listener.namespace.stack, ends);
    this.from = from;
    this.body = new Stream(this.connection, target, false);
    this.input = new Stream(this.connection, target, true);
    this.target = target;
    this.onHead = onHead;
    this.onFail = onFail;
    this.connection.client = { broken: () => this.brokenForClient() };
    this.connection.server = { broken: () => this.brokenForServer() };
    this.stopClient = client?.closeOnExit(() => this.hangUp());
    this.stopServer = listener.process.closeOnExit(() => {
      this.connection.serverGone();
      this.brokenForServer(); // what it had open for this call is closed with it
    });
  }

  /** Hands the request to the door, when it gets there. */
  open(listener: Listener, request: Request): void {
    this.connection.count(true, request.method.length + request.path.length + headerBytes(request.headers) + request.body.length);
    this.connection.carry(() => {
      const door = listener.door ?? (listener.dns ? undefined : machineCode.get().rawDoor(listener, this.from, () => this.connection.serverGone()));
      if (listener.closed || !door) return this.connection.serverGone();
      const { trace } = listener.process.host;
      const outer = trace.cause;
      trace.cause = request.cause;
      try {
        door.open(request, this.serverSide());
      } catch (error) {
        this.release();
        throw error;
      } finally {
        trace.cause = outer;
      }
    });
  }

  /** The client has had enough. */
  hangUp(): void {
    if (this.clientDone) return;
    this.clientDone = true;
    this.stopClient?.();
    this.body.close();
    if (this.connection.closed) return;
    this.connection.clientGone();
  }

  /** The client has read all there was. */
  private readToEnd(): void {
    this.clientDone = true;
    this.release();
  }

  private release(): void {
    this.stopClient?.();
    this.stopServer?.();
    this.connection.end();
  }

  private serverSide(): Call {
    return {
      head: (status, headers) => this.head({ status, headers }),
      write: (chunk) => {
        this.head({ status: 200, headers: {} });
        return this.body.push(chunk);
      },
      end: () => {
        this.head({ status: 200, headers: {} });
        this.body.end();
        this.connection.carry(() => this.ended());
      },
      onInput: (handler) => this.readInput(handler),
      acceptInput: () => this.resumeInput?.(),
      onClose: (handler) => {
        this.closeHandler = handler;
        if (this.closedBeforeHandler) handler();
      },
      onDrain: (handler) => {
        const wait = () => this.body.onWritable(() => {
          wait();
          handler();
        });
        wait();
      },
    };
  }

  private head(head: Head): void {
    if (this.headSent) return;
    this.headSent = true;
    this.connection.count(false, headerBytes(head.headers));
    this.connection.carry(() => {
      this.headSeen = true;
      if (!this.clientDone) this.onHead(head);
    });
  }

  /** The server has said all: it no longer minds the client, who may go on reading what has come. */
  private ended(): void {
    this.readToEnd();
  }

  private resumeInput: (() => void) | undefined;

  private readInput(handler: (chunk: Uint8Array | null) => boolean | void): void {
    let held = false;
    let over = false;
    const pump = (): void => {
      while (!held && !over) {
        if (!this.input.readable) {
          this.input.onReadable(pump);
          return;
        }
        let chunk: Uint8Array | null | undefined;
        try {
          chunk = this.input.read(INPUT_READ_MAX);
        } catch {
          return; // the connection broke: onClose tells
        }
        if (chunk === undefined) continue;
        if (chunk === null) over = true;
        if (handler(chunk) === false) held = true;
      }
    };
    this.resumeInput = () => {
      if (!held) return;
      held = false;
      pump();
    };
    pump();
  }

  private brokenForClient(): void {
    this.stopServer?.();
    this.stopClient?.();
    if (this.clientDone) return;
    this.body.break();
    this.input.break();
    if (!this.headSeen) this.onFail(new NetError('ECONNRESET', this.target));
  }

  private brokenForServer(): void {
    this.stopServer?.();
    this.input.break();
    const handler = this.closeHandler;
    this.closedBeforeHandler = true;
    this.closeHandler = undefined;
    handler?.();
  }
}

const FIRST_LINE_BYTES = 17; // the version, the status and what stands between

function headerBytes(headers: Headers): number {
  let bytes = FIRST_LINE_BYTES;
  for (const [name, value] of Object.entries(headers)) bytes += name.length + value.length + 4;
  return bytes;
}
