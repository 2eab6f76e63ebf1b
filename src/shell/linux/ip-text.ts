/** How ip shows a device and its addresses. */
import type { NetDevice, NetNamespace, Process } from '../../host/index.ts';
import { netnsNameOf } from './ip-netns.ts';

function flagsOf(device: NetDevice, all: readonly NetDevice[]): string {
  const { kind, up, carrier, peerIndex } = device;
  const peer = all.find((d) => d.index === peerIndex);
  const flags = [
    ...(up && !carrier ? ['NO-CARRIER'] : []),
    ...(kind === 'loopback' ? ['LOOPBACK'] : kind === 'dummy' ? ['BROADCAST', 'NOARP'] : ['BROADCAST', 'MULTICAST']),
    ...(up ? ['UP'] : []),
    ...(up && carrier ? ['LOWER_UP'] : []),
    ...(kind === 'veth' && peer && !device.peerElsewhere && !peer.up ? ['M-DOWN'] : []),
  ];
  return `<${flags.join(',')}>`;
}

function stateOf({ kind, up, carrier }: NetDevice): string {
  if (!up) return 'DOWN';
  if (kind === 'loopback' || kind === 'dummy') return 'UNKNOWN';
  if (carrier) return 'UP';
  return kind === 'veth' ? 'LOWERLAYERDOWN' : 'DOWN';
}

function titleOf({ name, peerIndex, peerElsewhere }: NetDevice, all: readonly NetDevice[]): string {
  if (peerIndex === undefined) return name;
  const peer = peerElsewhere ? undefined : all.find((d) => d.index === peerIndex);
  return `${name}@${peer ? peer.name : `if${peerIndex}`}`;
}

/** Of `ip link`, with the mode; of `ip addr`, with the addresses. */
export function deviceLines(p: Process, space: NetNamespace, device: NetDevice, all: readonly NetDevice[], asLink: boolean): string {
  const { index, kind, mtu, up, mac, master, addresses } = device;
  const discipline = !up ? 'noop' : kind === 'ether' ? 'fq_codel' : 'noqueue';
  const head = `${index}: ${titleOf(device, all)}: ${flagsOf(device, all)} mtu ${mtu} qdisc ${discipline}${master ? ` master ${master}` : ''} state ${stateOf(device)} ${asLink ? 'mode DEFAULT ' : ''}group default qlen 1000\n`;
  const cast = kind === 'loopback' ? '00:00:00:00:00:00' : 'ff:ff:ff:ff:ff:ff';
  const link = `    link/${kind === 'loopback' ? 'loopback' : 'ether'} ${mac} brd ${cast}${elsewhere(p, space, device)}\n`;
  if (asLink) return head + link;
  const lines = addresses.map((a) => `    inet ${a.address}/${a.bits} ${broadcast(device, a)}scope ${kind === 'loopback' ? 'host' : 'global'} ${device.name}\n       valid_lft forever preferred_lft forever\n`);
  return head + link + lines.join('');
}

/** Daemons set a broadcast address; `ip addr add` does not. */
function broadcast({ kind, link }: NetDevice, { address, bits }: { readonly address: string; readonly bits: number }): string {
  if (link || kind === 'loopback') return '';
  const parts = address.split('.').map(Number);
  const last = parts.map((part, i) => {
    const free = Math.min(8, Math.max(0, (i + 1) * 8 - bits));
    return part | (2 ** free - 1);
  });
  return `brd ${last.join('.')} `;
}

function elsewhere(p: Process, space: NetNamespace, { peerElsewhere, link }: NetDevice): string {
  if (!peerElsewhere) return '';
  const name = link?.peer && netnsNameOf(p, link.peer.space);
  return name === undefined || link?.peer?.space === space ? ' link-netnsid 0' : ` link-netns ${name}`;
}

export function briefLink(device: NetDevice, all: readonly NetDevice[]): string {
  return `${titleOf(device, all).padEnd(16)} ${stateOf(device).padEnd(14)} ${device.mac} ${flagsOf(device, all)} \n`;
}

export function briefAddress(device: NetDevice, all: readonly NetDevice[]): string {
  return `${titleOf(device, all).padEnd(16)} ${stateOf(device).padEnd(14)} ${device.addresses.map((a) => `${a.address}/${a.bits} `).join('')}\n`;
}
