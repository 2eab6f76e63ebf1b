/** The way of a packet: rewriting rules, bridges, routes, cuts. What comes out is who would get it, or what the sender will be told and when. */
import type { Cancel } from '../../sim/index.ts';
import { NetError, type NetErrorCode } from '../errors.ts';
import { machineCode } from '../machine-code.ts';
import { isLoopback } from './address.ts';
import type { Listener } from './listener.ts';
import type { Protocol } from './nat.ts';
import type { NetNamespace } from './net-namespace.ts';
import type { NetStack } from './net-stack.ts';

/** Linux gives up connecting after six repetitions, and looking for a neighbour after three seconds. */
const CONNECT_MAX_MS = 127_000;
const NEIGHBOUR_MAX_MS = 3_000;
const REWRITES_MAX = 4;
const HOPS_MAX = 8;

export interface Way {
  readonly to: NetNamespace;
  readonly address: string; // after rewriting
  readonly port: number;
  readonly source: string; // as the other end sees it
}

/** Nothing is known before `afterMs`; by then the way may be free. */
export interface Obstacle {
  readonly code: NetErrorCode;
  readonly afterMs: number;
}

/** With `peek` it is only looked: no rule counts it. */
export function findWay(from: NetNamespace, protocol: Protocol, address: string, port: number, peek = false): Way | Obstacle {
  let at = from;
  let to = { address, port };
  let source = '';
  const rules = from.stack.network.isRuled ? machineCode.get() : undefined;
  const crossing = () => ({ protocol, source: from.bridge && !isLoopback(to.address) ? sourceOf(from) : source || sourceOf(from), address: to.address, port: to.port, peek });
  let rewritten = rules?.rewriteOnWay(from, from, crossing()) ?? rewrite(from, protocol, address, port, sourceOf(from));
  for (let i = 0; i < REWRITES_MAX; i++) {
    if (rewritten === 'reject') return refusal;
    if (rewritten) to = rewritten;
    const step = findNamespace(at, to.address);
    if ('code' in step) return step;
    source ||= sourceFor(from, step, to.address);
    const arriving = step.isHost && step.stack !== at.stack ? step.stack.namespace : undefined;
    rewritten = arriving && (rules?.rewriteOnWay(from, arriving, crossing()) ?? rewrite(arriving, protocol, to.address, to.port, source));
    if (!rewritten) return rules?.stopped(from, step, { ...crossing(), seen: source }, { refusal, silence }) ?? passed(from, step, rules?.sourceOnWay(from, step, crossing(), peek) ?? source, protocol, to);
    at = arriving!; // published there: rewritten once more by that host
  }
  return { code: 'EHOSTUNREACH', afterMs: NEIGHBOUR_MAX_MS };
}

function passed(from: NetNamespace, to: NetNamespace, source: string, protocol: Protocol, { address, port }: { readonly address: string; readonly port: number }): Way | Obstacle {
  return isLetThrough(from, to, source, protocol, { address, port }) ? { to, address, port, source } : silence;
}

/** A host reaches its own containers whatever is filtered, and so do they themselves. */
function isLetThrough(from: NetNamespace, to: NetNamespace, source: string, protocol: Protocol, { address, port }: { readonly address: string; readonly port: number }): boolean {
  if (from === to) return true;
  if (from.bridge && from.stack.filter?.('egress', source, address, protocol, port) === false) return false;
  return !to.bridge || (from.isHost && from.stack === to.stack) || to.stack.filter?.('ingress', source, address, protocol, port) !== false;
}

export function isObstacle(way: Way | Obstacle): way is Obstacle {
  return 'code' in way;
}

/** Both ends have each other's address in their neighbours' tables, or the next one's on the way. */
export function noteWay(from: NetNamespace, way: Way, atMs: number): void {
  if (way.to === from) return;
  from.heard(way.address, atMs);
  way.to.heard(way.source, atMs);
}

/** Looks until there is a listener, a refusal, or the time is over. Settles at once when it can. */
export function reach(
  from: NetNamespace,
  protocol: Protocol,
  address: string,
  port: number,
  timeoutMs: number,
  found: (listener: Listener, way: Way) => void,
  fail: (error: NetError) => void,
): Cancel | void {
  const target = `${address}:${port}`;
  const { network } = from.stack;
  let cancelRetry: Cancel | undefined;
  let cancelTimer: Cancel | undefined;
  const attempt = (): void => {
    const way = findWay(from, protocol, address, port);
    if (isObstacle(way)) {
      if (way.afterMs === 0) return settle(() => fail(new NetError(way.code, target)));
      cancelRetry = network.onChange(attempt);
      cancelTimer ??= wait(way);
      return;
    }
    noteWay(from, way, network.clock.now);
    const listener = way.to.listenerAt(protocol, way.address, way.port);
    settle(() => (listener ? found(listener, way) : fail(new NetError('ECONNREFUSED', target))));
  };
  const wait = ({ code, afterMs }: Obstacle): Cancel =>
    network.clock.after(Math.min(afterMs, timeoutMs), 'network', () => settle(() => fail(new NetError(afterMs <= timeoutMs ? code : 'ETIMEDOUT', target))));
  const settle = (then: () => void): void => {
    cancelRetry?.();
    cancelTimer?.();
    then();
  };
  attempt();
  return () => settle(() => {});
}

