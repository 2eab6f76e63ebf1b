/** One rule as it is written on a command line: what it matches, where it sends what matches, and how it is told of. */
import { Cidr, parseAddress, type PacketMatch, type PacketRule, type Wanted } from '../../host/index.ts';

/** What is wrong with the words, as iptables says it. */
export class RuleError extends Error {
  override name = 'RuleError';
}

const PROTOCOLS: Readonly<Record<string, string>> = { tcp: 'tcp', udp: 'udp', icmp: 'icmp', all: 'all', '0': 'all', '1': 'icmp', '6': 'tcp', '17': 'udp' };
const SERVICES: Readonly<Record<string, number>> = { ssh: 22, domain: 53, http: 80, https: 443, telnet: 23, smtp: 25, mysql: 3306, postgresql: 5432 };
const REJECTIONS = ['icmp-port-unreachable', 'icmp-host-unreachable', 'icmp-net-unreachable', 'icmp-proto-unreachable', 'icmp-host-prohibited', 'icmp-net-prohibited', 'icmp-admin-prohibited', 'tcp-reset'];

interface Draft {
  match: { -readonly [K in keyof PacketMatch]: PacketMatch[K] };
  target: string;
  to?: { readonly address?: string; readonly port?: number };
  prefix?: string;
  readonly head: string[]; // -s, -d, -i, -o, -p
  readonly words: string[]; // of the matches
  readonly extra: string[];
  readonly targetWords: string[];
  targetExtra: string;
  loaded: Set<string>; // the matches named by -m
}

/** `--dport`, `-p`. */
export function isRuleOption(word: string): boolean {
  return readers[aliases[word] ?? word] !== undefined;
}

/** The rule that the words say; throws RuleError. */
export function parseRule(words: readonly string[]): PacketRule {
  const draft: Draft = { match: {}, target: '', head: [], words: [], extra: [], targetWords: [], targetExtra: '', loaded: new Set() };
  let not = false;
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (word === '!') {
      not = true;
      continue;
    }
    const option = aliases[word] ?? word;
    const read = readers[option];
    if (!read) throw new RuleError(word.startsWith('-') ? `unknown option "${word}"` : `Bad argument \`${word}'`);
    const value = words[++i];
    if (value === undefined) throw new RuleError(`option "${word}" requires an argument`);
    read(draft, value, not, option);
    not = false;
  }
  if ((draft.target === 'DNAT' || draft.target === 'SNAT') && !draft.to) throw new RuleError(`${draft.target}: option "--to-${draft.target === 'DNAT' ? 'destination' : 'source'}" must be specified`);
  const { match, target, to, prefix } = draft;
  const rejects = target === 'REJECT' && draft.targetExtra === '';
  const end = target === '' ? [] : ['-j', target, ...(rejects ? ['--reject-with', 'icmp-port-unreachable'] : draft.targetWords)];
  const extra = [...draft.extra, rejects ? 'reject-with icmp-port-unreachable' : draft.targetExtra].filter((part) => part !== '').join(' ');
  return { match, target, ...(to && { to }), ...(prefix !== undefined && { prefix }), words: [...inOrder(draft.head), ...draft.words, ...end].join(' '), extra, packets: 0, bytes: 0 };
}

const aliases: Readonly<Record<string, string>> = {
  '--protocol': '-p', '--proto': '-p', '--source': '-s', '--src': '-s', '--destination': '-d', '--dst': '-d', '--in-interface': '-i', '--out-interface': '-o', '--jump': '-j', '--match': '-m',
  '--destination-port': '--dport', '--source-port': '--sport', '--destination-ports': '--dports', '--source-ports': '--sports',
};

type Reader = (draft: Draft, value: string, not: boolean, option: string) => void;

