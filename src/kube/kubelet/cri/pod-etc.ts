/** The texts of a pod's /etc/hosts and /etc/resolv.conf. */
import type { Pod } from '../../kinds/pod/pod.ts';

export interface ClusterNames {
  readonly dns: string; // address of the cluster's name server; '' when there is none
  readonly domain: string; // "cluster.local"
}

const hostsHead = `# Kubernetes-managed hosts file.
127.0.0.1\tlocalhost
::1\tlocalhost ip6-localhost ip6-loopback
fe00::0\tip6-localnet
fe00::0\tip6-mcastprefix
fe00::1\tip6-allnodes
fe00::2\tip6-allrouters
`;

const hostNameMax = 63;

export function hostNameOf({ metadata, spec }: Pod): string {
  return spec.hostname || metadata.name.slice(0, hostNameMax).replace(/[-.]+$/, '');
}

export function hostsText(pod: Pod, ip: string, { domain }: ClusterNames): string {
  const { subdomain, hostAliases } = pod.spec;
  const name = hostNameOf(pod);
  const own = subdomain ? `${name}.${subdomain}.${pod.metadata.namespace}.svc.${domain}\t${name}` : name;
  return `${hostsHead}${ip}\t${own}\n${aliasesText(hostAliases)}`;
}

/** On the host's network a pod sees the host's file, with its own aliases added. */
export function hostNetworkHostsText(pod: Pod, hostsOfNode: string): string {
  return `# Kubernetes-managed hosts file (host network).\n${hostsOfNode}${aliasesText(pod.spec.hostAliases)}`;
}

function aliasesText(aliases: Pod['spec']['hostAliases']): string {
  if (!aliases?.length) return '';
  return `\n# Entries added by HostAliases.\n${aliases.map(({ ip, hostnames }) => `${ip}\t${(hostnames ?? []).join('\t')}\n`).join('')}`;
}

export function resolvText(pod: Pod, names: ClusterNames, ofNode: string): string {
  const { spec, metadata } = pod;
  const policy = spec.dnsPolicy ?? 'ClusterFirst';
  const usesCluster = names.dns !== '' && (policy === 'ClusterFirstWithHostNet' || (policy === 'ClusterFirst' && !spec.hostNetwork));
  const node = parse(ofNode);
  const base = usesCluster
    ? { servers: [names.dns], searches: [`${metadata.namespace}.svc.${names.domain}`, `svc.${names.domain}`, names.domain, ...node.searches], options: ['ndots:5'] }
    : policy === 'None'
      ? { servers: [], searches: [], options: [] }
      : node;
  const own = spec.dnsConfig ?? {};
  const searches = [...new Set([...base.searches, ...(own.searches ?? [])])];
  const servers = [...new Set([...base.servers, ...(own.nameservers ?? [])])];
  const options = [...base.options.filter((text) => !own.options?.some((o) => text.split(':')[0] === o.name)), ...(own.options ?? []).map((o) => (o.value ? `${o.name}:${o.value}` : o.name))];
  return [
    ...(searches.length > 0 ? [`search ${searches.join(' ')}\n`] : []),
    ...servers.map((server) => `nameserver ${server}\n`),
    ...(options.length > 0 ? [`options ${options.join(' ')}\n`] : []),
  ].join('');
}

interface Resolver {
  readonly servers: readonly string[];
  readonly searches: readonly string[];
  readonly options: readonly string[];
}

// The node's own file, which is the same for one pod after the other.
let lastText: string | undefined;
let lastParsed: Resolver = { servers: [], searches: [], options: [] };

function parse(text: string): Resolver {
  if (text === lastText) return lastParsed;
  const servers: string[] = [];
  let searches: string[] = [];
  let options: string[] = [];
  for (const line of text.split('\n')) {
    const [word, ...rest] = line.trim().split(/\s+/);
    if (word === 'nameserver' && rest[0]) servers.push(rest[0]);
    else if (word === 'search') searches = rest.filter((name) => name !== '.');
    else if (word === 'options') options = rest;
  }
  lastText = text;
  return (lastParsed = { servers, searches, options });
}
