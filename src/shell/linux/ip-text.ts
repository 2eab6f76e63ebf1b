/** How ip shows a device and its addresses. */
import type { LinkAddress, NetDevice, NetNamespace, Process } from '../../host/index.ts';
import { detailsText } from './ip-details.ts';
import { netnsNameOf } from './ip-netns.ts';

export function flagsOf(device: NetDevice, all: readonly NetDevice[]): readonly string[] {
  const { kind, up, carrier, peerIndex } = device;
  const peer = all.find((d) => d.index === peerIndex);
  return [
    ...(up && !carrier ? ['NO-CARRIER'] : []),
    ...(kind === 'loopback' ? ['LOOPBACK'] : kind === 'dummy' ? ['BROADCAST', 'NOARP'] : ['BROADCAST', 'MULTICAST']),
    ...(up ? ['UP'] : []),
    ...(up && carrier ? ['LOWER_UP'] : []),
    ...(kind === 'veth' && peer && !device.peerElsewhere && !peer.up ? ['M-DOWN'] : []),
  ];
}

const flagsText = (device: NetDevice, all: readonly NetDevice[]): string => `<${flagsOf(device, all).join(',')}>`;

export function stateOf({ kind, up, carrier }: NetDevice): string {
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

export function disciplineOf({ up, kind }: NetDevice): string {
  if (!up) return 'noop';
  return kind === 'ether' ? 'fq_codel' : 'noqueue';
}

export function castOf({ kind }: NetDevice): string {
  return kind === 'loopback' ? '00:00:00:00:00:00' : 'ff:ff:ff:ff:ff:ff';
}

/** Of `ip link`, with the mode; of `ip addr`, with the addresses. */
export function deviceLines(p: Process, space: NetNamespace, device: NetDevice, all: readonly NetDevice[], asLink: boolean, { four = false, counts = false, details = false } = {}): string {
  const { index, kind, mtu, mac, master, addresses } = device;
  const head = `${index}: ${titleOf(device, all)}: ${flagsText(device, all)} mtu ${mtu} qdisc ${disciplineOf(device)}${master ? ` master ${master}` : ''} state ${stateOf(device)} ${asLink ? 'mode DEFAULT ' : ''}group default qlen 1000\n`;
  const link = `    link/${kind === 'loopback' ? 'loopback' : 'ether'} ${mac} brd ${castOf(device)}${elsewhere(p, space, device)}${details ? detailsText(p, device, all) : ''}\n`;
  const counted = counts ? trafficLines(device) : '';
  if (asLink) return head + link + counted;
  const lines = addresses.map((a) => `    ${inet(device, a)}\n       valid_lft forever preferred_lft forever\n`);
  return head + (four ? '' : link) + lines.join('') + counted;
}

function trafficLines({ traffic }: NetDevice): string {
  const { rxBytes = 0, rxPackets = 0, txBytes = 0, txPackets = 0 } = traffic ?? {};
  const row = (bytes: number, packets: number): string => `    ${String(bytes).padStart(10)} ${String(packets).padStart(7)}      0       0       0       0 \n`;
  return `    RX:  bytes packets errors dropped  missed   mcast           \n${row(rxBytes, rxPackets)}    TX:  bytes packets errors dropped carrier collsns           \n${row(txBytes, txPackets)}`;
}

function inet(device: NetDevice, a: LinkAddress): string {
  const brd = broadcastOf(device, a);
  return `inet ${a.address}/${a.bits} ${brd === undefined ? '' : `brd ${brd} `}scope ${device.kind === 'loopback' ? 'host' : 'global'} ${device.name}`;
}

/** Of `ip -o addr`: a line for each address. */
export function addressLines(device: NetDevice): string {
  return device.addresses.map((a) => `${device.index}: ${device.name}    ${inet(device, a)}\\       valid_lft forever preferred_lft forever\n`).join('');
}

/** Daemons set a broadcast address; `ip addr add` does not. */
export function broadcastOf({ kind, link }: NetDevice, { address, bits }: LinkAddress): string | undefined {
  if (link || kind === 'loopback') return undefined;
  const parts = address.split('.').map(Number);
  const last = parts.map((part, i) => {
    const free = Math.min(8, Math.max(0, (i + 1) * 8 - bits));
    return part | (2 ** free - 1);
  });
  return last.join('.');
}

function elsewhere(p: Process, space: NetNamespace, { peerElsewhere, link }: NetDevice): string {
  if (!peerElsewhere) return '';
  const name = link?.peer && netnsNameOf(p, link.peer.space);
  return name === undefined || link?.peer?.space === space ? ' link-netnsid 0' : ` link-netns ${name}`;
}

export function briefLink(device: NetDevice, all: readonly NetDevice[]): string {
  return `${titleOf(device, all).padEnd(16)} ${stateOf(device).padEnd(14)} ${device.mac} ${flagsText(device, all)} \n`;
}

export function briefAddress(device: NetDevice, all: readonly NetDevice[]): string {
  return `${titleOf(device, all).padEnd(16)} ${stateOf(device).padEnd(14)} ${device.addresses.map((a) => `${a.address}/${a.bits} `).join('')}\n`;
}
