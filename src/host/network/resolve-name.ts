/** From a name to addresses, as the C library does it: the hosts file, then each candidate name at each server, in virtual time. */
import type { Cancel } from '../../sim/index.ts';
import { NetError } from '../errors.ts';
import type { Process } from '../process/process.ts';
import { SystemCall } from '../syscall.ts';
import { parseAddress } from './address.ts';
import type { DnsAnswer, DnsQuestion } from './listener.ts';
import { candidates, hostsEntry, resolvConf, type ResolvConf } from './resolv-conf.ts';
import { reach } from './way.ts';

const DNS_PORT = 53;
const TTL_S = 30;

/** The IPv4 addresses of a name. ENOTFOUND when there is no such name, EAI_AGAIN when no server would say. */
export function resolve(name: string): SystemCall<readonly string[]> {
  return new SystemCall('resolve', (process, done, fail) => resolveName(process, name, done, fail));
}

/** One question to one server, as dig asks it. ETIMEDOUT, ECONNREFUSED. */
export function askDns(server: string, question: DnsQuestion, timeoutMs = 5_000): SystemCall<DnsAnswer> {
  return new SystemCall('resolve', (process, done, fail) => ask(process, server, question, timeoutMs, done, fail));
}

export function resolveName(process: Process, name: string, done: (addresses: readonly string[]) => void, fail: (error: NetError) => void): Cancel | void {
  if (parseAddress(name) !== undefined) return done([name]);
  const known = hostsEntry(process.files, name);
  if (known.length > 0) return done(known);
  if (name === '') return fail(new NetError('ENOTFOUND', name));
  if (name.includes(':')) return fail(new NetError('ENETUNREACH', name)); // an address of IPv6, which is off on all machines
  return new Search(process, name, resolvConf(process.files), done, fail).begin();
}

class Search {
  private readonly process: Process;
  private readonly name: string;
  private readonly conf: ResolvConf;
  private readonly names: readonly string[];
  private readonly done: (addresses: readonly string[]) => void;
  private readonly fail: (error: NetError) => void;
  private cancel: Cancel | void = undefined;
  private over = false;

  constructor(process: Process, name: string, conf: ResolvConf, done: (addresses: readonly string[]) => void, fail: (error: NetError) => void) {
    this.process = process;
    this.name = name;
    this.conf = conf;
    this.names = candidates(name, conf);
    this.done = done;
    this.fail = fail;
  }

  begin(): Cancel {
    this.attempt(0, 0);
    return () => {
      this.over = true;
      this.cancel?.();
    };
  }

  /** The candidate at `at`, asked for the `tries`-th time: over all servers, `attempts` times. */
  private attempt(at: number, tries: number): void {
    const name = this.names[at];
    if (name === undefined) return this.fail(new NetError('ENOTFOUND', this.name));
    const { nameservers, attempts, timeoutMs } = this.conf;
    if (tries >= nameservers.length * attempts) return this.fail(new NetError('EAI_AGAIN', this.name));
    const next = () => {
      if (!this.over) this.attempt(at, tries + 1);
    };
    this.cancel = ask(this.process, nameservers[tries % nameservers.length]!, { name, type: 'A' }, timeoutMs, (answer) => {
      if (this.over) return;
      if (answer.status === 'SERVFAIL' || answer.status === 'REFUSED') return next();
      const addresses = answer.records.filter((r) => r.type === 'A').map((r) => r.data);
      if (addresses.length > 0) this.done(addresses);
      else this.attempt(at + 1, 0);
    }, next);
  }
}

function ask(
  process: Process,
  server: string,
  question: DnsQuestion,
  timeoutMs: number,
  done: (answer: DnsAnswer) => void,
  fail: (error: NetError) => void,
): Cancel | void {
  const { network } = process.host.network;
  const from = process.namespaces.net;
  let settled = false;
  const settle = (then: () => void): void => {
    if (settled) return;
    settled = true;
    cancelTimer?.();
    cancelReach?.();
    then();
  };
  let cancelReach: Cancel | void = undefined;
  let cancelTimer: Cancel | undefined;
  const answered = (answer: DnsAnswer) => settle(() => done(answer));
  if (server === network.resolverAddress && process.host.network.reachesResolver(from)) return answered(fromZone(network.lookUp(question.name), question));
  cancelReach = reach(from, 'udp', server, DNS_PORT, timeoutMs, (listener, way) => {
    if (!listener.dns) return settle(() => fail(new NetError('ECONNREFUSED', server)));
    const { trace } = process.host;
    trace.during(process.cause, () => listener.dns!(question, answered, { address: way.source }));
  }, (error) => settle(() => fail(error)));
  if (!settled) cancelTimer = network.clock.after(timeoutMs, process.name, () => settle(() => fail(new NetError('ETIMEDOUT', server))));
  return () => settle(() => {});
}

function fromZone(addresses: readonly string[] | undefined, { name, type }: DnsQuestion): DnsAnswer {
  if (!addresses) return { status: 'NXDOMAIN', records: [] };
  return { status: 'NOERROR', records: type === 'A' ? addresses.map((data) => ({ name, type, ttlS: TTL_S, data })) : [] };
}
