/** nslookup: what the name servers of this machine say of a name. */
import { askDns, NetError, parseAddress, type DnsAnswer, type DnsQuestion } from '../../host/index.ts';
import { print, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';
import { reverseName, resolverOf } from './resolver.ts';

export const nslookup: Tool = {
  usage: '[-type=TYPE] name [server]',
  prepare: (args) => args.map((arg) => arg.replace(/^-(?=\w+=)/, '--')),
  options: { longValues: ['type', 'query', 'q', 'timeout', 'retry', 'port', 'class'], long: { querytype: 'type' } },
  *run(call) {
    const [name, given] = call.operands;
    if (name === undefined) {
      yield* print('usage: nslookup [-type=TYPE] name [server]\n');
      return 1;
    }
    const { servers, candidates } = resolverOf(call.p.files);
    const server = given ?? servers[0] ?? '127.0.0.1';
    const type = (call.options.value('type') ?? call.options.value('query') ?? call.options.value('q') ?? '').toUpperCase();
    const isReverse = parseAddress(name) !== undefined;
    const types: DnsQuestion['type'][] = isReverse ? ['PTR'] : type === '' || type === 'ANY' ? ['A', 'AAAA'] : [type as DnsQuestion['type']];
    const names = isReverse ? [reverseName(name)] : candidates(name);
    const busybox = call.flavour === 'busybox';
    let text = busybox ? `Server:\t\t${server}\nAddress:\t${server}:53\n\n` : '';
    let status: DnsAnswer['status'] = 'NXDOMAIN';
    for (const candidate of names) {
      const found = yield* ask(call, server, candidate, types);
      if ('silent' in found) return yield* unreachable(server, found.silent, busybox);
      status = found.status;
      if (found.records.length === 0) continue;
      if (!busybox) text += `Server:\t\t${server}\nAddress:\t${server}#53\n\n${candidate.endsWith('cluster.local') || candidate.includes('in-addr') ? '' : 'Non-authoritative answer:\n'}`;
      yield* print(`${text}${found.records.map(recordText).join('')}\n`);
      return 0;
    }
    const asked = isReverse ? reverseName(name) : name;
    yield* print(busybox ? `${text}** server can't find ${asked}: ${status}\n\n` : `Server:\t\t${server}\nAddress:\t${server}#53\n\n${status === 'NOERROR' ? `*** Can't find ${asked}: No answer` : `** server can't find ${asked}: ${status}`}\n\n`);
    return 1;
  },
};

type Found = { readonly status: DnsAnswer['status']; readonly records: DnsAnswer['records'] } | { readonly silent: string };

function* ask(call: ToolCall, server: string, name: string, types: readonly DnsQuestion['type'][]): ToolRun<Found> {
  const records: DnsAnswer['records'][number][] = [];
  let status: DnsAnswer['status'] = 'NOERROR';
  for (const type of types) {
    try {
      const answer = yield* askDns(server, { name, type });
      if (answer.status !== 'NOERROR') ({ status } = answer);
      records.push(...answer.records);
    } catch (error) {
      if (!(error instanceof NetError)) throw error;
      return { silent: error.code === 'ECONNREFUSED' ? 'connection refused' : 'timed out' };
    }
  }
  return { status, records };
}

function* unreachable(server: string, why: string, busybox: boolean): ToolRun {
  yield* print(busybox ? ';; connection timed out; no servers could be reached\n\n' : `${`;; communications error to ${server}#53: ${why}\n`.repeat(3)};; no servers could be reached\n\n`);
  return 1;
}

function recordText({ name, type, data }: DnsAnswer['records'][number]): string {
  switch (type) {
    case 'A':
    case 'AAAA':
      return `Name:\t${name}\nAddress: ${data}\n`;
    case 'CNAME':
      return `${name}\tcanonical name = ${data}.\n`;
    case 'PTR':
      return `${name}\tname = ${data}.\n`;
    case 'SRV':
      return `${name}\tservice = ${data}\n`;
    default:
      return `${name}\t${type} = ${data}\n`;
  }
}
