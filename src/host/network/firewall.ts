/** The way of a packet and of its answer past the rules that were written by hand in the namespaces it comes through. */
import { isLoopback } from './address.ts';
import { handRoute, handStep, sourceOn } from './hand-routes.ts';
import type { Protocol } from './nat.ts';
import type { NetNamespace } from './net-namespace.ts';
import type { Packet, Verdict } from './packet-rules.ts';

export interface Crossing {
  readonly protocol: Protocol;
  readonly source: string;
  readonly address: string;
  readonly port: number;
  /** Nothing is sent: it is only looked what would become of it. */
  readonly peek: boolean;
}

/** Some port of the sender's: the answer goes there. */
const SOME_PORT = 32_768;

/** What its sender is told of a new connection that does not get through; undefined when both its packets and the answers do. The other end sees the sender as `seen`. */
export function stopped<T>(from: NetNamespace, to: NetNamespace, crossing: Crossing & { readonly seen: string }, told: { readonly refusal: T; readonly silence: T }): T | undefined {
  const { protocol, source, address, port, peek } = crossing;
  const seen = sourceOnWay(from, to, crossing, true) ?? crossing.seen;
  const asked = passes(from, to, { protocol, source, destination: address, sourcePort: SOME_PORT, port, state: 'NEW', peek }, { source: seen });
  if (asked !== 'ACCEPT') return asked === 'REJECT' ? told.refusal : told.silence;
  const answered = passes(to, from, { protocol, source: address, destination: seen, sourcePort: port, port: SOME_PORT, state: 'ESTABLISHED', peek }, { destination: source });
  return answered === 'ACCEPT' ? undefined : told.silence;
}

type Bare = Omit<Packet, 'inDevice' | 'outDevice'>;

/** `after` is what has been rewritten when it arrives. */
function passes(from: NetNamespace, to: NetNamespace, packet: Bare, after: Partial<Bare>): Verdict {
  const out = judgeAt(from, 'OUTPUT', { ...packet, inDevice: '', outDevice: from === to ? 'lo' : deviceTowards(from, packet.destination) });
  if (out !== 'ACCEPT') return out;
  const within = packet.state === 'NEW' ? packet : { ...packet, ...after };
  for (const router of routersBetween(from, to, packet.destination)) {
    const on = judgeAt(router, 'FORWARD', { ...within, inDevice: deviceTowards(router, within.source), outDevice: deviceTowards(router, within.destination) });
    if (on !== 'ACCEPT') return on;
  }
  const arrived = { ...packet, ...after };
  return judgeAt(to, 'INPUT', { ...arrived, inDevice: from === to ? 'lo' : deviceTowards(to, arrived.source), outDevice: '' });
}

function judgeAt(space: NetNamespace, chain: 'INPUT' | 'FORWARD' | 'OUTPUT', packet: Packet): Verdict {
  return space.rules?.judge(space, chain, packet) ?? 'ACCEPT';
}

/** The machines' own namespaces that pass it on; on one wire made by hand nobody does. */
function routersBetween(from: NetNamespace, to: NetNamespace, address: string): Set<NetNamespace> {
  if (from === to || (from.stack === to.stack && handStep(from, address)?.next === to)) return new Set();
  const routers = new Set<NetNamespace>([from.stack.namespace, to.stack.namespace]);
  routers.delete(from);
  routers.delete(to);
  return routers;
}

/** Who gets what a namespace sends there first; undefined for a machine's own. */
function gatewayOf(from: NetNamespace, address: string): NetNamespace | undefined {
  if (isLoopback(address) || from.hasAddress(address)) return undefined;
  return handStep(from, address)?.next ?? (from.isHost ? undefined : from.stack.namespace);
}

function deviceTowards(space: NetNamespace, address: string): string {
  if (space.hasAddress(address)) return 'lo';
  const route = handRoute(space, address);
  if (route) return route.link.name;
  return bridgeTowards(space, address)?.name ?? 'eth0';
}

function bridgeTowards(space: NetNamespace, address: string) {
  return space.isHost ? [...space.stack.bridges.values()].find((one) => one.cidr.contains(address)) : undefined;
}

/** A namespace's own address on the side where another lies. */
function addressTowards(space: NetNamespace, address: string): string {
  const route = handRoute(space, address);
  return route ? sourceOn(route, address) : (bridgeTowards(space, address)?.gateway ?? space.address);
}

export interface Rewritten {
  readonly address: string;
  readonly port: number;
}

/** Where rules by hand send it: those for what a namespace sends itself, of whoever gets it first, or of a machine where it has arrived. */
export function rewriteOnWay(from: NetNamespace, at: NetNamespace, crossing: Crossing): Rewritten | undefined {
  if (at !== from) return rewriteAt(at, 'PREROUTING', crossing);
  const gateway = gatewayOf(from, crossing.address);
  return rewriteAt(from, 'OUTPUT', crossing) ?? (gateway && rewriteAt(gateway, 'PREROUTING', crossing));
}

function rewriteAt(at: NetNamespace, chain: 'OUTPUT' | 'PREROUTING', { protocol, source, address, port, peek }: Crossing): Rewritten | undefined {
  const incoming = chain === 'PREROUTING';
  const rule = at.rules?.rewriting(at, chain, {
    ...{ protocol, source, destination: address, sourcePort: SOME_PORT, port, state: 'NEW', peek },
    inDevice: incoming ? deviceTowards(at, source) : '',
    outDevice: incoming ? '' : deviceTowards(at, address),
  });
  if (!rule?.to) return undefined;
  const own = incoming ? addressTowards(at, source) : '127.0.0.1';
  return { address: rule.target === 'REDIRECT' ? own : (rule.to.address ?? address), port: rule.to.port ?? port };
}

/** The address it goes on under, where whoever passes it on puts another for its sender's. */
export function sourceOnWay(from: NetNamespace, to: NetNamespace, crossing: Crossing, peek = false): string | undefined {
  const gateway = gatewayOf(from, crossing.address);
  return gateway && gateway !== to ? sourceBehind(gateway, { ...crossing, peek }) : undefined;
}

/** Whether a namespace's own gateway, made by hand, passes on what it sends there, and brings the answers back. */
export function isPassedOn(from: NetNamespace, address: string): boolean {
  const step = handStep(from, address);
  return step?.next?.isHost === true && step.next.forwards && hidesSource(step.next, step.source, address);
}

/** Whether answers come back to the namespace itself, because what it passes on goes by its name. */
export function hidesSource(router: NetNamespace, source: string, address: string): boolean {
  return sourceBehind(router, { protocol: 'tcp', source, address, port: 0, peek: true }) !== undefined;
}

function sourceBehind(router: NetNamespace, { protocol, source, address, port, peek }: Crossing): string | undefined {
  const rule = router.rules?.rewriting(router, 'POSTROUTING', {
    ...{ protocol, source, destination: address, sourcePort: SOME_PORT, port, state: 'NEW', inDevice: '', outDevice: deviceTowards(router, address), peek },
  });
  if (rule?.target === 'MASQUERADE') return addressTowards(router, address);
  return rule?.target === 'SNAT' ? rule.to?.address : undefined;
}
