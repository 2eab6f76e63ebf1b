/** Routing over devices made by hand: which way a namespace would send a packet, and whether an answer would find back. */
import { Cidr, parseAddress } from './address.ts';
import { neighbour, type Link } from './link.ts';
import type { NetNamespace } from './net-namespace.ts';

export interface HandRoute {
  readonly to: Cidr; // 0.0.0.0/0 is the default
  readonly via: string | undefined;
  readonly link: Link;
}

export interface HandStep {
  /** Who gets the packet next; undefined when nobody answers for it there. */
  readonly next: NetNamespace | undefined;
  /** The sender's address on the way. */
  readonly source: string;
}

/** The narrowest route over a device that is up; undefined when this namespace has none by hand. */
export function handRoute(from: NetNamespace, address: string): HandRoute | undefined {
  let best: HandRoute | undefined;
  for (const route of routesOf(from)) if (route.link.up && route.to.contains(address) && (!best || route.to.bits > best.to.bits)) best = route;
  return best;
}

/** Of the networks that its devices are on, and those that were added. */
export function routesOf(from: NetNamespace): readonly HandRoute[] {
  if (!from.hasLinks) return none;
  const connected = [...from.links.values()].flatMap((link) => link.addresses.filter((a) => a.bits < 32).map((a): HandRoute => ({ to: networkOf(a.address, a.bits), via: undefined, link })));
  return [...from.handRoutes, ...connected];
}

const none: readonly HandRoute[] = [];

export function handStep(from: NetNamespace, address: string): HandStep | undefined {
  const route = handRoute(from, address);
  if (!route) return undefined;
  const source = sourceOn(route, address);
  return { next: neighbour(route.link, route.via ?? address), source };
}

/** Of several addresses the one in the network of whoever is spoken to. */
export function sourceOn({ link, via }: HandRoute, address: string): string {
  const near = via ?? address;
  return (link.addresses.find((a) => networkOf(a.address, a.bits).contains(near)) ?? link.addresses[0])?.address ?? '';
}

export function networkOf(address: string, bits: number): Cidr {
  const value = parseAddress(address)!;
  return new Cidr(value, bits);
}
