/** Rules for packets that somebody wrote by hand, chain by chain: what a namespace lets in, out and through, and what it rewrites. */
import type { Cidr } from './address.ts';
import { isLoopback } from './address.ts';
import type { Protocol } from './nat.ts';
import type { NetNamespace } from './net-namespace.ts';

export interface Packet {
  readonly protocol: Protocol;
  readonly source: string;
  readonly destination: string;
  readonly sourcePort: number;
  readonly port: number; // it goes to
  readonly state: 'NEW' | 'ESTABLISHED';
  readonly inDevice: string; // '' for one's own
  readonly outDevice: string; // '' for what is for oneself
  /** Only to know what would be: nothing is counted. */
  readonly peek: boolean;
}

/** A condition, perhaps turned round. */
export interface Wanted<T> {
  readonly not: boolean;
  readonly value: T;
}

export interface PacketMatch {
  readonly protocol?: Wanted<string>;
  readonly source?: Wanted<Cidr>;
  readonly destination?: Wanted<Cidr>;
  readonly inDevice?: Wanted<string>;
  readonly outDevice?: Wanted<string>;
  readonly sourcePorts?: Wanted<readonly (readonly [number, number])[]>;
  readonly ports?: Wanted<readonly (readonly [number, number])[]>;
  readonly states?: Wanted<readonly string[]>;
  readonly local?: Wanted<true>; // the destination is an address of the namespace
  readonly echo?: Wanted<'request' | 'reply'>;
}

export interface PacketRule {
  readonly match: PacketMatch;
  /** ACCEPT, DROP, REJECT, RETURN, LOG, DNAT, SNAT, REDIRECT, MASQUERADE, a chain; '' only counts. */
  readonly target: string;
  readonly to?: { readonly address?: string; readonly port?: number };
  readonly prefix?: string; // of what LOG writes
  /** As -S and -L tell of it. */
  readonly words: string;
  readonly extra: string;
  packets: number;
  bytes: number;
}

export interface PacketChain {
  /** Of the kernel's own chains. */
  policy: 'ACCEPT' | 'DROP' | undefined;
  /** Before and behind those that kube-proxy and Docker keep. */
  readonly first: PacketRule[];
  readonly last: PacketRule[];
}

export type PacketTable = Map<string, PacketChain>;
export type Verdict = 'ACCEPT' | 'DROP' | 'REJECT';

const IP_BYTES = { tcp: 60, udp: 60, icmp: 84 };
const NESTED_MAX = 16;
/** One packet is held against so many rules at the most: chains that lead into each other many times over would take for ever. */
const RULES_MAX = 10_000;

export class PacketRules {
  readonly filter: PacketTable = new Map(['INPUT', 'FORWARD', 'OUTPUT'].map((name) => [name, newChain('ACCEPT')]));
  readonly nat: PacketTable = new Map(['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'].map((name) => [name, newChain('ACCEPT')]));

  judge(space: NetNamespace, chain: 'INPUT' | 'FORWARD' | 'OUTPUT', packet: Packet): Verdict {
    const rule = walk(this.filter, chain, packet, space, 0, { rules: RULES_MAX });
    const verdict = rule && rule !== 'return' ? rule.target : this.filter.get(chain)!.policy!;
    return verdict === 'DROP' || verdict === 'REJECT' ? verdict : 'ACCEPT';
  }

  /** The rule of the nat table that decides; undefined when none does. */
  rewriting(space: NetNamespace, chain: 'PREROUTING' | 'OUTPUT' | 'POSTROUTING', packet: Packet): PacketRule | undefined {
    const rule = walk(this.nat, chain, packet, space, 0, { rules: RULES_MAX });
    return rule && rule !== 'return' && rule.target !== 'ACCEPT' ? rule : undefined;
  }
}

export function newChain(policy?: 'ACCEPT'): PacketChain {
  return { policy, first: [], last: [] };
}

/** The rule that ends the walk; 'return' or undefined when the chain lets it go on. */
function walk(table: PacketTable, name: string, packet: Packet, space: NetNamespace, depth: number, left: { rules: number }): PacketRule | 'return' | undefined {
  const chain = table.get(name);
  if (!chain || depth > NESTED_MAX) return undefined;
  for (const rule of [...chain.first, ...chain.last]) {
    if (--left.rules < 0) return undefined;
    if (!matches(rule.match, packet, space)) continue;
    if (!packet.peek) {
      rule.packets++;
      rule.bytes += IP_BYTES[packet.protocol];
    }
    if (rule.target === 'RETURN') return 'return';
    if (rule.target === 'LOG') {
      if (!packet.peek) log(space, packet, rule.prefix ?? '');
    } else if (table.has(rule.target)) {
      const inner = walk(table, rule.target, packet, space, depth + 1, left);
      if (inner !== undefined && inner !== 'return') return inner;
    } else if (rule.target !== '') return rule;
  }
  return undefined;
}

function matches(match: PacketMatch, packet: Packet, space: NetNamespace): boolean {
  const { protocol, source, destination, inDevice, outDevice, sourcePorts, ports, states, local, echo } = match;
  return (
    holds(protocol, (value) => value === 'all' || value === packet.protocol) &&
    holds(source, (range) => range.contains(packet.source)) &&
    holds(destination, (range) => range.contains(packet.destination)) &&
    holds(inDevice, (name) => isDevice(name, packet.inDevice)) &&
    holds(outDevice, (name) => isDevice(name, packet.outDevice)) &&
    holds(sourcePorts, (ranges) => isIn(ranges, packet.sourcePort)) &&
    holds(ports, (ranges) => isIn(ranges, packet.port)) &&
    holds(states, (all) => all.includes(packet.state)) &&
    holds(local, () => space.hasAddress(packet.destination) || isLoopback(packet.destination)) &&
    holds(echo, (kind) => packet.protocol === 'icmp' && (kind === 'request') === (packet.state === 'NEW'))
  );
}

function holds<T>(wanted: Wanted<T> | undefined, test: (value: T) => boolean): boolean {
  return wanted === undefined || test(wanted.value) !== wanted.not;
}

function isDevice(name: string, device: string): boolean {
  return name.endsWith('+') ? device.startsWith(name.slice(0, -1)) : device === name;
}

function isIn(ranges: readonly (readonly [number, number])[], port: number): boolean {
  return ranges.some(([from, to]) => port >= from && port <= to);
}

function log({ stack: { host } }: NetNamespace, { protocol, source, destination, sourcePort, port, inDevice, outDevice }: Packet, prefix: string): void {
  const ends = protocol === 'icmp' ? '' : ` SPT=${sourcePort} DPT=${port}`;
  host.init.journal.add(host.wallMs, 'kernel', 'kernel', 0, `${prefix}IN=${inDevice} OUT=${outDevice} SRC=${source} DST=${destination} LEN=${IP_BYTES[protocol]} TTL=64 PROTO=${protocol.toUpperCase()}${ends}`);
}
