/** ifconfig, host, telnet and logger: the network and the journal in the words of older programs. */
import { askDns, connectTo, devicesOf, NetError, netWords, networkOf, parseAddress, poll, read, formatAddress, Socket, write, type DnsQuestion, type NetDevice } from '../../host/index.ts';
import { accountById } from '../accounts.ts';
import { reverseName, resolverOf } from '../more/resolver.ts';
import { readAllLines } from '../tool/inputs.ts';
import { complain, print, refuse, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';

export const ifconfig: Tool = {
  usage: '[-a] [-s] [interface]',
  options: { flags: 'as' },
  *run(call) {
    const [name, ...more] = call.operands;
    if (more.length > 0) return yield* complain(call, 'devices are only shown here: use ip address and ip link to change them');
    const all = devicesOf(call.p.namespaces.net);
    if (name !== undefined && !all.some((device) => device.name === name)) return yield* complain(call, `${name}: error fetching interface information: Device not found`);
    yield* print(all.filter((device) => (name === undefined ? device.up || call.options.has('a') : device.name === name)).map((device) => `${deviceText(device)}\n`).join(''));
    return 0;
  },
};

function deviceText({ name, kind, up, carrier, mtu, mac, addresses, traffic }: NetDevice): string {
  const loopback = kind === 'loopback';
  const flags: readonly (readonly [string, number, boolean])[] = [['UP', 1, up], ['BROADCAST', 2, !loopback], ['LOOPBACK', 8, loopback], ['RUNNING', 64, carrier], ['MULTICAST', 4096, !loopback]];
  const set = flags.filter(([, , on]) => on);
  const lines = [`${name}: flags=${set.reduce((sum, [, bit]) => sum + bit, 0)}<${set.map(([flag]) => flag).join(',')}>  mtu ${mtu}`];
  for (const { address, bits } of addresses) {
    const { base, size } = networkOf(address, bits);
    lines.push(`        inet ${address}  netmask ${formatAddress(2 ** 32 - size)}${loopback ? '' : `  broadcast ${formatAddress(base + size - 1)}`}`);
  }
  lines.push(loopback ? '        loop  txqueuelen 1000  (Local Loopback)' : `        ether ${mac}  txqueuelen 0  (Ethernet)`);
  const { rxBytes = 0, rxPackets = 0, txBytes = 0, txPackets = 0 } = traffic ?? {};
  for (const [way, bytes, packets, errors] of [['RX', rxBytes, rxPackets, 'dropped 0  overruns 0  frame 0'], ['TX', txBytes, txPackets, 'dropped 0 overruns 0  carrier 0  collisions 0']] as const) {
    lines.push(`        ${way} packets ${packets}  bytes ${bytes} (${decimalSize(bytes)})`, `        ${way} errors 0  ${errors}`);
  }
  return `${lines.join('\n')}\n`;
}

function decimalSize(bytes: number): string {
  const power = bytes < 1_000 ? 0 : bytes < 1_000_000 ? 1 : bytes < 1_000_000_000 ? 2 : 3;
  return `${(bytes / 1_000 ** power).toFixed(1)} ${['B', 'KB', 'MB', 'GB'][power]!}`;
}

export const host: Tool = {
  usage: '[-t type] name [server]',
  options: { flags: 'av46', values: 'tWR' },
  *run(call) {
    const [name, given] = call.operands;
    if (name === undefined) return yield* refuse(call, 'no name');
    const { servers, candidates } = resolverOf(call.p.files);
    const server = given ?? servers[0] ?? '127.0.0.1';
    const reversed = parseAddress(name) !== undefined;
    const type = call.options.value('t')?.toUpperCase();
    const types = reversed ? ['PTR'] : type === undefined ? ['A', 'AAAA', 'MX'] : [type];
    let status = 'NXDOMAIN';
    for (const candidate of reversed ? [reverseName(name)] : candidates(name)) {
      const lines: string[] = [];
      for (const one of types) {
        try {
          const answer = yield* askDns(server, { name: candidate, type: one as DnsQuestion['type'] });
          ({ status } = answer);
          lines.push(...answer.records.map((record) => recordLine(record.name, record.type, record.data)));
        } catch (error) {
          if (!(error instanceof NetError)) throw error;
          yield* print(`;; communications error to ${server}#53: ${error.code === 'ECONNREFUSED' ? 'connection refused' : 'timed out'}\n;; no servers could be reached\n`);
          return 1;
        }
      }
      if (lines.length === 0) continue;
      yield* print(lines.join(''));
      return 0;
    }
    yield* print(status === 'NOERROR' ? `${name} has no ${types[0]!} record\n` : `Host ${reversed ? `${reverseName(name)}.` : name} not found: 3(${status})\n`);
    return 1;
  },
};

function recordLine(name: string, type: string, data: string): string {
  const words = { A: 'has address', AAAA: 'has IPv6 address', CNAME: 'is an alias for', PTR: 'domain name pointer', MX: 'mail is handled by' }[type] ?? `has ${type} record`;
  return `${name} ${words} ${data}${type === 'CNAME' || type === 'PTR' ? '.' : ''}\n`;
}

export const telnet: Tool = {
  usage: '[host [port]]',
  options: { flags: 'E468aKL', values: 'lb' },
  *run(call) {
    const [name, port = '23'] = call.operands;
    if (name === undefined) return yield* complain(call, 'the prompt of its own is not part of this world: telnet HOST PORT');
    const number = Number(port);
    if (!Number.isInteger(number)) return yield* complain(call, `could not resolve ${name}/${port}: Servname not supported for ai_socktype`);
    const address = parseAddress(name) === undefined ? undefined : name;
    try {
      const fd: number = yield connectTo(address === undefined ? { host: name, port: number } : { address, port: number });
      const socket = call.p.fds.get(fd);
      const reached = socket instanceof Socket ? socket.remote.replace(/:\d+$/, '') : name;
      yield* print(`Trying ${reached}...\nConnected to ${name}.\nEscape character is '^]'.\n`);
      return yield* talk(call, fd);
    } catch (error) {
      if (!(error instanceof NetError)) throw error;
      if (error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN') return yield* complain(call, `could not resolve ${name}/${port}: ${netWords(error.code)}`);
      if (address !== undefined) yield* print(`Trying ${address}...\n`);
      return yield* complain(call, `Unable to connect to remote host: ${netWords(error.code)}`);
    }
  },
};

function* talk(call: ToolCall, fd: number): ToolRun {
  for (;;) {
    const ready: number = yield poll([fd, 0]);
    const bytes: Uint8Array | null = yield read(ready);
    if (bytes === null && ready === fd) {
      yield* print('Connection closed by foreign host.\n');
      return 1;
    }
    if (bytes === null || (ready === 0 && bytes[0] === 0x1d)) {
      yield* print('Connection closed.\n');
      call.p.close(fd);
      return 0;
    }
    yield write(ready === fd ? 1 : fd, bytes);
  }
}

/** Into the journal of the machine. */
export const logger: Tool = {
  usage: '[options] [<message>]',
  options: { flags: 'isePT', values: 'tpfn', long: { tag: 't', priority: 'p', id: 'i', stderr: 's', file: 'f' } },
  *run(call) {
    const { p, operands, options } = call;
    const tag = options.value('t') ?? accountById(p.files, p.uid)?.name ?? String(p.uid);
    const lines = operands.length > 0 ? [operands.join(' ')] : yield* readAllLines(0);
    for (const line of lines) {
      p.host.init.journal.add(p.host.wallMs, '', tag, options.has('i') ? p.hostPid : 0, line);
      if (options.has('s')) yield write(2, `<13>${tag}: ${line}\n`);
    }
    return 0;
  },
};
