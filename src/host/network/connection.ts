/**
 * A connection between two ends: what one end says the other hears, in order, after the link's latency, and not before a cut
 * is mended. Both ends learn when the other has gone, unless its machine went without a word.
 */
import type { TraceId } from '../../sim/index.ts';
import type { NetNamespace } from './net-namespace.ts';
import type { NetStack } from './net-stack.ts';
import { countClosing, countData, countOpening } from './traffic.ts';

export interface End {
  /** The connection broke: by the other end's death, by a reset, or by silence. Called at most once. */
  broken(): void;
}

export interface ConnectionEnds {
  readonly client: NetNamespace;
  readonly server: NetNamespace;
}

interface Message {
  readonly number: number;
  readonly deliver: () => void;
}

export class Connection {
  private readonly from: NetStack;
  private readonly to: NetStack;
  private readonly ends: ConnectionEnds | undefined;
  private readonly held: Message[] = [];
  private sinceMs: number | undefined;
  private flushing = false;
  private sent = 0;
  private lastArrivalMs = 0; // messages do not overtake each other when the latency changes
  private ended = false;
  client: End | undefined;
  server: End | undefined;

  /** `ends`: whose devices it goes over; left out, it goes over none. */
  constructor(from: NetStack, to: NetStack, ends?: ConnectionEnds) {
    this.from = from;
    this.to = to;
    this.ends = ends;
    if (ends) countOpening(ends.client, ends.server);
    if (from !== to) {
      from.connections.add(this);
      to.connections.add(this);
    }
  }

  get closed(): boolean {
    return this.ended;
  }

  /** The act under way, by whichever end says something. */
  get cause(): TraceId {
    return this.from.host.trace.cause;
  }

  /** Nothing stands between the two ends. */
  get passes(): boolean {
    const passes = this.from === this.to ? true : this.from.network.reachable(this.from, this.to);
    if (passes) this.sinceMs = undefined;
    else this.sinceMs ??= this.from.network.clock.now;
    return passes;
  }

  get silentSinceMs(): number | undefined {
    return this.ended || this.passes ? undefined : this.sinceMs;
  }

  count(toServer: boolean, bytes: number): void {
    if (!this.ends || bytes === 0) return;
    const { client, server } = this.ends;
    if (toServer) countData(client, server, bytes);
    else countData(server, client, bytes);
  }

  /** Carries one message to the other end: at once, later, or when the cut is mended. */
  carry(deliver: () => void): void {
    if (this.ended) return;
    if (this.from === this.to) return deliver();
    const message = { number: this.sent++, deliver };
    if (this.held.length > 0 || this.flushing || !this.passes) this.held.push(message);
    else this.send(message);
  }

  /** After a mend: all that was held, in order. What an end says in answer meanwhile comes behind it. */
  flush(): void {
    if (!this.passes || this.held.length === 0 || this.flushing) return;
    this.flushing = true;
    this.held.sort((a, b) => a.number - b.number);
    while (this.held.length > 0 && !this.ended && this.passes) this.send(this.held.shift()!);
    this.flushing = false;
  }

  private send(message: Message): void {
    const { network } = this.from;
    const { now } = network.clock;
    const arrivalMs = Math.max(now + network.latencyMs(this.from.host.name, this.to.host.name), this.lastArrivalMs);
    if (arrivalMs <= now) return message.deliver();
    this.lastArrivalMs = arrivalMs;
    network.clock.after(arrivalMs - now, 'network', () => {
      if (this.ended) return;
      if (this.passes) message.deliver();
      else this.held.push(message);
    });
  }

  /** Both ends are done with it. */
  end(): void {
    if (this.ended) return;
    this.ended = true;
    if (this.ends) countClosing(this.ends.client, this.ends.server);
    this.held.length = 0;
    this.from.connections.delete(this);
    this.to.connections.delete(this);
  }

  /** The client's process has ended or hung up: the server hears of it, when it can. */
  clientGone(): void {
    this.client = undefined;
    this.carry(() => {
      const { server } = this;
      this.end();
      server?.broken();
    });
  }

  serverGone(): void {
    this.server = undefined;
    this.carry(() => {
      const { client } = this;
      this.end();
      client?.broken();
    });
  }

  /** Silent for too long: each end gives up by itself. */
  giveUp(): void {
    const { client, server } = this;
    this.end();
    client?.broken();
    server?.broken();
  }
}
