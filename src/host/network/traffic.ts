/** What has gone over network devices, in bytes and packets as the wire has them: data in segments, each with its headers, and what answers for it. */
import type { NetNamespace } from './net-namespace.ts';

export class Traffic {
  rxBytes = 0;
  rxPackets = 0;
  txBytes = 0;
  txPackets = 0;

  receive(bytes: number, packets: number): void {
    this.rxBytes += bytes;
    this.rxPackets += packets;
  }

  send(bytes: number, packets: number): void {
    this.txBytes += bytes;
    this.txPackets += packets;
  }

  /** As the other end of the wire counts it. */
  seenFromOutside(): Traffic {
    const other = new Traffic();
    other.receive(this.txBytes, this.txPackets);
    other.send(this.rxBytes, this.rxPackets);
    return other;
  }
}

const SEGMENT_BYTES = 1_448;
const HEADER_BYTES = 66; // Ethernet, IP, TCP with time stamps
const SYN_BYTES = 74;

/** Data of a connection, and the acknowledgement of every other segment. */
export function countData(from: NetNamespace, to: NetNamespace, bytes: number): void {
  const packets = Math.ceil(bytes / SEGMENT_BYTES);
  const acknowledged = Math.ceil(packets / 2);
  countPackets(from, to, bytes + packets * HEADER_BYTES, packets);
  countPackets(to, from, acknowledged * HEADER_BYTES, acknowledged);
}

export function countOpening(client: NetNamespace, server: NetNamespace): void {
  countPackets(client, server, SYN_BYTES + HEADER_BYTES, 2);
  countPackets(server, client, SYN_BYTES, 1);
}

export function countClosing(client: NetNamespace, server: NetNamespace): void {
  countPackets(client, server, 2 * HEADER_BYTES, 2);
  countPackets(server, client, HEADER_BYTES, 1);
}

/** Over a bridge and a machine's own device only what goes through them. */
export function countPackets(from: NetNamespace, to: NetNamespace, bytes: number, packets: number): void {
  if (from === to) {
    from.loopback.send(bytes, packets);
    from.loopback.receive(bytes, packets);
    return;
  }
  if (!from.isHost) {
    from.outside.send(bytes, packets);
    if (from.bridge !== to.bridge) from.bridge?.traffic.receive(bytes, packets);
  }
  if (!to.isHost) {
    to.outside.receive(bytes, packets);
    if (from.bridge !== to.bridge) to.bridge?.traffic.send(bytes, packets);
  }
  if (from.stack === to.stack) return;
  from.stack.namespace.outside.send(bytes, packets);
  to.stack.namespace.outside.receive(bytes, packets);
}