const readers: Readonly<Record<string, Reader>> = {
  '-p': (draft, value, not) => {
    const protocol = PROTOCOLS[value.toLowerCase()];
    if (protocol === undefined) throw new RuleError(`unknown protocol "${value}" specified`);
    draft.match.protocol = { not, value: protocol };
    if (protocol !== 'all') draft.head.push(`${not ? '! ' : ''}-p ${protocol}`);
  },
  '-s': (draft, value, not) => {
    draft.match.source = { not, value: rangeOf(value) };
    draft.head.push(`${not ? '! ' : ''}-s ${rangeOf(value).toString()}`);
  },
  '-d': (draft, value, not) => {
    draft.match.destination = { not, value: rangeOf(value) };
    draft.head.push(`${not ? '! ' : ''}-d ${rangeOf(value).toString()}`);
  },
  '-i': (draft, value, not) => {
    draft.match.inDevice = { not, value };
    draft.head.push(`${not ? '! ' : ''}-i ${value}`);
  },
  '-o': (draft, value, not) => {
    draft.match.outDevice = { not, value };
    draft.head.push(`${not ? '! ' : ''}-o ${value}`);
  },
  '-j': (draft, value) => void (draft.target = value),
  '-m': (draft, value) => {
    if (!['tcp', 'udp', 'icmp', 'multiport', 'state', 'conntrack', 'comment', 'addrtype'].includes(value)) throw new RuleError(`Couldn't load match \`${value}':No such file or directory\n`);
    draft.loaded.add(value);
  },
  '--dport': (draft, value, not) => ports(draft, 'ports', value, not, 'd'),
  '--sport': (draft, value, not) => ports(draft, 'sourcePorts', value, not, 's'),
  '--dports': (draft, value, not) => manyPorts(draft, 'ports', value, not, 'd'),
  '--sports': (draft, value, not) => manyPorts(draft, 'sourcePorts', value, not, 's'),
  '--state': (draft, value, not) => states(draft, value, not, 'state'),
  '--ctstate': (draft, value, not) => states(draft, value, not, 'ctstate'),
  '--comment': (draft, value) => {
    needs(draft, 'comment', '--comment');
    draft.words.push(`-m comment --comment ${/^[\w./:-]+$/.test(value) ? value : `"${value}"`}`);
    draft.extra.push(`/* ${value} */`);
  },
  '--dst-type': (draft, value, not) => {
    needs(draft, 'addrtype', '--dst-type');
    if (value !== 'LOCAL') throw new RuleError(`addrtype: bad type \`${value}'`);
    draft.match.local = { not, value: true };
    draft.words.push(`-m addrtype ${not ? '! ' : ''}--dst-type LOCAL`);
    draft.extra.push(`ADDRTYPE match dst-type ${not ? '!' : ''}LOCAL`);
  },
  '--icmp-type': (draft, value, not) => {
    const kind = value === '8' || value === 'echo-request' || value === 'ping' ? 'request' : value === '0' || value === 'echo-reply' || value === 'pong' ? 'reply' : undefined;
    if (kind === undefined || draft.match.protocol?.value !== 'icmp') throw new RuleError(kind === undefined ? `Invalid ICMP type \`${value}'` : 'unknown option "--icmp-type"');
    draft.match.echo = { not, value: kind };
    draft.words.push(`-m icmp ${not ? '! ' : ''}--icmp-type ${kind === 'request' ? 8 : 0}`);
    draft.extra.push(`${not ? '!' : ''}icmptype ${kind === 'request' ? 8 : 0}`);
  },
  '--reject-with': (draft, value) => {
    if (!REJECTIONS.includes(value)) throw new RuleError(`unknown reject type "${value}"`);
    ends(draft, 'REJECT', `--reject-with ${value}`, `reject-with ${value}`);
  },
  '--to-destination': (draft, value) => goal(draft, 'DNAT', '--to-destination', value),
  '--to-source': (draft, value) => goal(draft, 'SNAT', '--to-source', value),
  '--to-ports': (draft, value) => {
    draft.to = { port: portOf(value) };
    ends(draft, 'REDIRECT', `--to-ports ${portOf(value)}`, `redir ports ${portOf(value)}`);
  },
  '--log-prefix': (draft, value) => {
    draft.prefix = value;
    ends(draft, 'LOG', `--log-prefix "${value}"`, `LOG flags 0 level 4 prefix "${value}"`);
  },
};

/** As -S writes them, in whatever order they were given. */
function inOrder(head: readonly string[]): string[] {
  const place = (text: string): number => ['s', 'd', 'i', 'o', 'p'].indexOf(text.replace('! ', '')[1]!);
  return [...head].sort((a, b) => place(a) - place(b));
}

