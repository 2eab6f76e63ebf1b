/** ifconfig and ping as a Mac has them. */
import { devicesOf, formatAddress, NetError, netWords, networkOf, parseAddress, ping as echo, resolve, sleep, write, type Echo, type NetDevice } from '../../host/index.ts';
import { complain, print, refuse, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';

const names: Readonly<Record<string, string>> = { lo: 'lo0', eth0: 'en0' };

export const ifconfig: Tool = {
  usage: '[-a] [interface]',
  options: { flags: 'alu' },
  *run(call) {
    const [name] = call.operands;
    const all = devicesOf(call.p.namespaces.net).filter((device) => name === undefined || nameOf(device) === name);
    if (all.length === 0) return yield* complain(call, `interface ${name} does not exist`);
    yield* print(all.map(deviceText).join(''));
    return 0;
  },
};

function nameOf({ name }: NetDevice): string {
  return names[name] ?? name;
}

function deviceText(device: NetDevice): string {
  const { kind, up, carrier, mtu, mac, addresses } = device;
  const loopback = kind === 'loopback';
  const flags: readonly (readonly [string, number, boolean])[] = [['UP', 1, up], ['BROADCAST', 2, !loopback], ['SMART', 32, !loopback], ['LOOPBACK', 8, loopback], ['RUNNING', 64, carrier], ['SIMPLEX', 2_048, !loopback], ['MULTICAST', 32_768, true]];
  const set = flags.filter(([, , on]) => on);
  const lines = [`${nameOf(device)}: flags=${set.reduce((sum, [, bit]) => sum + bit, 0).toString(16)}<${set.map(([flag]) => flag).join(',')}> mtu ${loopback ? 16_384 : mtu}`];
  if (!loopback) lines.push(`\tether ${mac}`);
  for (const { address, bits } of addresses) {
    const { base, size } = networkOf(address, bits);
    lines.push(`\tinet ${address} netmask 0x${(2 ** 32 - size).toString(16)}${loopback ? '' : ` broadcast ${formatAddress(base + size - 1)}`}`);
  }
  if (!loopback) lines.push(`\tstatus: ${carrier ? 'active' : 'inactive'}`);
  return `${lines.join('\n')}\n`;
}

export const ping: Tool = {
  usage: '[-AaDdfnoQqRrv] [-c count] [-i wait] [-s packetsize] [-t timeout] [-W waittime] host',
  usageCode: 64,
  options: { flags: 'AaDdfnoQqRrv', values: 'cistW' },
  *run(call) {
    const { operands, options, p } = call;
    const [host] = operands;
    if (host === undefined) return yield* refuse(call, 'missing host', 64);
    let address = host;
    try {
      if (parseAddress(host) === undefined) address = (yield* resolve(host))[0] ?? host;
    } catch (error) {
      if (!(error instanceof NetError)) throw error;
      return yield* complain(call, `cannot resolve ${host}: Unknown host`, 68);
    }
    const size = Number(options.value('s') ?? 56);
    yield* print(`PING ${host} (${address}): ${size} data bytes\n`);
    const tally: Tally = { sent: 0, timesUs: [], stopped: false };
    p.on('SIGINT', () => {
      tally.stopped = true;
      return 'interrupt';
    });
    try {
      yield* probes(call, address, size, tally);
    } catch (error) {
      if (!tally.stopped) throw error;
    }
    yield* report(host, tally);
    return tally.timesUs.length > 0 ? 0 : 2;
  },
};

interface Tally {
  sent: number;
  readonly timesUs: number[];
  stopped: boolean;
}

function* probes({ p, options }: ToolCall, address: string, size: number, tally: Tally): ToolRun<void> {
  const count = Number(options.value('c') ?? Infinity);
  const intervalMs = Number(options.value('i') ?? 1) * 1_000;
  const waitMs = Number(options.value('W') ?? 1_000);
  const untilMs = p.host.clock.now + Number(options.value('t') ?? Infinity) * 1_000;
  for (let n = 0; n < count && !tally.stopped && p.host.clock.now < untilMs; n++) {
    const startedMs = p.host.clock.now;
    tally.sent++;
    try {
      const { ms }: Echo = yield echo(address, waitMs);
      const us = ms * 1_000 + p.random.between(45, 110);
      tally.timesUs.push(us);
      yield* print(`${size + 8} bytes from ${address}: icmp_seq=${n} ttl=64 time=${(us / 1_000).toFixed(3)} ms\n`);
    } catch (error) {
      if (!(error instanceof NetError)) throw error;
      if (error.code === 'ETIMEDOUT') {
        if (n < count - 1) yield* print(`Request timeout for icmp_seq ${n}\n`); // the last one is only counted
      } else yield write(2, `ping: sendto: ${netWords(error.code)}\n`);
    }
    const left = intervalMs - (p.host.clock.now - startedMs);
    if (n < count - 1 && left > 0) yield sleep(left);
  }
}

function* report(host: string, { sent, timesUs }: Tally): ToolRun<void> {
  const loss = sent === 0 ? 0 : ((sent - timesUs.length) * 100) / sent;
  yield* print(`\n--- ${host} ping statistics ---\n${sent} packets transmitted, ${timesUs.length} packets received, ${loss.toFixed(1)}% packet loss\n`);
  if (timesUs.length === 0) return;
  const mean = timesUs.reduce((sum, us) => sum + us, 0) / timesUs.length;
  const spread = timesUs.reduce((sum, us) => sum + Math.abs(us - mean), 0) / timesUs.length;
  const shown = [Math.min(...timesUs), mean, Math.max(...timesUs), spread].map((us) => (us / 1_000).toFixed(3));
  yield* print(`round-trip min/avg/max/stddev = ${shown.join('/')} ms\n`);
}
