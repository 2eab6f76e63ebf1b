/** The files of /proc/PID/net: the network namespace of a process. */
import { fnv32a } from '../../base/index.ts';
import { parseAddress } from '../network/address.ts';
import { devicesOf } from '../network/net-devices.ts';
import type { NetNamespace } from '../network/net-namespace.ts';
import { neighboursOf } from '../network/neighbours.ts';
import { routeTable } from '../network/route-table.ts';
import { Socket } from '../network/socket.ts';
import type { Process } from '../process/process.ts';

export const netFiles: Readonly<Record<string, (process: Process) => string>> = {
  arp: ({ namespaces: { net } }) => arpText(net),
  dev: ({ namespaces: { net } }) => devText(net),
  route: ({ namespaces: { net } }) => routeText(net),
  tcp: (process) => socketsText(process, 'tcp'),
  udp: (process) => socketsText(process, 'udp'),
};

function devText(space: NetNamespace): string {
  const rows = devicesOf(space).map(({ name, traffic }) => {
    const { rxBytes = 0, rxPackets = 0, txBytes = 0, txPackets = 0 } = traffic ?? {};
    const [received, sent] = [[rxBytes, rxPackets], [txBytes, txPackets]].map(([bytes, packets]) => `${String(bytes).padStart(7)} ${String(packets).padStart(7)}`);
    return `${name.padStart(6)}: ${received!}    0    0    0     0          0         0 ${sent!}    0    0    0     0       0          0\n`;
  });
  return `Inter-|   Receive                                                |  Transmit\n face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n${rows.join('')}`;
}

const UP = 1;
const GATEWAY = 2;
const HOST = 4;
const ROUTE_WIDTH = 127;

function routeText(space: NetNamespace): string {
  const rows = routeTable(space).map(({ to, via, dev }) => {
    const flags = UP | (via === undefined ? 0 : GATEWAY) | (to.bits === 32 ? HOST : 0);
    const mask = hexOf(2 ** 32 - to.size);
    return [dev, hexOf(to.base), hexOf(via === undefined ? 0 : parseAddress(via)!), hex(flags, 4), 0, 0, 0, mask, 0, 0, 0].join('\t');
  });
  const head = 'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT';
  return [head, ...rows].map((row) => `${row.padEnd(ROUTE_WIDTH)}\n`).join('');
}

function arpText(space: NetNamespace): string {
  const rows = neighboursOf(space, routeTable(space)).map(
    ({ address, mac, dev }) => `${address.padEnd(16)} 0x1         0x${mac === undefined ? '0' : '2'}         ${mac ?? '00:00:00:00:00:00'}     *        ${dev}\n`,
  );
  return `IP address       HW type     Flags       HW address            Mask     Device\n${rows.join('')}`;
}

interface Row {
  readonly local: string;
  readonly remote: string;
  readonly state: string;
  readonly uid: number;
  readonly inode: number;
}

const LISTEN = '0A';
const ESTABLISHED = '01';
const UNCONNECTED = '07';
const SOCKET_WIDTH = 149;

function socketsText({ host, namespaces: { net } }: Process, protocol: 'tcp' | 'udp'): string {
  const rows: Row[] = [];
  for (const { protocol: its, address, port, unix, process } of net.listeners) {
    if (unix !== undefined || its !== protocol) continue;
    rows.push({ local: `${address}:${port}`, remote: '0.0.0.0:0', state: protocol === 'tcp' ? LISTEN : UNCONNECTED, uid: process.uid, inode: 10_000 + (fnv32a(`${port} ${process.hostPid}`) % 50_000) });
  }
  if (protocol === 'tcp') {
    for (const process of host.processes.values()) {
      if (process.namespaces.net !== net) continue;
      for (const [, file] of process.fds.entries()) {
        if (!(file instanceof Socket) || !file.local.includes(':')) continue;
        rows.push({ local: file.local, remote: file.remote, state: ESTABLISHED, uid: process.uid, inode: Number(/\d+/.exec(file.label)?.[0] ?? 0) });
      }
    }
  }
  const lines = rows.map(({ local, remote, state, uid, inode }, i) =>
    `${String(i).padStart(4)}: ${placeOf(local)} ${placeOf(remote)} ${state} 00000000:00000000 00:00000000 00000000 ${String(uid).padStart(5)}        0 ${inode} 1 0000000000000000 100 0 0 10 0`,
  );
  return ['  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode', ...lines].map((line) => `${line.padEnd(SOCKET_WIDTH)}\n`).join('');
}

function placeOf(place: string): string {
  const at = place.lastIndexOf(':');
  return `${hexOf(parseAddress(place.slice(0, at)) ?? 0)}:${hex(Number(place.slice(at + 1)), 4)}`;
}

/** An address as it lies in memory, its first byte last. */
function hexOf(address: number): string {
  return hex(address, 8).replace(/(..)(..)(..)(..)/, '$4$3$2$1');
}

function hex(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, '0');
}
