/** A raw connection as a descriptor has it: two streams, each of which can end by itself. */
import type { Cancel, TraceId } from '../../sim/index.ts';
import { SystemError } from '../errors.ts';
import { OpenFile } from '../process/open-file.ts';
import { Connection, type ConnectionEnds } from './connection.ts';
import type { NetStack } from './net-stack.ts';
import { Stream } from './stream.ts';

export class Socket extends OpenFile {
  readonly kind = 'socket';
  readonly label: string;
  readonly local: string; // address:port
  readonly remote: string;
  private readonly incoming: Stream;
  private readonly outgoing: Stream;
  private readonly leave: () => void;
  private gone = false;

  constructor(label: string, local: string, remote: string, incoming: Stream, outgoing: Stream, leave: () => void) {
    super();
    this.label = label;
    this.local = local;
    this.remote = remote;
    this.incoming = incoming;
    this.outgoing = outgoing;
    this.leave = leave;
  }

  /** What the other end worked for when it wrote what has come last. */
  get cause(): TraceId {
    return this.incoming.cause;
  }

  override read(max: number): Uint8Array | null | undefined {
    return this.incoming.read(max);
  }

  override write(bytes: Uint8Array): number {
    if (this.gone || this.outgoing.isEnded) throw new SystemError('EPIPE', 'write');
    return this.outgoing.write(bytes);
  }

  override get readable(): boolean {
    return this.incoming.readable;
  }

  override get writable(): boolean {
    return this.outgoing.hasCredit || this.gone;
  }

  override onReadable(wake: () => void): Cancel {
    return this.incoming.onReadable(wake);
  }

  override onWritable(wake: () => void): Cancel {
    return this.outgoing.onWritable(wake);
  }

  /** No more will be written: the other end reads to the end of the file. */
  shutdown(): void {
    this.outgoing.end();
  }

  /** The other end is gone. */
  broken(): void {
    this.gone = true;
    this.incoming.break();
    this.outgoing.break();
  }

  /** Closes without having been accepted. */
  reset(): void {
    this.closed();
  }

  protected override closed(): void {
    if (this.gone) return;
    this.gone = true;
    this.outgoing.end();
    this.incoming.close();
    this.leave();
  }
}

/** The two ends of a new connection. */
export function socketPair(from: NetStack, to: NetStack, addresses: { readonly client: string; readonly server: string }, inode: number, ends?: ConnectionEnds): [Socket, Socket] {
  const connection = new Connection(from, to, ends);
  const up = new Stream(connection, addresses.server, true);
  const down = new Stream(connection, addresses.client, false);
  const label = `socket:[${inode}]`;
  const client = new Socket(label, addresses.client, addresses.server, down, up, () => connection.clientGone());
  const server = new Socket(label, addresses.server, addresses.client, up, down, () => connection.serverGone());
  connection.client = client;
  connection.server = server;
  return [client, server];
}
