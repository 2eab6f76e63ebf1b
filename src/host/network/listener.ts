/** What a server holds: a port, or a socket's path, with a door for requests behind it, a resolver's answers, or a queue of raw connections. */
import type { Door } from '../../base/index.ts';
import type { Cancel } from '../../sim/index.ts';
import { NetError } from '../errors.ts';
import { machineCode } from '../machine-code.ts';
import { Waiters } from '../process/open-file.ts';
import type { Process } from '../process/process.ts';
import { isLoopback } from './address.ts';
import type { Protocol } from './nat.ts';
import { anyAddress, type NetNamespace } from './net-namespace.ts';
import type { Socket } from './socket.ts';

export interface DnsQuestion {
  readonly name: string; // without the last dot
  readonly type: 'A' | 'AAAA' | 'CNAME' | 'SRV' | 'PTR' | 'TXT' | 'NS' | 'SOA' | 'MX';
}

export interface DnsRecord {
  readonly name: string;
  readonly type: DnsQuestion['type'];
  readonly ttlS: number;
  /** An address, a name, or "priority weight port target" as dig prints it. */
  readonly data: string;
}

export interface DnsAnswer {
  readonly status: 'NOERROR' | 'NXDOMAIN' | 'SERVFAIL' | 'REFUSED';
  readonly records: readonly DnsRecord[];
}

/** Answers at once or later; a question that is never answered times out at the client. */
export type DnsHandler = (question: DnsQuestion, answer: (answer: DnsAnswer) => void, peer: { readonly address: string }) => void;

export type ServerCertificate = string | ((serverName: string) => string);

export interface ListenOptions {
  /** 0 or none: any free port. */
  readonly port?: number;
  /** Every address when left out. */
  readonly address?: string;
  readonly protocol?: Protocol;
  /** The path of a Unix socket, instead of a port. */
  readonly unix?: string;
  readonly mode?: number; // of that socket
  readonly door?: Door;
  /** As PEM, of one that speaks TLS; it may depend on the host that the client names. */
  readonly certificate?: ServerCertificate;
  readonly dns?: DnsHandler;
  /** Of a namespace that the process has entered with one of its threads, as Docker's resolver does. */
  readonly namespace?: NetNamespace;
}

export class Listener {
  readonly process: Process;
  readonly namespace: NetNamespace;
  readonly protocol: Protocol;
  readonly address: string;
  readonly port: number;
  readonly unix: string | undefined;
  readonly door: Door | undefined;
  private readonly certificate: ServerCertificate | undefined;
  readonly dns: DnsHandler | undefined;
  private readonly backlog: Socket[] = [];
  private readonly acceptors = new Waiters();
  private closers: (() => void)[] = [];
  closed = false;

  constructor(process: Process, options: ListenOptions, port: number) {
    this.process = process;
    this.namespace = options.namespace ?? process.namespaces.net;
    this.protocol = options.protocol ?? 'tcp';
    this.address = options.address ?? anyAddress;
    this.port = port;
    this.unix = options.unix;
    this.door = options.door;
    this.certificate = options.certificate;
    this.dns = options.dns;
  }

  /** What it shows a client that names the host; undefined of one that speaks no TLS. */
  certificateFor(serverName: string): string | undefined {
    return typeof this.certificate === 'function' ? this.certificate(serverName) : this.certificate;
  }

  /** A raw connection that nobody has accepted yet. */
  offer(socket: Socket): void {
    if (this.door) return machineCode.get().serveText(this, socket);
    this.backlog.push(socket);
    this.acceptors.wake();
  }

  take(): Socket | undefined {
    return this.backlog.shift();
  }

  onOffer(wake: () => void): Cancel {
    return this.acceptors.add(wake);
  }

  /** Called when the listener's process has ended, or it was closed. */
  onClose(close: () => void): Cancel {
    this.closers = this.closers.concat(close);
    return () => {
      this.closers = this.closers.filter((closer) => closer !== close);
    };
  }

  /** No new connections; those that are open stay until the process ends. */
  close(): void {
    if (this.closed) return;
    this.closed = true;
    if (this.unix === undefined) this.namespace.unbind(this);
    for (const socket of this.backlog.splice(0)) socket.reset();
    const { closers } = this;
    this.closers = [];
    for (const close of closers) close();
    this.acceptors.wake();
  }
}

export function listenOn(process: Process, options: ListenOptions): Listener {
  return options.unix === undefined ? listenOnPort(process, options) : listenOnPath(process, options, options.unix);
}

function listenOnPort(process: Process, options: ListenOptions): Listener {
  const namespace = options.namespace ?? process.namespaces.net;
  const port = options.port || namespace.ephemeralPort(options.protocol ?? 'tcp');
  const address = options.address ?? anyAddress;
  const target = `${address}:${port}`;
  if (address !== anyAddress && !isLoopback(address) && !namespace.hasAddress(address)) throw new NetError('EADDRNOTAVAIL', target);
  if (port < namespace.unprivilegedPortStart && !process.capable('NET_BIND_SERVICE', namespace.owner)) throw new NetError('EACCES', target);
  const listener = new Listener(process, options, port);
  if (!namespace.bind(listener)) throw new NetError('EADDRINUSE', target);
  endWith(process, listener);
  return listener;
}

/** The socket file stays behind when the process ends, as it does on Linux; binding the path again needs it removed. */
function listenOnPath(process: Process, options: ListenOptions, path: string): Listener {
  const place = process.files.locate(path);
  if (place.node) throw new NetError('EADDRINUSE', path);
  process.files.mknod(path, 'socket', options.mode ?? 0o755);
  const listener = new Listener(process, options, 0);
  process.host.unixSockets.bind(place.mount.fs, place.path, listener);
  endWith(process, listener);
  return listener;
}

function endWith(process: Process, listener: Listener): void {
  const cancel = process.closeOnExit(() => listener.close());
  listener.onClose(cancel);
}
