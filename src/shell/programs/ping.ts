/** ping: whether an address answers to echo requests, and how fast. */
import { findWay, isObstacle, NetError, netWords, parseAddress, ping as echo, resolve, sleep, write } from '../../host/index.ts';
import { largest } from '../tool/many.ts';
import { complain, print, refuse, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';

/** How long the last answer is waited for, and until the kernel has given up on a neighbour. */
const LINGER_MS = 10_000;
const NEIGHBOUR_MS = 3_100;
const COUNT_MAX = '9223372036854775807';

export const ping: Tool = {
  usage: '[options] <destination>',
  usageCode: 2,
  options: { flags: '46nqvADO', values: 'cWiswtI' },
  *run(call) {
    const { options, p } = call;
    const [host] = call.operands;
    if (host === undefined) return yield* refuse(call, 'usage error: Destination address required', 2);
    let address = host;
    if (options.has('6') || host.includes(':')) return yield* complain(call, `connect: ${netWords('ENETUNREACH')}`, 2); // no machine here has an address of version 6
    if (parseAddress(host) === undefined) {
      try {
        address = (yield* resolve(host))[0] ?? host;
      } catch (error) {
        if (!(error instanceof NetError)) throw error;
        return yield* complain(call, call.flavour === 'gnu' ? `${host}: ${netWords(error.code)}` : `bad address '${host}'`, call.flavour === 'gnu' ? 2 : 1);
      }
    }
    const size = Number(options.value('s') ?? 56);
    const count = Number(options.value('c') ?? Infinity);
    if (call.flavour === 'gnu' && (Number.isNaN(count) || count < 1)) return yield* complain(call, `invalid argument: '${options.value('c')!}'${Number.isNaN(count) ? '' : `: out of range: 1 <= value <= ${COUNT_MAX}`}`, 1);
    const way = findWay(p.namespaces.net, 'icmp', address, 0, true);
    if (call.flavour === 'gnu' && isObstacle(way) && way.code === 'ENETUNREACH') return yield* complain(call, `connect: ${netWords(way.code)}`, 2);
    yield* print(call.flavour === 'gnu' ? `PING ${host} (${address}) ${size}(${size + 28}) bytes of data.\n` : `PING ${host} (${address}): ${size} data bytes\n`);
    const intervalMs = Number(options.value('i') ?? 1) * 1000;
    const tally = new Tally(call, host, address, size);
    p.on('SIGINT', () => {
      tally.stopped = true;
      return 'interrupt';
    });
    try {
      for (let n = 1; n <= count && !tally.stopped; n++) {
        const startedMs = p.host.clock.now;
        yield* tally.one(n, n < count ? intervalMs : LINGER_MS);
        const left = intervalMs - (p.host.clock.now - startedMs);
        if (n < count && left > 0) yield sleep(left);
      }
    } catch (error) {
      if (!tally.stopped) throw error;
    }
    yield* tally.report();
    return tally.received > 0 ? 0 : 1;
  },
};

class Tally {
  private readonly call: ToolCall;
  private readonly host: string;
  private readonly address: string;
  private readonly size: number;
  private readonly startedMs: number;
  private readonly times: number[] = []; // microseconds
  private sent = 0;
  private lastMs: number;
  private errors = 0;
  received = 0;
  stopped = false;

  constructor(call: ToolCall, host: string, address: string, size: number) {
    this.call = call;
    this.host = host;
    this.address = address;
    this.size = size;
    this.startedMs = call.p.host.clock.now;
    this.lastMs = this.startedMs;
  }

  *one(n: number, waitMs: number): ToolRun<void> {
    this.sent++;
    const beforeMs = this.call.p.host.clock.now;
    this.lastMs = beforeMs;
    const answer = yield* this.probe(waitMs);
    const us = (this.call.p.host.clock.now - beforeMs) * 1000 + this.call.p.random.between(38, 96);
    if (answer === 'up') {
      this.received++;
      this.times.push(us);
      const time = (us / 1000).toFixed(3);
      if (this.call.options.has('q')) return;
      if (this.call.flavour === 'gnu') yield* print(`${this.size + 8} bytes from ${this.host === this.address ? '' : `${this.host} (`}${this.address}${this.host === this.address ? '' : ')'}: icmp_seq=${n} ttl=64 time=${time} ms\n`);
      else yield* print(`${this.size + 8} bytes from ${this.address}: seq=${n - 1} ttl=64 time=${time} ms\n`);
    } else if (answer !== 'silent' && this.call.flavour === 'gnu') {
      this.errors++;
      const who = answer === 'rejected' ? this.address : this.call.p.namespaces.net.address || '127.0.0.1';
      yield* print(`From ${who} icmp_seq=${n} Destination ${answer === 'rejected' ? 'Port' : 'Host'} Unreachable\n`);
    }
  }

  private *probe(waitMs: number): ToolRun<'up' | 'silent' | 'unreachable' | 'rejected'> {
    const { options, p } = this.call;
    const asked = options.value('W');
    const way = findWay(p.namespaces.net, 'icmp', this.address, 0, true);
    const patience = isObstacle(way) && way.code === 'EHOSTUNREACH' ? NEIGHBOUR_MS : waitMs;
    try {
      yield echo(this.address, asked === undefined ? patience : Math.min(patience, Number(asked) * 1000 || patience));
      return 'up';
    } catch (error) {
      if (!(error instanceof NetError)) throw error;
      if (error.code === 'ECONNREFUSED') return 'rejected';
      if (error.code === 'ENETUNREACH') {
        yield write(2, `${this.call.name}: ${this.call.flavour === 'gnu' ? 'sendmsg' : 'sendto'}: Network is unreachable\n`);
        this.stopped = true;
      }
      return error.code === 'EHOSTUNREACH' ? 'unreachable' : 'silent';
    }
  }

  *report(): ToolRun<void> {
    const loss = this.sent === 0 ? 0 : Math.floor(((this.sent - this.received) * 100) / this.sent);
    const errors = this.errors > 0 ? `, +${this.errors} errors` : '';
    const elapsed = this.lastMs - this.startedMs;
    const gnu = this.call.flavour === 'gnu';
    yield* print(`\n--- ${this.host} ping statistics ---\n${this.sent} packets transmitted, ${this.received} ${gnu ? 'received' : 'packets received'}${errors}, ${loss}% packet loss${gnu ? `, time ${elapsed}ms` : ''}\n`);
    if (this.times.length === 0) return;
    const ms = (us: number) => (us / 1000).toFixed(3);
    const most = largest(this.times, (t) => t);
    const least = most - largest(this.times, (t) => most - t);
    const mean = this.times.reduce((sum, t) => sum + t, 0) / this.times.length;
    const spread = this.times.reduce((sum, t) => sum + Math.abs(t - mean), 0) / this.times.length;
    yield* print(gnu ? `rtt min/avg/max/mdev = ${ms(least)}/${ms(mean)}/${ms(most)}/${ms(spread)} ms\n` : `round-trip min/avg/max = ${ms(least)}/${ms(mean)}/${ms(most)} ms\n`);
  }
}
