/** iptables: the rules by which this machine's kernel sends connections elsewhere or refuses them, in the chains that kube-proxy and Docker keep. */
import { encodeUtf8, sha256Bytes } from '../../base/index.ts';
import type { NatRule, NatTarget } from '../../host/index.ts';
import { complain, print, say, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';

interface Rule {
  readonly target: string;
  readonly protocol: string;
  readonly destination: string; // 0.0.0.0/0 for any
  readonly extra: string;
  readonly words: string; // as -S has it
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const LAST = 'kubernetes service nodeports; NOTE: this must be the last rule in this chain';
const ANYWHERE = '0.0.0.0/0';
const TABLES = ['filter', 'nat', 'mangle', 'raw'];
const builtIn: Readonly<Record<string, readonly string[]>> = { filter: ['INPUT', 'FORWARD', 'OUTPUT'], nat: ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'], mangle: ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'], raw: ['PREROUTING', 'OUTPUT'] };

export const iptables: Tool = {
  usage: '[-t table] -L [chain] [-nv] [--line-numbers]',
  usageCode: 2,
  options: { flags: 'nvx46w', values: 'tADICRNPjpsdiom', optionalValues: 'LSFXZ', long: { list: 'L', 'list-rules': 'S', numeric: 'n', table: 't', 'line-numbers': 'l', verbose: 'v', append: 'A', insert: 'I', delete: 'D', flush: 'F', policy: 'P', jump: 'j', dport: 'd', sport: 's', ctstate: 'm', 'to-destination': 'd', 'to-source': 's', 'reject-with': 'j' } },
  *run(call) {
    const { p, options, operands } = call;
    const table = options.value('t') ?? 'filter';
    if (!TABLES.includes(table)) return yield* refused(`table '${table}' does not exist\nPerhaps iptables or your kernel needs to be upgraded.`, 3);
    if (![...'LSADICRNPFXZ'].some((command) => options.has(command))) return yield* refused('no command specified', 2);
    if (!p.capable('NET_ADMIN', p.namespaces.net.owner)) return yield* refused(`Could not fetch rule set generation id: Permission denied (you must be root)`, 4);
    if (!options.has('L') && !options.has('S')) return yield* refused('rules of this world are made by kube-proxy and Docker, and only shown (-L, -S)', 2);
    const chains = table === 'filter' ? filterChains(p.namespaces.net.nat.all) : table === 'nat' ? natChains(p.namespaces.net.nat.all) : new Map<string, Rule[]>();
    for (const name of builtIn[table]!) if (!chains.has(name)) chains.set(name, []);
    const wanted = options.value('L') || options.value('S') || operands[0];
    if (wanted !== undefined && !chains.has(wanted)) return yield* complain(call, `No chain/target/match by that name.`);
    const shown = wanted === undefined ? [...builtIn[table]!, ...[...chains.keys()].filter((name) => !builtIn[table]!.includes(name))] : [wanted];
    yield* print(options.has('S') ? asWords(shown, chains, builtIn[table]!) : shown.map((name) => listed(call, name, chains, builtIn[table]!)).join('\n'));
    return 0;
  },
};

function refused(words: string, code: number): ToolRun {
  return say(2, `iptables v1.8.10 (nf_tables): ${words}\n`, code);
}

function natChains(rules: readonly NatRule[]): Map<string, Rule[]> {
  const chains = new Map<string, Rule[]>([['PREROUTING', []], ['OUTPUT', []]]);
  const services = rules.filter((rule) => rule.owner !== undefined);
  const published = rules.filter((rule) => rule.owner === undefined);
  if (services.length > 0) addServices(chains, services);
  if (published.length > 0) {
    const local = { protocol: 'all', destination: ANYWHERE, extra: 'ADDRTYPE match dst-type LOCAL', words: '-m addrtype --dst-type LOCAL' };
    chains.get('PREROUTING')!.push({ target: 'DOCKER', ...local });
    chains.get('OUTPUT')!.push({ target: 'DOCKER', ...local, destination: '!127.0.0.0/8', words: `! -d 127.0.0.0/8 ${local.words}` });
    chains.set('DOCKER', published.flatMap((rule) => (rule.targets ?? []).map((target) => toTarget(rule, target, rule.address))));
  }
  return chains;
}

function addServices(chains: Map<string, Rule[]>, rules: readonly NatRule[]): void {
  const portal = { target: 'KUBE-SERVICES', protocol: 'all', destination: ANYWHERE, extra: '/* kubernetes service portals */', words: '-m comment --comment "kubernetes service portals"' };
  chains.get('PREROUTING')!.push(portal);
  chains.get('OUTPUT')!.push(portal);
  chains.set('KUBE-SERVICES', []);
  chains.set('KUBE-NODEPORTS', []);
  for (const rule of rules) {
    const owner = rule.owner!.replace(/:$/, '');
    const chain = `KUBE-SVC-${hashed(owner + rule.protocol)}`;
    const node = rule.address === '*';
    const comment = node ? owner : `${owner} cluster IP`;
    const match = `${rule.protocol} dpt:${rule.port}`;
    const targets = rule.targets ?? [];
    if (targets.length === 0) continue; // refused by the filter
    const destination = node ? ANYWHERE : rule.address;
    const words = `${node ? '' : `-d ${rule.address}/32 `}-p ${rule.protocol} -m comment --comment "${comment}" -m ${rule.protocol} --dport ${rule.port}`;
    chains.get(node ? 'KUBE-NODEPORTS' : 'KUBE-SERVICES')!.push({ target: chain, protocol: rule.protocol, destination, extra: `/* ${comment} */ ${match}`, words });
    chains.set(chain, targets.map((target, i) => endpoint(chains, owner, rule, target, targets.length - i)));
  }
  chains.get('KUBE-SERVICES')!.push({ target: 'KUBE-NODEPORTS', protocol: 'all', destination: ANYWHERE, extra: `/* ${LAST} */ ADDRTYPE match dst-type LOCAL`, words: `-m comment --comment "${LAST}" -m addrtype --dst-type LOCAL` });
}

/** What leads nowhere is refused before it could be sent there: services without an endpoint. */
function filterChains(rules: readonly NatRule[]): Map<string, Rule[]> {
  const chains = new Map<string, Rule[]>([['INPUT', []], ['FORWARD', []], ['OUTPUT', []]]);
  if (!rules.some((rule) => rule.owner !== undefined)) return chains;
  const jump = (from: string, target: string, what: string): void =>
    void chains.get(from)!.push({ target, protocol: 'all', destination: ANYWHERE, extra: `ctstate NEW /* kubernetes ${what} */`, words: `-m conntrack --ctstate NEW -m comment --comment "kubernetes ${what}"` });
  for (const from of ['INPUT', 'FORWARD']) jump(from, 'KUBE-EXTERNAL-SERVICES', 'externally-visible service portals');
  for (const from of ['FORWARD', 'OUTPUT']) jump(from, 'KUBE-SERVICES', 'service portals');
  chains.set('KUBE-EXTERNAL-SERVICES', []);
  chains.set('KUBE-SERVICES', []);
  for (const { owner, address, protocol, port, targets = [] } of rules) {
    if (owner === undefined || targets.length > 0) continue;
    const node = address === '*';
    const why = `${owner.replace(/:$/, '')} has no endpoints`;
    chains.get(node ? 'KUBE-EXTERNAL-SERVICES' : 'KUBE-SERVICES')!.push({
      target: 'REJECT',
      protocol,
      destination: node ? ANYWHERE : address,
      extra: `/* ${why} */ ${node ? 'ADDRTYPE match dst-type LOCAL ' : ''}${protocol} dpt:${port} reject-with icmp-port-unreachable`,
      words: `${node ? '' : `-d ${address}/32 `}-p ${protocol} -m comment --comment "${why}" ${node ? '-m addrtype --dst-type LOCAL ' : ''}-m ${protocol} --dport ${port} --reject-with icmp-port-unreachable`,
    });
  }
  return chains;
}

/** Each of those that are left is as likely as the others. */
function endpoint(chains: Map<string, Rule[]>, owner: string, rule: NatRule, target: NatTarget, left: number): Rule {
  const chain = `KUBE-SEP-${hashed(`${owner}${rule.protocol}${target.address}:${target.port}`)}`;
  const note = `${owner} -> ${target.address}:${target.port}`;
  const odds = left > 1 ? (1 / left).toFixed(11) : '';
  chains.set(chain, [{ ...toTarget(rule, target, '*', false), extra: `/* ${owner} */ ${rule.protocol} to:${target.address}:${target.port}`, words: `-p ${rule.protocol} -m comment --comment "${owner}" -m ${rule.protocol} --to-destination ${target.address}:${target.port}` }]);
  return { target: chain, protocol: 'all', destination: ANYWHERE, extra: `/* ${note} */${odds && ` statistic mode random probability ${odds}`}`, words: `-m comment --comment "${note}"${odds && ` -m statistic --mode random --probability ${odds}`}` };
}

function toTarget(rule: NatRule, target: NatTarget, address: string, byPort = true): Rule {
  const to = `${target.address}:${target.port}`;
  const destination = address === '*' ? ANYWHERE : address;
  return { target: 'DNAT', protocol: rule.protocol, destination, extra: `${rule.protocol}${byPort ? ` dpt:${rule.port}` : ''} to:${to}`, words: `${address === '*' ? '' : `-d ${address}/32 `}-p ${rule.protocol}${byPort ? ` -m ${rule.protocol} --dport ${rule.port}` : ''} --to-destination ${to}` };
}

/** As kube-proxy names its chains: sixteen digits of the hash in base 32. */
function hashed(text: string): string {
  const bytes = sha256Bytes(encodeUtf8(text));
  let out = '';
  for (let bit = 0; out.length < 16; bit += 5) {
    const pair = (bytes[bit >> 3]! << 8) | bytes[(bit >> 3) + 1]!;
    out += BASE32[(pair >> (11 - (bit & 7))) & 31]!;
  }
  return out;
}

function listed({ options }: ToolCall, name: string, chains: ReadonlyMap<string, readonly Rule[]>, own: readonly string[]): string {
  const rules = chains.get(name)!;
  const references = [...chains.values()].flat().filter((rule) => rule.target === name).length;
  const any = (address: string): string => (address === ANYWHERE && !options.has('n') ? 'anywhere' : address);
  const number = (n: number): string => (options.has('l') ? String(n).padEnd(5) : '');
  const head = `Chain ${name} (${own.includes(name) ? 'policy ACCEPT' : `${references} references`})\n${options.has('l') ? 'num  ' : ''}target     prot opt source               destination         \n`;
  return head + rules.map((rule, i) => `${number(i + 1)}${rule.target.padEnd(10)} ${rule.protocol.padEnd(4)} --  ${any(ANYWHERE).padEnd(20)} ${any(rule.destination).padEnd(20)} ${rule.extra}\n`).join('');
}

function asWords(names: readonly string[], chains: ReadonlyMap<string, readonly Rule[]>, own: readonly string[]): string {
  const heads = names.map((name) => (own.includes(name) ? `-P ${name} ACCEPT\n` : `-N ${name}\n`));
  const rules = names.flatMap((name) => chains.get(name)!.map(({ target, words }) => `-A ${name} ${jumping(words, target)}\n`));
  return heads.join('') + rules.join('');
}

/** What the target does with it stands behind the target. */
function jumping(words: string, target: string): string {
  const at = words.search(/ --(?:to-destination|reject-with) /);
  return at < 0 ? `${words} -j ${target}` : `${words.slice(0, at)} -j ${target}${words.slice(at)}`;
}
