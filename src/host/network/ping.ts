/** Echo requests: whether a machine answers, and how long its answer takes. */
import { NetError } from '../errors.ts';
import { SystemCall } from '../syscall.ts';
import { countPackets } from './traffic.ts';
import { findWay, isObstacle, noteWay } from './way.ts';

export interface Echo {
  readonly address: string; // who answered
  readonly ms: number;
}

const ECHO_BYTES = 98;

/** One echo request to an address. ETIMEDOUT when nothing comes back, EHOSTUNREACH when a neighbour is missing, ENETUNREACH without a way. */
export function ping(address: string, timeoutMs = 1_000): SystemCall<Echo> {
  return new SystemCall('ping', (process, done, fail) => {
    const { clock } = process.host;
    const from = process.namespaces.net;
    const way = findWay(from, 'icmp', address, 0);
    if (isObstacle(way)) {
      if (way.afterMs === 0) return fail(new NetError(way.code, address));
      const code = way.afterMs <= timeoutMs ? way.code : 'ETIMEDOUT';
      return clock.after(Math.min(way.afterMs, timeoutMs), process.name, () => fail(new NetError(code, address)));
    }
    noteWay(from, way, clock.now);
    const { network } = from.stack;
    const there = way.to.stack;
    const ms = there === from.stack ? 0 : network.latencyMs(from.stack.host.name, there.host.name) + network.latencyMs(there.host.name, from.stack.host.name);
    if (ms > timeoutMs) return clock.after(timeoutMs, process.name, () => fail(new NetError('ETIMEDOUT', address)));
    countPackets(from, way.to, ECHO_BYTES, 1);
    countPackets(way.to, from, ECHO_BYTES, 1);
    if (ms === 0) return done({ address: way.address, ms });
    return clock.after(ms, process.name, () => done({ address: way.address, ms }));
  });
}
