/** dig: one question to a name server, and its answer in full. */
import { askDns, NetError, parseAddress, resolve, type DnsAnswer, type DnsQuestion } from '../../host/index.ts';
import { formatDate } from '../language/date-format.ts';
import { print, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';
import { resolverOf, reverseName } from './resolver.ts';

const types = new Set(['A', 'AAAA', 'CNAME', 'SRV', 'PTR', 'TXT', 'NS', 'SOA', 'MX']);

interface Query {
  name: string;
  type: DnsQuestion['type'];
  server: string;
  short: boolean;
  parts: Set<string>; // what of the answer is shown
  search: boolean;
  timeoutMs: number;
  tries: number;
}

export const dig: Tool = {
  usage: '[@server] [name] [type] [+option]...',
  options: { none: true },
  *run(call) {
    const query = readQuery(call);
    if (typeof query === 'string') {
      yield* print(query);
      return 1;
    }
    let { server } = query;
    if (parseAddress(server) === undefined) {
      try {
        server = (yield* resolve(server))[0] ?? server;
      } catch (error) {
        if (!(error instanceof NetError)) throw error;
        yield* print(`dig: couldn't get address for '${query.server}': not found\n`);
        return 10;
      }
    }
    const names = query.search ? resolverOf(call.p.files).candidates(query.name) : [query.name.replace(/\.$/, '')];
    return yield* ask(call, { ...query, server }, names);
  },
};

function* ask(call: ToolCall, query: Query, names: readonly string[]): ToolRun {
  const { server, type } = query;
  const { clock } = call.p.host;
  const heading = `\n; <<>> DiG 9.18.28 <<>> ${call.p.argv.slice(1).join(' ')}\n`;
  let found: { readonly name: string; readonly answer: DnsAnswer } | undefined;
  let startedMs = clock.now;
  let trouble = '';
  for (const name of names) {
    for (let tried = 0; tried < query.tries; tried++) {
      startedMs = clock.now;
      try {
        found = { name, answer: yield* askDns(server, { name, type }, query.timeoutMs) };
        break;
      } catch (error) {
        if (!(error instanceof NetError)) throw error;
        trouble += `;; communications error to ${server}#53: ${error.code === 'ECONNREFUSED' ? 'connection refused' : 'timed out'}\n`;
      }
    }
    if (!found) {
      yield* print(`${trouble}${query.short ? '' : `${heading};; global options: +cmd\n`};; no servers could be reached\n`);
      return 9;
    }
    if (found.answer.records.length > 0) break;
  }
  if (!found) return 9;
  if (query.short) {
    yield* print(found.answer.records.map((record) => `${dataText(record)}\n`).join(''));
    return 0;
  }
  yield* print(fullText(call, query, found.name, found.answer, clock.now - startedMs, heading));
  return 0;
}

function fullText(call: ToolCall, query: Query, name: string, answer: DnsAnswer, tookMs: number, heading: string): string {
  const id = call.p.random.fork(`dig ${call.p.pid}`).next() >>> 16;
  const { records } = answer;
  const row = (record: DnsAnswer['records'][number]) => `${`${record.name}.`.padEnd(23)}\t${record.ttlS}\tIN\t${record.type}\t${dataText(record)}\n`.replace(/^(\S{24,})\s*\t/, '$1 ');
  let text = '';
  if (query.parts.has('cmd')) text += `${heading};; global options: +cmd\n`;
  if (query.parts.has('comments')) {
    text += `;; Got answer:\n;; ->>HEADER<<- opcode: QUERY, status: ${answer.status}, id: ${id}\n;; flags: qr${name.endsWith('cluster.local') ? ' aa' : ''} rd ra; QUERY: 1, ANSWER: ${records.length}, AUTHORITY: 0, ADDITIONAL: 1\n\n;; OPT PSEUDOSECTION:\n; EDNS: version: 0, flags:; udp: 1232\n`;
  }
  if (query.parts.has('question')) text += `${query.parts.has('comments') ? ';; QUESTION SECTION:\n' : ''};${`${name}.`.padEnd(22)}\t\tIN\t${query.type}\n\n`.replace(/^(;[^\n]*\n)?;(\S{23,})\s*\t\t/m, '$1;$2 ');
  if (query.parts.has('answer') && records.length > 0) text += `${query.parts.has('comments') ? ';; ANSWER SECTION:\n' : ''}${records.map(row).join('')}${query.parts.has('comments') ? '\n' : ''}`;
  if (query.parts.has('stats')) text += `;; Query time: ${Math.round(tookMs)} msec\n;; SERVER: ${query.server}#53(${query.server}) (UDP)\n;; WHEN: ${formatDate('%a %b %d %H:%M:%S UTC %Y', call.p.host.wallMs)}\n;; MSG SIZE  rcvd: ${messageSize(name, records)}\n\n`;
  return text;
}

/** Bytes that the answer takes on the wire: header, question, records by compressed name, the pseudo record. */
function messageSize(name: string, records: DnsAnswer['records']): number {
  const dataSize = (record: DnsAnswer['records'][number]) => (record.type === 'A' ? 4 : record.type === 'AAAA' ? 16 : record.data.length + 2);
  return 12 + name.length + 2 + 4 + records.reduce((size, record) => size + 12 + dataSize(record), 0) + 11;
}

function dataText({ type, data }: DnsAnswer['records'][number]): string {
  return type === 'CNAME' || type === 'PTR' || type === 'NS' || type === 'SRV' ? `${data}.`.replace(/\.\.$/, '.') : data;
}

function readQuery(call: ToolCall): Query | string {
  const query: Query = { name: '.', type: 'A', server: resolverOf(call.p.files).servers[0] ?? '127.0.0.1', short: false, parts: new Set(['cmd', 'comments', 'question', 'answer', 'stats']), search: false, timeoutMs: 5_000, tries: 3 };
  const args = [...call.operands];
  for (let arg = args.shift(); arg !== undefined; arg = args.shift()) {
    if (arg.startsWith('@')) query.server = arg.slice(1);
    else if (arg.startsWith('+')) {
      if (!setOption(query, arg.slice(1))) return `Invalid option: ${arg}\nUsage:  dig [@global-server] [domain] [q-type] [q-class] {q-opt}\n\nUse "dig -h" (or "dig -h | more") for complete list of options\n`;
    } else if (arg === '-x') {
      query.name = reverseName(args.shift() ?? '');
      query.type = 'PTR';
    } else if (arg === '-t') query.type = (args.shift() ?? 'A').toUpperCase() as Query['type'];
    else if (arg === '-p' || arg === '-c') args.shift();
    else if (/^-[46]$/.test(arg) || arg.toUpperCase() === 'IN') continue;
    else if (arg === '-q') query.name = args.shift() ?? '.';
    else if (arg.startsWith('-')) return `Invalid option: ${arg}\nUsage:  dig [@global-server] [domain] [q-type] [q-class] {q-opt}\n\nUse "dig -h" (or "dig -h | more") for complete list of options\n`;
    else if (types.has(arg.toUpperCase())) query.type = arg.toUpperCase() as Query['type'];
    else query.name = arg;
  }
  return query;
}

function setOption(query: Query, text: string): boolean {
  const match = /^(no)?([a-z]+)(?:=(\d+))?$/.exec(text);
  if (!match) return false;
  const on = match[1] === undefined;
  const name = match[2]!;
  if (name === 'short') query.short = on;
  else if (name === 'search') query.search = on;
  else if (name === 'time' || name === 'timeout') query.timeoutMs = Number(match[3] ?? 5) * 1_000;
  else if (name === 'tries') query.tries = Math.max(1, Number(match[3] ?? 3));
  else if (name === 'retry') query.tries = Number(match[3] ?? 2) + 1;
  else if (name === 'all') query.parts = new Set(on ? ['cmd', 'comments', 'question', 'answer', 'stats'] : []);
  else if (['cmd', 'comments', 'question', 'answer', 'stats'].includes(name)) query.parts[on ? 'add' : 'delete'](name);
  else return ['recurse', 'edns', 'tcp', 'authority', 'additional', 'cookie', 'trace', 'dnssec', 'multiline'].includes(name) && !(on && ['trace', 'dnssec', 'multiline'].includes(name));
  return true;
}
