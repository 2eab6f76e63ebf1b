/** ss: who listens where, in one's network namespace. */
import { fnv32a } from '../../base/index.ts';
import type { Listener } from '../../host/index.ts';
import { largest } from '../tool/many.ts';
import { print, type Tool } from '../tool/tool.ts';

export const ss: Tool = {
  usage: '[ OPTIONS ] [ FILTER ]',
  options: { flags: 'tulnpax4He', long: { tcp: 't', udp: 'u', listening: 'l', numeric: 'n', processes: 'p', all: 'a', unix: 'x', 'no-header': 'H' } },
  *run(call) {
    const { p, options } = call;
    const shows = options.has('l') || options.has('a');
    const both = !options.has('t') && !options.has('u') && !options.has('x');
    const listeners = shows ? p.namespaces.net.listeners.filter((l) => both || (l.protocol === 'tcp' && options.has('t')) || (l.protocol === 'udp' && options.has('u'))) : [];
    const kinds = ['t', 'u', 'x'].filter((kind) => options.has(kind));
    const netid = both || kinds.length > 1 || kinds[0] === 'x';
    const named = shows && (both || options.has('x')) ? [...p.host.unixSockets.all].filter((l) => l.namespace === p.namespaces.net) : [];
    const withProcess = options.has('p');
    const head = [...(netid ? ['Netid'] : []), 'State', 'Recv-Q', 'Send-Q', 'Local Address:Port', 'Peer Address:Port', 'Process'];
    const users = ({ process }: Listener): string => (withProcess && (p.uid === 0 || p.uid === process.uid) ? `users:(("${process.name}",pid=${process.pidIn(p.namespaces.pid)},fd=3))` : '');
    const unix = named.map((l) => ['u_str', 'LISTEN', '0', '4096', `${l.unix!}:${inodeOf(l)}`, '*:0', users(l)]);
    const rows = [...unix, ...[...listeners].sort(byPlace).map((l) => [
      ...(netid ? [l.protocol] : []),
      l.protocol === 'udp' ? 'UNCONN' : 'LISTEN',
      '0',
      l.protocol === 'udp' ? '0' : '4096',
      `${l.address}:${l.port}`,
      '0.0.0.0:*',
      users(l),
    ])];
    const all = options.has('H') ? rows : [head, ...rows];
    const widths = head.map((_, i) => largest(all, (row) => row[i]!.length));
    const local = netid ? 4 : 3;
    yield* print(all.map((r) => `${r.map((cell, i) => (i === local || i === local + 1 ? aligned(cell, i, all) : cell.padEnd(widths[i]!))).join(' ').trimEnd()}\n`).join(''));
    return 0;
  },
};

export function inodeOf(listener: Listener): number {
  return 10_000 + (fnv32a(`${listener.unix ?? listener.port} ${listener.process.hostPid}`) % 50_000);
}

function byPlace(a: Listener, b: Listener): number {
  return (a.protocol < b.protocol ? -1 : a.protocol > b.protocol ? 1 : 0) || a.port - b.port || (a.address < b.address ? -1 : 1);
}

/** Addresses end and ports begin at the colon. */
function aligned(cell: string, column: number, rows: readonly (readonly string[])[]): string {
  const split = (text: string) => [text.slice(0, text.lastIndexOf(':')), text.slice(text.lastIndexOf(':') + 1)] as const;
  const parts = rows.map((r) => split(r[column]!));
  const [left, right] = [largest(parts, ([l]) => l.length), largest(parts, ([, r]) => r.length)];
  const [address, port] = split(cell);
  return address.startsWith('/') || cell === '*:0' ? `${address.padStart(left)} ${port.padEnd(right)}` : `${address.padStart(left)}:${port.padEnd(right)}`;
}
