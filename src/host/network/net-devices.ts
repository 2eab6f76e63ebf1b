/** All network devices of a namespace as `ip` shows them: those of daemons, whose wires nobody needs to keep, and those made by hand. */
import { macOf, type Bridge } from './bridge.ts';
import { parseAddress } from './address.ts';
import type { Link, LinkAddress } from './link.ts';
import type { NetNamespace } from './net-namespace.ts';
import type { Traffic } from './traffic.ts';

export interface NetDevice {
  readonly index: number;
  readonly name: string;
  readonly kind: 'loopback' | 'ether' | 'bridge' | 'veth' | 'dummy';
  readonly up: boolean;
  readonly carrier: boolean;
  readonly mtu: number;
  readonly mac: string;
  readonly addresses: readonly LinkAddress[];
  readonly master: string | undefined;
  readonly peerIndex: number | undefined; // of the other end of a veth pair
  readonly peerElsewhere: boolean; // in another namespace
  readonly link: Link | undefined; // made by hand
  readonly traffic: Traffic | undefined; // of one made by hand nobody keeps count
}

const HOST_UPLINK = 2;

export function devicesOf(space: NetNamespace): readonly NetDevice[] {
  const devices = [loopbackOf(space), ...(space.isHost ? hostDevices(space) : memberDevices(space)), ...[...space.links.values()].map(fromLink)];
  return devices.sort((a, b) => a.index - b.index);
}

/** The first number that no device of the machine has yet. */
export function freeIndex(space: NetNamespace, also: number): number {
  return Math.max(also, ...devicesOf(space.stack.namespace).map((d) => d.index), ...devicesOf(space).map((d) => d.index)) + 1;
}

function loopbackOf(space: NetNamespace): NetDevice {
  const up = space.loopbackUp;
  return { ...plain, index: 1, name: 'lo', kind: 'loopback', up, carrier: up, mtu: 65_536, mac: '00:00:00:00:00:00', addresses: up ? [{ address: '127.0.0.1', bits: 8 }] : [], traffic: space.loopback };
}

const plain = { traffic: undefined, master: undefined, peerIndex: undefined, peerElsewhere: false, link: undefined, up: true, carrier: true, mtu: 1_500, addresses: [] } as const;

function hostDevices(space: NetNamespace): NetDevice[] {
  const { bridges } = space.stack;
  const others = space.interfaces.filter((i) => i.name !== 'lo');
  const devices: NetDevice[] = [];
  let next = HOST_UPLINK;
  for (const i of others) {
    const bridge = bridges.get(i.name);
    const index = bridge ? bridgeIndex(bridge, space) : next++;
    const carrier = !bridge || bridge.members.size > 0 || [...bridge.ports].some((p) => p.hasCarrier);
    devices.push({ ...plain, index, name: i.name, kind: bridge ? 'bridge' : 'ether', carrier, mac: macOf(i), addresses: [{ address: i.address, bits: i.bits }], traffic: bridge?.traffic ?? (index === HOST_UPLINK ? space.outside : undefined) });
  }
  for (const bridge of bridges.values()) {
    for (const [address, member] of bridge.members) {
      const inside = memberIndex(bridge, address, space);
      const mac = macOf({ name: 'veth', address, bits: 32 }).replace(/^02:42/, 'fe:42');
      devices.push({ ...plain, index: inside + 1, name: vethName(bridge, address), kind: 'veth', mac, master: bridge.name, peerIndex: inside, peerElsewhere: true, traffic: member.address === address ? member.outside.seenFromOutside() : undefined });
    }
  }
  return devices;
}

function memberDevices(space: NetNamespace): NetDevice[] {
  return space.interfaces
    .filter((i) => i.name !== 'lo')
    .map((i) => {
      const bridge = [...space.stack.bridges.values()].find((b) => b.members.get(i.address) === space);
      const index = bridge ? memberIndex(bridge, i.address, space.stack.namespace) : HOST_UPLINK;
      return { ...plain, index, name: i.name, kind: 'veth', mac: macOf(i), addresses: [{ address: i.address, bits: i.bits }], peerIndex: index + 1, peerElsewhere: true, traffic: i.address === space.address ? space.outside : undefined };
    });
}

const BRIDGE_STEP = 1_000;

function ordinalOf(bridge: Bridge, host: NetNamespace): number {
  return [...host.stack.bridges.values()].indexOf(bridge);
}

function bridgeIndex(bridge: Bridge, host: NetNamespace): number {
  const ordinal = ordinalOf(bridge, host);
  return ordinal === 0 ? HOST_UPLINK + 1 : ordinal * BRIDGE_STEP;
}

/** Of a member's own end; the host's has the next number. */
function memberIndex(bridge: Bridge, address: string, host: NetNamespace): number {
  return ordinalOf(bridge, host) * BRIDGE_STEP + (parseAddress(address)! - bridge.cidr.base) * 2;
}

function vethName(bridge: Bridge, address: string): string {
  let hash = 7;
  for (const char of `${bridge.name} ${address}`) hash = (hash * 31 + char.charCodeAt(0)) % 268_435_456;
  return `veth${hash.toString(16).padStart(7, '0')}`;
}

function fromLink(link: Link): NetDevice {
  const { index, name, kind, up, mtu, mac, addresses, master, peer } = link;
  return { traffic: undefined, index, name, kind, up, carrier: link.hasCarrier, mtu, mac, addresses, master: master?.name, peerIndex: peer?.index, peerElsewhere: peer !== undefined && peer.space !== link.space, link };
}
