/** A client's side: dialling a door or a port. Requests are system calls of a process; parts of a component that run beside its main program use `dial`. */
import { concat, decodeUtf8, encodeUtf8, type Headers, type URLQuery } from '../../base/index.ts';
import { FileError } from '../../files/index.ts';
import type { Cancel } from '../../sim/index.ts';
import { errorCode, NetError, SystemError } from '../errors.ts';
import { machineCode } from '../machine-code.ts';
import { MAY_WRITE } from '../mounts/path-walk.ts';
import type { OpenFile } from '../process/open-file.ts';
import type { Process } from '../process/process.ts';
import { SystemCall } from '../syscall.ts';
import type { ConnectionEnds } from './connection.ts';
import { Exchange, type Head } from './exchange.ts';
import type { Listener } from './listener.ts';
import type { Socket } from './socket.ts';
import { StreamFile } from './stream.ts';
import { reach } from './way.ts';

/** Whom to dial: a port at an address or a name, the path of a Unix socket, or somebody whom nothing on the network leads to. */
export type Target = { readonly host: string; readonly port: number } | { readonly address: string; readonly port: number } | { readonly unix: string } | { readonly listener: Listener };

export interface RequestInit {
  readonly method?: string; // GET
  readonly path: string; // without the query
  readonly query?: URLQuery;
  readonly headers?: Headers;
  readonly body?: Uint8Array | string;
  /** Sent after the head as it comes, its end being the half-close: a descriptor of the process, or an open file. */
  readonly input?: number | OpenFile;
  /** The user that the connection is authenticated as, where a listener trusts the network for it. */
  readonly user?: string;
  readonly groups?: readonly string[];
  /** As PEM, for a listener that asks who it is. */
  readonly certificate?: string;
  /** What is wrong with the listener's certificate, when it has one. */
  readonly verify?: (certificate: string) => Error | undefined;
  /** The host that it names to a listener that speaks TLS; '' of one that speaks none of it. */
  readonly serverName?: string;
  readonly cause?: number; // the act that asks, where the process only passes it on; else what the process works for
  /** ETIMEDOUT when there is no head by then. */
  readonly timeoutMs?: number;
}

export class Response {
  readonly status: number;
  readonly headers: Headers;
  /** The body, for poll and for descriptors. */
  readonly stream: OpenFile;
  private readonly exchange: Exchange;

  constructor(head: Head, exchange: Exchange, label: string) {
    this.status = head.status;
    this.headers = head.headers;
    this.exchange = exchange;
    this.stream = new StreamFile(exchange.body, label);
  }

  /** The next piece of the body; null at its end. ECONNRESET when the server went away before it. */
  read(max?: number): SystemCall<Uint8Array | null> {
    return machineCode.get().readFrom(this.stream, max);
  }

  readAll(): SystemCall<Uint8Array> {
    return new SystemCall('read', (_, done, fail) => {
      const chunks: Uint8Array[] = [];
      let cancel: Cancel | undefined;
      const attempt = (): void => {
        try {
          for (;;) {
            const chunk = this.stream.read(Infinity);
            if (chunk === null) return done(concat(chunks));
            if (chunk === undefined) break;
            chunks.push(chunk);
          }
          cancel = this.stream.onReadable(attempt);
        } catch (error) {
          fail(error as Error);
        }
      };
      attempt();
      return () => cancel?.();
    });
  }

  *text(): Generator<SystemCall<Uint8Array>, string, Uint8Array> {
    return decodeUtf8(yield this.readAll());
  }

  /** Sends more after the request's head. False: the server is behind. */
  send(bytes: Uint8Array): boolean {
    return this.exchange.input.push(bytes);
  }

  /** Half-close: nothing more will be sent. */
  endInput(): void {
    this.exchange.input.end();
  }

  /** Hangs up. */
  close(): void {
    this.exchange.hangUp();
  }
}

/** The answer's head; the body is read from it. */
export function request(target: Target, init: RequestInit): SystemCall<Response> {
  return new SystemCall('request', (process, done, fail) => dial(process, target, init, done, fail));
}

/** As `request`, without a program that waits. Settles at once when the server answers in the same instant. */
export function dial(process: Process, target: Target, init: RequestInit, done: (response: Response) => void, fail: (error: Error) => void): Cancel | void {
  const label = targetText(target);
  let input: OpenFile | undefined;
  if (init.input !== undefined) {
    input = typeof init.input === 'number' ? process.fds.get(init.input) : init.input;
    if (!input) return fail(new SystemError('EBADF', 'request'));
  }
  let exchange: Exchange | undefined;
  let over = false;
  let cancelReach: Cancel | void = undefined;
  const timer = init.timeoutMs === undefined ? undefined : process.host.clock.after(init.timeoutMs, process.name, () => give(() => fail(new NetError('ETIMEDOUT', label)), true));
  const give = (then: () => void, hangUp: boolean): void => {
    if (over) return;
    over = true;
    timer?.();
    if (hangUp) {
      cancelReach?.();
      exchange?.hangUp();
    }
    then();
  };
  const { network } = process.host.network;
  const startMs = process.host.clock.now;
  let server: Process | undefined;
  let address = 'address' in target ? target.address : '';
  const seen = (status: number, error?: Error): void =>
    network.requestSeen({ startMs, client: process, target, address, method: init.method ?? 'GET', path: init.path, server, status, error: error ? (errorCode(error) ?? error.name) : '' });
  const failed = (error: Error): void => {
    seen(0, error);
    fail(error);
  };
  const connected = (listener: Listener, source: string): void => {
    const shown = listener.certificateFor(init.serverName ?? '');
    const wrong = shown === undefined ? undefined : init.verify?.(shown);
    if (wrong) return give(() => failed(wrong), false);
    server = listener.process;
    const opened: Exchange = new Exchange(
      process,
      process.host.network,
      listener,
      label,
      (head) =>
        give(() => {
          seen(head.status);
          done(new Response(head, opened, `socket:[${label}]`));
        }, false),
      (error) => give(() => failed(error), false),
      endsOf(process, target, listener),
    );
    exchange = opened;
    if (input) pump(process, input, opened);
    opened.open(listener, {
      method: init.method ?? 'GET',
      path: init.path,
      query: init.query ?? noQuery,
      headers: init.headers ?? noHeaders,
      body: typeof init.body === 'string' ? encodeUtf8(init.body) : (init.body ?? noBytes),
      peer: { address: source, ...(init.user !== undefined && { user: init.user }), ...(init.groups && { groups: init.groups }), ...(init.certificate !== undefined && { certificate: init.certificate }), ...(shown !== undefined && init.serverName === '' && { isPlain: true }) },
      cause: init.cause ?? process.cause,
    });
  };
  cancelReach = connect(process, target, Infinity, connected, (error) => give(() => failed(error), false), (found) => (address = found));
  return () => give(() => {}, true);
}

