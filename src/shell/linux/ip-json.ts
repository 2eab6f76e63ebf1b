/** What ip says with -json, on one line or with -pretty. */
import { netnsNameOf } from './ip-netns.ts';
import type { IpCall } from './ip-call.ts';
import { broadcastOf, castOf, disciplineOf, flagsOf, stateOf } from './ip-text.ts';
import type { LinkAddress, NetDevice } from '../../host/index.ts';

export type Json = string | number | readonly Json[] | { readonly [name: string]: Json | undefined };

const FOREVER = 4_294_967_295;

export function deviceJson({ call, space, brief, four, counts }: IpCall, device: NetDevice, all: readonly NetDevice[], asLink: boolean): Json {
  const { index, kind, mtu, mac, master, name, traffic, addresses } = device;
  const flags = flagsOf(device, all);
  if (brief) {
    const what = asLink ? { address: mac, flags } : { addr_info: addresses.map(({ address, bits }) => ({ local: address, prefixlen: bits })) };
    return { ...otherEnd(device, all), ifname: name, operstate: stateOf(device), ...what };
  }
  const netns = device.peerElsewhere && device.link?.peer ? netnsNameOf(call.p, device.link.peer.space) : undefined;
  const elsewhere = !device.peerElsewhere ? {} : netns === undefined || device.link?.peer?.space === space ? { link_netnsid: 0 } : { link_netns: netns };
  const { rxBytes = 0, rxPackets = 0, txBytes = 0, txPackets = 0 } = traffic ?? {};
  return {
    ifindex: index,
    ...otherEnd(device, all),
    ifname: name,
    flags,
    mtu,
    qdisc: disciplineOf(device),
    master,
    operstate: stateOf(device),
    linkmode: asLink ? 'DEFAULT' : undefined,
    group: 'default',
    txqlen: 1_000,
    ...(!(four && !asLink) && { link_type: kind === 'loopback' ? 'loopback' : 'ether', address: mac, broadcast: castOf(device), ...elsewhere }),
    addr_info: asLink ? undefined : addresses.map((a) => addressJson(device, a)),
    stats64: counts
      ? { rx: { bytes: rxBytes, packets: rxPackets, errors: 0, dropped: 0, over_errors: 0, multicast: 0 }, tx: { bytes: txBytes, packets: txPackets, errors: 0, dropped: 0, carrier_errors: 0, collisions: 0 } }
      : undefined,
  };
}

function otherEnd({ peerIndex, peerElsewhere }: NetDevice, all: readonly NetDevice[]): { readonly [name: string]: Json } {
  if (peerIndex === undefined) return {};
  const peer = peerElsewhere ? undefined : all.find((d) => d.index === peerIndex);
  return peer ? { link: peer.name } : { link_index: peerIndex };
}

function addressJson(device: NetDevice, a: LinkAddress): Json {
  return {
    family: 'inet',
    local: a.address,
    prefixlen: a.bits,
    broadcast: broadcastOf(device, a),
    scope: device.kind === 'loopback' ? 'host' : 'global',
    label: device.name,
    valid_life_time: FOREVER,
    preferred_life_time: FOREVER,
  };
}

const routeNames: Readonly<Record<string, string>> = { via: 'gateway', dev: 'dev', proto: 'protocol', scope: 'scope', src: 'prefsrc', metric: 'metric' };

/** From the words behind the destination. */
export function routeJson(dst: string, text: string): Json {
  const words = text.trim().split(' ');
  const told: Record<string, Json> = { dst };
  const flags: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const name = routeNames[words[i]!];
    if (name === undefined) flags.push(words[i]!);
    else told[name] = name === 'metric' ? Number(words[++i]) : words[++i]!;
  }
  return { ...told, flags };
}

export function jsonText(value: Json, pretty: boolean): string {
  return `${pretty ? spread(value, '') : JSON.stringify(value)}\n`;
}

const STEP = '    ';

/** Members of an object stand on lines of their own, those of a list follow each other. */
function spread(value: Json, indent: string): string {
  if (typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return value.length === 0 ? '[ ]' : `[ ${value.map((one: Json) => spread(one, indent + STEP)).join(',')} ]`;
  const members = Object.entries(value).filter(([, one]) => one !== undefined);
  return `{\n${members.map(([name, one]) => `${indent}${STEP}${JSON.stringify(name)}: ${spread(one as Json, indent + STEP)}`).join(',\n')}\n${indent}}`;
}