function ends(draft: Draft, target: string, words: string, extra: string): void {
  if (draft.target !== target) throw new RuleError(`unknown option "${words.split(' ')[0]!}"`);
  draft.targetWords.push(words);
  draft.targetExtra = extra;
}

function goal(draft: Draft, target: string, option: string, value: string): void {
  const [address = '', port] = value.split(':');
  if (address !== '' && parseAddress(address) === undefined) throw new RuleError(`Bad IP address "${address}"`);
  draft.to = { ...(address !== '' && { address }), ...(port !== undefined && { port: portOf(port) }) };
  ends(draft, target, `${option} ${value}`, `to:${value}`);
}

function needs(draft: Draft, match: string, option: string): void {
  if (!draft.loaded.has(match)) throw new RuleError(`unknown option "${option}"`);
}

function ports(draft: Draft, which: 'ports' | 'sourcePorts', value: string, not: boolean, letter: string): void {
  const protocol = draft.match.protocol?.value;
  if (protocol !== 'tcp' && protocol !== 'udp') throw new RuleError(`unknown option "--${letter}port"`);
  const [from = '', to] = value.split(':');
  const range = [from === '' ? 0 : portOf(from), to === undefined ? portOf(from) : to === '' ? 65_535 : portOf(to)] as const;
  draft.match[which] = { not, value: [range] };
  const text = to === undefined ? String(range[0]) : `${range[0]}:${range[1]}`;
  draft.words.push(`-m ${protocol} ${not ? '! ' : ''}--${letter}port ${text}`);
  draft.extra.push(`${protocol} ${letter}pt${to === undefined ? '' : 's'}:${not ? '!' : ''}${text}`);
}

function manyPorts(draft: Draft, which: 'ports' | 'sourcePorts', value: string, not: boolean, letter: string): void {
  needs(draft, 'multiport', `--${letter}ports`);
  const protocol = draft.match.protocol?.value;
  if (protocol !== 'tcp' && protocol !== 'udp') throw new RuleError('multiport only works with TCP, UDP, UDPLITE, SCTP and DCCP');
  draft.match[which] = { not, value: value.split(',').map((part) => [portOf(part.split(':')[0]!), portOf(part.split(':')[1] ?? part)] as const) };
  draft.words.push(`-m multiport ${not ? '! ' : ''}--${letter}ports ${value}`);
  draft.extra.push(`multiport ${letter}ports ${not ? '!' : ''}${value}`);
}

function states(draft: Draft, value: string, not: boolean, word: 'state' | 'ctstate'): void {
  needs(draft, word === 'state' ? 'state' : 'conntrack', `--${word}`);
  const asked = value.toUpperCase().split(',');
  const bad = asked.find((state) => !['NEW', 'ESTABLISHED', 'RELATED', 'INVALID', 'UNTRACKED', 'SNAT', 'DNAT'].includes(state));
  if (bad !== undefined) throw new RuleError(`Bad ${word} "${bad}"`);
  draft.match.states = { not, value: asked } satisfies Wanted<readonly string[]>;
  const shown = ['INVALID', 'NEW', 'RELATED', 'ESTABLISHED', 'UNTRACKED', 'SNAT', 'DNAT'].filter((state) => asked.includes(state)).join(',');
  draft.words.push(`-m ${word === 'state' ? 'state' : 'conntrack'} ${not ? '! ' : ''}--${word} ${shown}`);
  draft.extra.push(`${not ? '! ' : ''}${word} ${shown}`);
}

function rangeOf(text: string): Cidr {
  const [address = '', bits] = text.split('/');
  const mask = bits === undefined ? 32 : /^\d+$/.test(bits) ? Number(bits) : maskBits(bits);
  const base = parseAddress(address);
  if (base === undefined || mask === undefined || mask > 32) throw new RuleError(bits !== undefined && base !== undefined ? `invalid mask \`${bits}' specified` : `host/network \`${address}' not found`);
  return new Cidr(base, mask);
}

function maskBits(text: string): number | undefined {
  const value = parseAddress(text);
  return value === undefined ? undefined : value.toString(2).replaceAll('0', '').length;
}

function portOf(text: string): number {
  const port = /^\d+$/.test(text) ? Number(text) : SERVICES[text];
  if (port === undefined || port > 65_535) throw new RuleError(`invalid port/service \`${text}' specified`);
  return port;
}
