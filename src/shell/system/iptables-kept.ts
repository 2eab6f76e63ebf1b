/** The chains that kube-proxy and Docker keep, told from where they really send connections. */
import { encodeUtf8, sha256Bytes } from '../../base/index.ts';
import type { NatRule, NatTarget } from '../../host/index.ts';

export interface KeptRule {
  readonly target: string;
  readonly protocol: string;
  readonly destination: string; // 0.0.0.0/0 for any
  readonly extra: string;
  readonly words: string; // as -S has it
}

export type KeptChains = Map<string, KeptRule[]>;

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const LAST = 'kubernetes service nodeports; NOTE: this must be the last rule in this chain';
const ANYWHERE = '0.0.0.0/0';

export function natChains(rules: readonly NatRule[]): KeptChains {
  const chains = new Map<string, KeptRule[]>([['PREROUTING', []], ['OUTPUT', []]]);
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

function addServices(chains: KeptChains, rules: readonly NatRule[]): void {
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
export function filterChains(rules: readonly NatRule[]): KeptChains {
  const chains = new Map<string, KeptRule[]>([['INPUT', []], ['FORWARD', []], ['OUTPUT', []]]);
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
function endpoint(chains: KeptChains, owner: string, rule: NatRule, target: NatTarget, left: number): KeptRule {
  const chain = `KUBE-SEP-${hashed(`${owner}${rule.protocol}${target.address}:${target.port}`)}`;
  const note = `${owner} -> ${target.address}:${target.port}`;
  const odds = left > 1 ? (1 / left).toFixed(11) : '';
  chains.set(chain, [{ ...toTarget(rule, target, '*', false), extra: `/* ${owner} */ ${rule.protocol} to:${target.address}:${target.port}`, words: `-p ${rule.protocol} -m comment --comment "${owner}" -m ${rule.protocol} --to-destination ${target.address}:${target.port}` }]);
  return { target: chain, protocol: 'all', destination: ANYWHERE, extra: `/* ${note} */${odds && ` statistic mode random probability ${odds}`}`, words: `-m comment --comment "${note}"${odds && ` -m statistic --mode random --probability ${odds}`}` };
}

function toTarget(rule: NatRule, target: NatTarget, address: string, byPort = true): KeptRule {
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
