/** What root of a network namespace may do to its devices, addresses and routes: rtnetlink. Refusals are SystemErrors. */
import { SystemError } from '../errors.ts';
import type { Process } from '../process/process.ts';
import { Cidr, parseAddress } from './address.ts';
import { networkOf, routesOf, type HandRoute } from './hand-routes.ts';
import { Link } from './link.ts';
import { devicesOf, freeIndex } from './net-devices.ts';
import type { NetNamespace } from './net-namespace.ts';

const NAME_MAX = 15;

export function addLink(process: Process, space: NetNamespace, name: string, kind: Link['kind'], peer?: { readonly name: string; readonly space: NetNamespace }): Link {
  demand(process, space);
  checkName(space, name);
  const link = newLink(process, space, name, kind, 0);
  space.links.set(name, link);
  if (peer) {
    try {
      checkName(peer.space, peer.name);
    } catch (error) {
      link.remove();
      throw error;
    }
    const other = newLink(process, peer.space, peer.name, kind, link.index);
    link.peer = other;
    other.peer = link;
    peer.space.links.set(peer.name, other);
  }
  return link;
}

function newLink(process: Process, space: NetNamespace, name: string, kind: Link['kind'], also: number): Link {
  const byte = () => (process.random.next() >>> 24).toString(16).padStart(2, '0');
  const first = ((process.random.next() >>> 24) & 0xfc) | 0x02; // locally administered, not a group
  const mac = [first.toString(16).padStart(2, '0'), byte(), byte(), byte(), byte(), byte()].join(':');
  return new Link(freeIndex(space, also), kind, name, mac, space);
}

function checkName(space: NetNamespace, name: string): void {
  if (name === '' || name.length > NAME_MAX || /[/\s]/.test(name)) throw new SystemError('EINVAL', 'link');
  if (devicesOf(space).some((d) => d.name === name)) throw new SystemError('EEXIST', 'link');
}

/** A device made by hand; ENOTSUP for those that belong to a daemon or to the machine. */
export function linkNamed(space: NetNamespace, name: string): Link {
  const link = space.links.get(name);
  if (link) return link;
  throw new SystemError(devicesOf(space).some((d) => d.name === name) ? 'ENOTSUP' : 'ENODEV', 'link');
}

export function removeLink(process: Process, space: NetNamespace, name: string): void {
  demand(process, space);
  const link = linkNamed(space, name);
  for (const end of link.peer ? [link, link.peer] : [link]) dropRoutes(end);
  link.remove();
  changed(space);
}

export function setLinkUp(process: Process, space: NetNamespace, name: string, up: boolean): void {
  demand(process, space);
  if (name === 'lo') space.loopbackUp = up;
  else {
    const link = linkNamed(space, name);
    link.up = up;
    if (!up) dropRoutes(link);
  }
  changed(space);
}

export function setLinkMaster(process: Process, space: NetNamespace, name: string, master: string | undefined): void {
  demand(process, space);
  const link = linkNamed(space, name);
  if (master === undefined) link.setMaster(undefined);
  else {
    const bridge = space.links.get(master) ?? (space.isHost ? space.stack.bridges.get(master) : undefined);
    if (!bridge) throw new SystemError('ENODEV', 'link');
    if (bridge instanceof Link && (bridge.kind !== 'bridge' || bridge === link)) throw new SystemError('ENOTSUP', 'link');
    link.setMaster(bridge);
  }
  changed(space);
}

/** To another namespace: it loses its addresses and its bridge on the way and goes down. */
export function moveLink(process: Process, space: NetNamespace, name: string, to: NetNamespace): void {
  demand(process, space);
  demand(process, to);
  const link = linkNamed(space, name);
  if (link.kind === 'bridge') throw new SystemError('EINVAL', 'link');
  if (space === to) return;
  if (devicesOf(to).some((d) => d.name === name)) throw new SystemError('EEXIST', 'link');
  link.setMaster(undefined);
  dropRoutes(link);
  link.addresses = [];
  link.up = false;
  space.links.delete(name);
  link.space = to;
  to.links.set(name, link);
  changed(space);
}

export function renameLink(process: Process, space: NetNamespace, name: string, to: string): void {
  demand(process, space);
  const link = linkNamed(space, name);
  if (link.up) throw new SystemError('EBUSY', 'link');
  checkName(space, to);
  space.links.delete(name);
  link.name = to;
  space.links.set(to, link);
}

export function addAddress(process: Process, space: NetNamespace, name: string, address: string, bits: number): void {
  demand(process, space);
  const link = linkNamed(space, name);
  if (link.addresses.some((a) => a.address === address && a.bits === bits)) throw new SystemError('EEXIST', 'address');
  link.addresses = [...link.addresses, { address, bits }];
  changed(space);
}

export function removeAddress(process: Process, space: NetNamespace, name: string, address: string): void {
  demand(process, space);
  const link = linkNamed(space, name);
  if (!link.addresses.some((a) => a.address === address)) throw new SystemError('EADDRNOTAVAIL', 'address');
  link.addresses = link.addresses.filter((a) => a.address !== address);
  changed(space);
}

/** `to` undefined is the default route. The gateway must be on a network that the namespace is on: ENETUNREACH. */
export function addRoute(process: Process, space: NetNamespace, route: { readonly to: Cidr | undefined; readonly via?: string; readonly dev?: string }): void {
  demand(process, space);
  const to = route.to ?? new Cidr(0, 0);
  if (space.handRoutes.some((r) => sameRange(r.to, to))) throw new SystemError('EEXIST', 'route');
  const link = route.dev === undefined ? linkTowards(space, route.via) : linkNamed(space, route.dev);
  if (!link?.up) throw new SystemError('ENETUNREACH', 'route');
  if (route.via !== undefined && !link.addresses.some((a) => networkOf(a.address, a.bits).contains(route.via!))) throw new SystemError('ENETUNREACH', 'route');
  space.handRoutes = [...space.handRoutes, { to, via: route.via, link }];
  changed(space);
}

export function removeRoute(process: Process, space: NetNamespace, to: Cidr | undefined): void {
  demand(process, space);
  const range = to ?? new Cidr(0, 0);
  const left = space.handRoutes.filter((r) => !sameRange(r.to, range));
  if (left.length === space.handRoutes.length) throw new SystemError('ESRCH', 'route');
  space.handRoutes = left;
  changed(space);
}

function linkTowards(space: NetNamespace, via: string | undefined): Link | undefined {
  if (via === undefined || parseAddress(via) === undefined) return undefined;
  return routesOf(space).find((r: HandRoute) => r.via === undefined && r.to.contains(via))?.link;
}

function sameRange(a: Cidr, b: Cidr): boolean {
  return a.base === b.base && a.bits === b.bits;
}

function dropRoutes(link: Link): void {
  link.space.handRoutes = link.space.handRoutes.filter((r) => r.link !== link);
}

function changed(space: NetNamespace): void {
  space.stack.network.retryWaiting();
}

function demand(process: Process, space: NetNamespace): void {
  if (!process.capable('NET_ADMIN', space.owner)) throw new SystemError('EPERM', 'netlink');
}
