/** A network namespace: interfaces with their addresses, who listens on which port, and its own rewriting rules. */
import type { UserNamespace } from '../process/namespaces.ts';
import { NatTable, type Protocol } from './nat.ts';
import type { Bridge } from './bridge.ts';
import type { HandRoute } from './hand-routes.ts';
import type { Link } from './link.ts';
import type { Listener } from './listener.ts';
import type { NetStack } from './net-stack.ts';
import type { PacketRules } from './packet-rules.ts';
import { Traffic } from './traffic.ts';

export interface Interface {
  readonly name: string;
  readonly address: string;
  readonly bits: number; // of its network's prefix
}

const none: readonly never[] = [];
const nobody: ReadonlyMap<string, number> = new Map();
export const FIRST_EPHEMERAL_PORT = 32_768;
const LAST_PORT = 65_535;
const HEARD_MAX = 128;

export class NetNamespace {
  readonly inode: number;
  /** The host's when left out. */
  owner?: UserNamespace;
  /** The host whose kernel it is part of; undefined only before the first boot. */
  readonly stack: NetStack;
  private list: readonly Interface[] = noInterfaces;
  private bound: Map<string, Listener[]> | undefined;
  private table: NatTable | undefined;
  private lastPort = FIRST_EPHEMERAL_PORT - 1;
  /** The bridge that its eth0 hangs on; undefined for the host's own and for one without a network. */
  bridge: Bridge | undefined;
  /** Whether lo is up: not in a namespace that nobody has set up yet. */
  loopbackUp = true;
  private handmade: Map<string, Link> | undefined;
  private loTraffic: Traffic | undefined;
  private outerTraffic: Traffic | undefined;
  private spokenWith: Map<string, number> | undefined;
  handRoutes: readonly HandRoute[] = none;
  /** Packets for others are passed on: ip_forward. */
  forwards = false;
  /** Written by hand: iptables. */
  rules: PacketRules | undefined;
  /** Ports below it need root. */
  unprivilegedPortStart = 1_024;

  constructor(inode: number, stack: NetStack) {
    this.inode = inode;
    this.stack = stack;
  }

  get isHost(): boolean {
    return this.stack.namespace === this;
  }

  get interfaces(): readonly Interface[] {
    return [loopback, ...this.list];
  }

  addInterface(added: Interface): void {
    this.list = this.list.length === 0 ? [added] : [...this.list, added];
  }

  removeInterface(name: string): void {
    this.list = this.list.filter((i) => i.name !== name);
  }

  /** Without loopback; the first is the one that others see. */
  get addresses(): readonly string[] {
    return this.list.map((i) => i.address);
  }

  /** The address that others see; '' when it is on no network. */
  get address(): string {
    return this.list.length > 0 ? this.list[0]!.address : '';
  }

  get hasLinks(): boolean {
    return this.handmade !== undefined && this.handmade.size > 0;
  }

  /** Over lo. */
  get loopback(): Traffic {
    return (this.loTraffic ??= new Traffic());
  }

  /** Over its first other device. */
  get outside(): Traffic {
    return (this.outerTraffic ??= new Traffic());
  }

  /** It has exchanged packets with this address. */
  heard(address: string, atMs: number): void {
    const all = (this.spokenWith ??= new Map<string, number>());
    all.delete(address);
    all.set(address, atMs);
    if (all.size > HEARD_MAX) all.delete(all.keys().next().value!);
  }

  /** With whom it has exchanged packets, and when last; the last of them at the end. */
  get heardOf(): ReadonlyMap<string, number> {
    return this.spokenWith ?? nobody;
  }

  /** Devices made by hand, by name. */
  get links(): Map<string, Link> {
    return (this.handmade ??= new Map<string, Link>());
  }

  hasAddress(address: string): boolean {
    if (this.handmade) for (const link of this.handmade.values()) if (link.addresses.some((a) => a.address === address)) return true;
    for (const i of this.list) if (i.address === address) return true;
    return false;
  }

  /** Rules for what leaves this namespace, before the host's. */
  get nat(): NatTable {
    return (this.table ??= new NatTable());
  }

  get natIfAny(): NatTable | undefined {
    return this.table;
  }

  get listeners(): readonly Listener[] {
    return this.bound ? [...this.bound.values()].flat() : none;
  }

  /** Who would get a connection to this address and port. */
  listenerAt(protocol: Protocol, address: string, port: number): Listener | undefined {
    const there = this.bound?.get(`${protocol}/${port}`);
    return there?.find((l) => l.address === address) ?? there?.find((l) => l.address === anyAddress);
  }

  /** False when the port is taken at that address. */
  bind(listener: Listener): boolean {
    const bound: Map<string, Listener[]> = (this.bound ??= new Map());
    const key = `${listener.protocol}/${listener.port}`;
    const there = bound.get(key);
    if (!there) bound.set(key, [listener]);
    else if (there.some((l) => l.address === listener.address || l.address === anyAddress || listener.address === anyAddress)) return false;
    else there.push(listener);
    return true;
  }

  unbind(listener: Listener): void {
    const key = `${listener.protocol}/${listener.port}`;
    const left: Listener[] | undefined = this.bound?.get(key)?.filter((l) => l !== listener);
    if (left && left.length > 0) this.bound!.set(key, left);
    else this.bound?.delete(key);
  }

  /** A port that nobody listens on. */
  ephemeralPort(protocol: Protocol): number {
    for (;;) {
      this.lastPort = this.lastPort >= LAST_PORT ? FIRST_EPHEMERAL_PORT : this.lastPort + 1;
      if (!this.bound?.has(`${protocol}/${this.lastPort}`)) return this.lastPort;
    }
  }
}

export const anyAddress = '0.0.0.0';
const noInterfaces: readonly Interface[] = [];
const loopback: Interface = { name: 'lo', address: '127.0.0.1', bits: 8 };
