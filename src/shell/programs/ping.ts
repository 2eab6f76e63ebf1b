/** ping: whether an address answers. The network here has no echo packets; an address is up when a port of it answers or refuses. */
import { connectTo, NetError, netWords, parseAddress, resolve, sleep, write } from '../../host/index.ts';
import { complain, print, refuse, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';

const PORT_NOBODY_LISTENS_ON = 1;
const ANSWER_MAX_MS = 1_000;

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
    yield* print(call.flavour === 'gnu' ? `PING ${host} (${address}) ${size}(${size + 28}) bytes of data.\n` : `PING ${host} (${address}): ${size} data bytes\n`);
    const count = Number(options.value('c') ?? Infinity);
    const intervalMs = Number(options.value('i') ?? 1) * 1000;
    const tally = new Tally(call, host, address, size);
    p.on('SIGINT', () => {
      tally.stopped = true;
      return 'interrupt';
    });
    try {
      for (let n = 1; n <= count && !tally.stopped; n++) {
        const startedMs = p.host.clock.now;
        yield* tally.one(n);
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
  private errors = 0;
  received = 0;
  stopped = false;

  constructor(call: ToolCall, host: string, address: string, size: number) {
    this.call = call;
    this.host = host;
    this.address = address;
    this.size = size;
    this.startedMs = call.p.host.clock.now;
  }

  *one(n: number): ToolRun<void> {
    this.sent++;
    const beforeMs = this.call.p.host.clock.now;
    const answer = yield* this.probe();
    const us = (this.call.p.host.clock.now - beforeMs) * 1000 + this.call.p.random.between(38, 96);
    if (answer === 'up') {
      this.received++;
      this.times.push(us);
      const time = (us / 1000).toFixed(3);
      if (this.call.options.has('q')) return;
      if (this.call.flavour === 'gnu') yield* print(`${this.size + 8} bytes from ${this.host === this.address ? '' : `${this.host} (`}${this.address}${this.host === this.address ? '' : ')'}: icmp_seq=${n} ttl=64 time=${time} ms\n`);
      else yield* print(`${this.size + 8} bytes from ${this.address}: seq=${n - 1} ttl=64 time=${time} ms\n`);
    } else if (answer === 'unreachable' && this.call.flavour === 'gnu') {
      this.errors++;
      yield* print(`From ${this.call.p.namespaces.net.address || '127.0.0.1'} icmp_seq=${n} Destination Host Unreachable\n`);
    }
  }

  private *probe(): ToolRun<'up' | 'silent' | 'unreachable'> {
    try {
      const fd: number = yield connectTo({ address: this.address, port: PORT_NOBODY_LISTENS_ON }, ANSWER_MAX_MS);
      this.call.p.close(fd);
      return 'up';
    } catch (error) {
      if (!(error instanceof NetError)) throw error;
      if (error.code === 'ECONNREFUSED') return 'up';
      if (error.code === 'ENETUNREACH') {
        yield write(2, `${this.call.name}: connect: Network is unreachable\n`);
        this.stopped = true;
      }
      return error.code === 'EHOSTUNREACH' ? 'unreachable' : 'silent';
    }
  }

  *report(): ToolRun<void> {
    const loss = this.sent === 0 ? 0 : Math.floor(((this.sent - this.received) * 100) / this.sent);
    const errors = this.errors > 0 ? `, +${this.errors} errors` : '';
    const elapsed = this.call.p.host.clock.now - this.startedMs;
    const gnu = this.call.flavour === 'gnu';
    yield* print(`\n--- ${this.host} ping statistics ---\n${this.sent} packets transmitted, ${this.received} ${gnu ? 'received' : 'packets received'}${errors}, ${loss}% packet loss${gnu ? `, time ${elapsed}ms` : ''}\n`);
    if (this.times.length === 0) return;
    const ms = (us: number) => (us / 1000).toFixed(3);
    const least = Math.min(...this.times);
    const most = Math.max(...this.times);
    const mean = this.times.reduce((sum, t) => sum + t, 0) / this.times.length;
    const spread = this.times.reduce((sum, t) => sum + Math.abs(t - mean), 0) / this.times.length;
    yield* print(gnu ? `rtt min/avg/max/mdev = ${ms(least)}/${ms(mean)}/${ms(most)}/${ms(spread)} ms\n` : `round-trip min/avg/max = ${ms(least)}/${ms(mean)}/${ms(most)} ms\n`);
  }
}