/** A raw connection, as a descriptor. */
export function connectTo(target: Target, timeoutMs = Infinity): SystemCall<number> {
  return new SystemCall('connect', (process, done, fail) =>
    dialRaw(process, target, timeoutMs, (socket) => done(process.fds.add(socket)), fail),
  );
}

/** As `connectTo`, without a program that waits: probes look no further than whether it succeeds. */
export function dialRaw(process: Process, target: Target, timeoutMs: number, done: (socket: Socket) => void, fail: (error: Error) => void): Cancel | void {
  let address = 'address' in target ? target.address : '';
  return connect(process, target, timeoutMs, (listener, source) => {
    const port = process.namespaces.net.ephemeralPort('tcp');
    const addresses = { client: `${source}:${port}`, server: 'port' in target ? `${address}:${target.port}` : targetText(target) };
    const [client, server] = machineCode.get().socketPair(process.host.network, listener.namespace.stack, addresses, process.host.nextFileId(), endsOf(process, target, listener));
    listener.offer(server);
    done(client);
  }, fail, (found) => (address = found));
}

/** The next raw connection of a listener, as a descriptor. */
export function accept(listener: Listener): SystemCall<number> {
  return new SystemCall('accept', (process, done, fail) => {
    let cancel: Cancel | undefined;
    const attempt = (): void => {
      const socket = listener.take();
      if (socket) done(process.fds.add(socket));
      else if (listener.closed) fail(new SystemError('EINVAL', 'accept'));
      else cancel = listener.onOffer(attempt);
    };
    attempt();
    return () => cancel?.();
  });
}

function connect(process: Process, target: Target, timeoutMs: number, done: (listener: Listener, source: string) => void, fail: (error: Error) => void, named: (address: string) => void = () => {}): Cancel | void {
  if ('unix' in target) return connectUnix(process, target.unix, done, fail);
  if ('listener' in target) return done(target.listener, '');
  const from = process.namespaces.net;
  if ('address' in target) return reach(from, 'tcp', target.address, target.port, timeoutMs, (listener, way) => done(listener, way.source), fail);
  let cancel: Cancel | void;
  const cancelName = machineCode.get().resolveName(process, target.host, (addresses) => {
    named(addresses[0]!);
    cancel = reach(from, 'tcp', addresses[0]!, target.port, timeoutMs, (listener, way) => done(listener, way.source), fail);
  }, fail);
  return () => {
    cancelName?.();
    cancel?.();
  };
}

function connectUnix(process: Process, path: string, done: (listener: Listener, source: string) => void, fail: (error: Error) => void): void {
  let listener: Listener | undefined;
  try {
    const place = process.files.locate(path);
    if (!place.node) return fail(new NetError('ENOENT', path));
    process.files.demand(place.node.meta, MAY_WRITE, path);
    listener = process.host.unixSockets.listenerAt(place.mount.fs, place.path);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return fail(new NetError(error.code === 'EACCES' ? 'EACCES' : 'ENOENT', path));
  }
  if (listener) done(listener, '');
  else fail(new NetError('ECONNREFUSED', path));
}

/** Carries what the process reads from `file` to the server, as fast as that takes it. */
function pump(process: Process, file: OpenFile, exchange: Exchange): void {
  let cancel: Cancel | undefined;
  const stop = process.closeOnExit(() => cancel?.());
  const step = (): void => {
    try {
      for (;;) {
        if (!exchange.input.hasCredit) {
          cancel = exchange.input.onWritable(step);
          return;
        }
        const bytes = file.read(PUMP_BYTES);
        if (bytes === undefined) break;
        if (bytes === null) {
          stop();
          return exchange.input.end();
        }
        exchange.input.push(bytes);
      }
      cancel = file.onReadable(step);
    } catch {
      stop();
      exchange.input.end();
    }
  };
  step();
}

/** Whose devices it goes over: none, for a socket of the machine and for what is handed over within it. */
function endsOf({ namespaces }: Process, target: Target, listener: Listener): ConnectionEnds | undefined {
  return 'port' in target ? { client: namespaces.net, server: listener.namespace } : undefined;
}

export function targetText(target: Target): string {
  if ('unix' in target) return target.unix;
  if ('listener' in target) return target.listener.process.name;
  return `${'host' in target ? target.host : target.address}:${target.port}`;
}

const PUMP_BYTES = 16_384;
const noQuery: URLQuery = new Map();
const noHeaders: Headers = {};
const noBytes = new Uint8Array(0);