function rewrite(at: NetNamespace, protocol: Protocol, address: string, port: number, source: string): { address: string; port: number } | 'reject' | undefined {
  const own = at.natIfAny?.find(protocol, address, port)?.choose(source);
  if (own) return own;
  if (at.isHost || at.bridge) return matches(at.stack, protocol, address, port, at)?.choose(source);
  return undefined;
}

/** The rule of a host for this destination: for the very address, or for any of its own. */
function matches(stack: NetStack, protocol: Protocol, address: string, port: number, from: NetNamespace = stack.namespace) {
  const { nat } = stack.namespace;
  const exact = nat.find(protocol, address, port);
  if (exact) return exact;
  const own = stack.namespace.hasAddress(address) || (from.isHost && isLoopback(address));
  return own ? nat.findLocal(protocol, port) : undefined;
}

/** Devices made by hand come first; what they lead to may pass it on, if it forwards and the answer finds back. */
function byHand(from: NetNamespace, address: string, hops: number): NetNamespace | Obstacle | undefined {
  const step = machineCode.get().handStep(from, address);
  if (!step) return undefined;
  if (!step.next) return { code: 'EHOSTUNREACH', afterMs: NEIGHBOUR_MAX_MS };
  const { next, source } = step;
  if (next.hasAddress(address)) return answers(next, source) ? next : silence;
  if (!next.forwards || hops === 0) return silence;
  const beyond = findNamespace(next, address, hops - 1);
  return 'code' in beyond || answers(beyond, source) || machineCode.get().hidesSource(next, source, address) ? beyond : silence;
}

const refusal: Obstacle = { code: 'ECONNREFUSED', afterMs: 0 };
const silence: Obstacle = { code: 'ETIMEDOUT', afterMs: CONNECT_MAX_MS };

/** Whether a namespace knows where to send what is meant for the address. */
function answers(space: NetNamespace, address: string): boolean {
  const { handRoute } = machineCode.get();
  return handRoute(space, address) !== undefined || space.bridge?.cidr.contains(address) === true || [...space.stack.bridges.values()].some((b) => space.isHost && b.cidr.contains(address)) || (space.bridge !== undefined && handRoute(space.stack.namespace, address) !== undefined);
}

export function findNamespace(from: NetNamespace, address: string, hops = HOPS_MAX): NetNamespace | Obstacle {
  if (isLoopback(address)) return from.loopbackUp ? from : { code: 'ENETUNREACH', afterMs: 0 };
  if (from.hasAddress(address)) return from;
  const made = from.hasLinks ? byHand(from, address, hops) : from.bridge && from.stack.namespace.hasLinks ? byHand(from.stack.namespace, address, hops) : undefined;
  if (made) return made;
  const { stack } = from;
  if (!from.isHost && !from.bridge) return { code: 'ENETUNREACH', afterMs: 0 };
  for (const bridge of stack.bridges.values()) {
    if (bridge.gateway === address) return stack.namespace;
    const member = bridge.members.get(address) ?? (bridge.ports.size === 0 ? undefined : machineCode.get().neighbourOn(bridge, address));
    if (member) {
      const foreign = from.bridge !== undefined && from.bridge !== bridge && (bridge.isolated || from.bridge.isolated) && !from.addresses.some((own) => bridge.members.get(own) === from);
      return foreign ? { code: 'ETIMEDOUT', afterMs: CONNECT_MAX_MS } : member;
    }
    if (bridge.cidr.contains(address)) return { code: 'EHOSTUNREACH', afterMs: NEIGHBOUR_MAX_MS };
  }
  if (stack.namespace.hasAddress(address)) return stack.namespace;
  const route = stack.routes.find((r) => r.to.contains(address));
  return onward(stack, route ? route.via : address, address);
}

/** To another host, and on from there. */
function onward(stack: NetStack, via: string, address: string): NetNamespace | Obstacle {
  const { network } = stack;
  if (stack.address === '') return { code: 'ENETUNREACH', afterMs: 0 };
  const next = network.stackAt(via);
  if (!next) return network.cidr.contains(via) ? { code: 'EHOSTUNREACH', afterMs: NEIGHBOUR_MAX_MS } : { code: 'ETIMEDOUT', afterMs: CONNECT_MAX_MS };
  if (!network.reachable(stack, next)) {
    return next.up ? { code: 'ETIMEDOUT', afterMs: CONNECT_MAX_MS } : { code: 'EHOSTUNREACH', afterMs: NEIGHBOUR_MAX_MS };
  }
  if (next.behind) return silence;
  return next.owner(address) ?? { code: 'EHOSTUNREACH', afterMs: NEIGHBOUR_MAX_MS };
}

function sourceOf(from: NetNamespace): string {
  return from.address || '127.0.0.1';
}

/** Pods are seen under their own address everywhere; containers behind an isolated bridge under their host's. */
function sourceFor(from: NetNamespace, to: NetNamespace, address: string): string {
  if (to === from) return isLoopback(address) ? '127.0.0.1' : address;
  const route = from.hasLinks ? machineCode.get().handRoute(from, address) : undefined;
  if (route) return machineCode.get().sourceOn(route, address);
  const { stack } = from;
  const outside = to.stack === stack ? stack : (stack.behind ?? stack);
  if (from.isHost) return to.bridge && to.stack === stack ? to.bridge.gateway : outside.address;
  return from.bridge?.isolated && to.stack !== stack ? outside.address : sourceOf(from);
}
