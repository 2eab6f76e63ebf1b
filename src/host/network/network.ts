/** The network of a world: which hosts hang on it, which of them cannot reach each other now, and the names of plain hosts. */
import { assert } from '../../base/index.ts';
import type { Clock } from '../../sim/index.ts';
import type { Host } from '../host.ts';
import type { Process } from '../process/process.ts';
import { Cidr } from './address.ts';
import type { NetStack } from './net-stack.ts';
import type { Target } from './request.ts';

/** A connection that a cut keeps silent for so long is given up by both its ends. */
export const SILENCE_MAX_MS = 45_000;

export interface NetworkOptions {
  /** The range of the hosts' addresses. */
  readonly cidr?: string;
  /** One way between two hosts, by name. 0 answers in the same instant. */
  readonly latencyMs?: (from: string, to: string) => number;
}

/** A request and what came of it. */
export interface RequestSeen {
  readonly startMs: number;
  readonly client: Process;
  readonly target: Target;
  readonly address: string; // that was dialled; '' for a socket of the machine, or when the name led nowhere
  readonly method: string;
  readonly path: string;
  readonly server: Process | undefined; // who was reached
  readonly status: number; // 0 when nothing answered
  readonly error: string; // code of the failure, '' for none
}

export class Network {
  readonly clock: Clock;
  readonly cidr: Cidr;
  /** Somebody has written rules for packets. */
  isRuled = false;
  /** May be changed at any time: a profile of the world. */
  latencyMs: (from: string, to: string) => number;
  private readonly hosts = new Map<string, NetStack>();
  private readonly byAddress = new Map<string, NetStack>();
  private readonly cuts = new Set<string>();
  /** Names that the network's own resolver knows: hosts and registries. */
  private readonly zone = new Map<string, string[]>();
  private readonly waiting = new Set<() => void>(); // connections under way to somewhere unreachable
  private readonly observers = new Set<() => void>();
  private readonly requestObservers = new Set<(seen: RequestSeen) => void>();

  constructor(clock: Clock, options: NetworkOptions = {}) {
    this.clock = clock;
    this.cidr = Cidr.parse(options.cidr ?? '192.168.0.0/16')!;
    this.latencyMs = options.latencyMs ?? (() => 0);
  }

  /** Where the resolver answers that hosts are configured with. */
  get resolverAddress(): string {
    return this.cidr.at(1);
  }

  /** Puts a host on the network and its name into the zone. */
  attach(host: Host, address: string): void {
    assert(!this.byAddress.has(address), 'network: the address is taken', { address });
    const stack = host.network;
    this.hosts.set(host.name, stack);
    this.byAddress.set(address, stack);
    stack.namespace.addInterface({ name: 'eth0', address, bits: this.cidr.bits });
    this.addName(host.name, address);
  }

  detach(host: Host): void {
    for (const address of host.network.namespace.addresses) {
      if (this.byAddress.get(address) === host.network) this.byAddress.delete(address);
    }
    this.hosts.delete(host.name);
    this.zone.delete(host.name);
    host.network.namespace.removeInterface('eth0');
  }

  stackAt(address: string): NetStack | undefined {
    return this.byAddress.get(address);
  }

  stackOf(hostName: string): NetStack | undefined {
    return this.hosts.get(hostName);
  }

  get stacks(): Iterable<NetStack> {
    return this.hosts.values();
  }

  addName(name: string, ...addresses: readonly string[]): void {
    this.zone.set(name.toLowerCase(), [...addresses]);
  }

  removeName(name: string): void {
    this.zone.delete(name.toLowerCase());
  }

  /** What the network's resolver answers; undefined is "no such name". */
  lookUp(name: string): readonly string[] | undefined {
    return this.zone.get(name.toLowerCase().replace(/\.$/, ''));
  }

  /** Nothing passes between the two any more, or between the first and everybody ('*'). */
  cut(host: string, other: string): void {
    this.cuts.add(pairOf(host, other));
    const struck = [...this.hosts.values()].flatMap((s) => [...s.connections]).filter((c) => !c.passes);
    this.giveUpLater(new Set(struck));
    this.tellObservers();
  }

  /** Undoes a cut of exactly these two. What waited passes now. */
  mend(host: string, other: string): void {
    if (this.cuts.delete(pairOf(host, other))) this.changed();
  }

  get cutPairs(): readonly (readonly [string, string])[] {
    return [...this.cuts].map((pair) => pair.split('|') as [string, string]);
  }

  reachable(from: NetStack, to: NetStack): boolean {
    if (from === to) return from.up;
    if (!from.up || !to.up) return false;
    if (this.cuts.size === 0) return true;
    const a = from.host.name;
    const b = to.host.name;
    return !this.cuts.has(pairOf(a, b)) && !this.cuts.has(pairOf(a, '*')) && !this.cuts.has(pairOf(b, '*'));
  }

  /** Up, and not cut off from everybody. */
  connected(stack: NetStack): boolean {
    return stack.up && !this.cuts.has(pairOf(stack.host.name, '*'));
  }

  /** A host has stopped without a word: its connections fall silent. */
  fellSilent(stack: NetStack): void {
    this.giveUpLater(new Set([...stack.connections].filter((c) => !c.passes)));
    this.tellObservers();
  }

  /** Something may be reachable that was not. */
  changed(): void {
    for (const stack of this.hosts.values()) for (const connection of stack.connections) connection.flush();
    this.retryWaiting();
    this.tellObservers();
  }

  /** Connections under way look for their way again. */
  retryWaiting(): void {
    const waiting = [...this.waiting];
    this.waiting.clear();
    for (const retry of waiting) retry();
  }

  /** Calls `retry` once, when a cut is mended or a host comes up. */
  onChange(retry: () => void): () => void {
    this.waiting.add(retry);
    return () => this.waiting.delete(retry);
  }

  /** Calls `fn` whenever who reaches whom may have changed: a cut, a mend, a host that comes up or falls silent. It only takes note. */
  observe(fn: () => void): () => void {
    this.observers.add(fn);
    return () => this.observers.delete(fn);
  }

  /** Calls `fn` for each request once its answer's head, or its failure, has come back. It only takes note. */
  observeRequests(fn: (seen: RequestSeen) => void): () => void {
    this.requestObservers.add(fn);
    return () => this.requestObservers.delete(fn);
  }

  requestSeen(seen: RequestSeen): void {
    for (const fn of this.requestObservers) fn(seen);
  }

  private tellObservers(): void {
    for (const fn of this.observers) fn();
  }

  private giveUpLater(struck: ReadonlySet<{ readonly silentSinceMs: number | undefined; giveUp(): void }>): void {
    if (struck.size === 0) return;
    this.clock.after(SILENCE_MAX_MS, 'network', () => {
      for (const connection of struck) {
        const since = connection.silentSinceMs;
        if (since !== undefined && this.clock.now - since >= SILENCE_MAX_MS) connection.giveUp();
      }
    });
  }
}

function pairOf(a: string, b: string): string {
  return a < b ? `${a}|${b}` : `${b}|${a}`;
}
