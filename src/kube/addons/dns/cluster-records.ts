/** What names of a cluster mean: services, the pods behind those without an address, named pods of a StatefulSet, and addresses read backwards. */
import { parseAddress, type DnsAnswer, type DnsQuestion, type DnsRecord } from '../../../host/index.ts';
import type { View } from '../../../sim/index.ts';
import { labelValue } from '../../indexes.ts';
import { serviceNameLabel, type EndpointSlice } from '../../kinds/endpoint-slice/endpoint-slice.ts';
import type { Endpoints } from '../../kinds/endpoints/endpoints.ts';
import type { Service } from '../../kinds/service/service.ts';
import type { KubeObject } from '../../meta/object.ts';

export interface ClusterZone {
  readonly view: View<KubeObject>;
  readonly zone: string; // "cluster.local"
  readonly ttlS: number;
  /** Whether names of pods by their address mean something: any address, or only of a pod that is there. */
  readonly pods: 'disabled' | 'insecure' | 'verified';
  /** Whether endpoints come in slices: not in early releases. */
  readonly slices: boolean;
}

interface Host {
  readonly ip: string;
  readonly label: string;
  readonly ports: readonly { readonly name?: string; readonly port?: number; readonly protocol?: string }[];
}

const unknown: DnsAnswer = { status: 'NXDOMAIN', records: [] };
const schemaVersion = '1.1.0';

/** `name` is in the zone. */
export function clusterAnswer(at: ClusterZone, { name, type }: DnsQuestion): DnsAnswer {
  const labels = name === at.zone ? [] : name.slice(0, -at.zone.length - 1).split('.');
  const record = (data: string, of = type): DnsRecord => ({ name, type: of, ttlS: at.ttlS, data });
  const answer = (...records: readonly DnsRecord[]): DnsAnswer => ({ status: 'NOERROR', records });
  if (labels.length === 0) return answer();
  if (labels.join() === 'dns-version') return type === 'TXT' ? answer(record(`"${schemaVersion}"`)) : answer();
  const branch = labels.at(-1);
  const namespace = labels.at(-2);
  if (branch !== 'svc' && branch !== 'pod') return unknown;
  if (namespace === undefined) return answer();
  if (!at.view.get(`namespaces/${namespace}`)) return unknown;
  const rest = labels.slice(0, -2);
  if (rest.length === 0) return answer();
  if (branch === 'pod') {
    const ip = podAddress(at, rest, namespace);
    return ip === undefined ? unknown : type === 'A' ? answer(record(ip)) : answer();
  }
  const service = at.view.get(`services/${namespace}/${rest.at(-1)}`) as Service | undefined;
  if (!service) return unknown;
  if (service.spec.type === 'ExternalName') return rest.length === 1 ? answer(record(service.spec.externalName ?? '', 'CNAME')) : unknown;
  const hosts = named(hostsOf(at, service), rest.slice(0, -1));
  if (hosts.length === 0) return unknown;
  if (type === 'A') return answer(...hosts.map(({ ip }) => record(ip)));
  return type === 'SRV' ? answer(...targets(at, service, hosts).map((data) => record(data))) : answer();
}

/** Undefined when no service has the address. */
export function reverseAnswer({ view, zone, ttlS, slices }: ClusterZone, { name, type }: DnsQuestion): DnsAnswer | undefined {
  const ip = name.replace(/\.in-addr\.arpa$/, '').split('.').reverse().join('.');
  const names: string[] = [];
  const services = view.list('services') as readonly Service[];
  for (const service of services) {
    const { name: own, namespace } = service.metadata;
    const full = `${own}.${namespace}.svc.${zone}`;
    if (service.spec.clusterIP === ip) names.push(full);
    else if (service.spec.clusterIP === 'None') for (const host of endpointsOf({ view, slices }, service)) if (host.ip === ip) names.push(`${host.label}.${full}`);
  }
  if (names.length === 0) return undefined;
  return { status: 'NOERROR', records: type === 'PTR' ? names.map((data) => ({ name, type, ttlS, data })) : [] };
}

/** `10-244-1-2` */
function podAddress({ view, pods }: ClusterZone, rest: readonly string[], namespace: string): string | undefined {
  const ip = rest.length === 1 ? rest[0]!.replaceAll('-', '.') : '';
  if (pods === 'disabled' || parseAddress(ip) === undefined) return undefined;
  if (pods === 'insecure') return ip;
  return [...view.keysBy('pods', 'namespace', namespace)].some((key) => (view.get(key) as { readonly status?: { readonly podIP?: string } } | undefined)?.status?.podIP === ip) ? ip : undefined;
}

function hostsOf(at: ClusterZone, service: Service): readonly Host[] {
  const { clusterIP, ports = [] } = service.spec;
  return clusterIP && clusterIP !== 'None' ? [{ ip: clusterIP, label: '', ports }] : endpointsOf(at, service);
}

/** Those that `web-0` or `_http._tcp` before the service's name means. */
function named(hosts: readonly Host[], rest: readonly string[]): readonly Host[] {
  const [first, second, ...more] = rest;
  if (first === undefined) return hosts;
  if (more.length > 0) return [];
  if (second === undefined) return hosts.filter(({ label }) => label === first);
  const fits = ({ name = '', protocol = 'TCP' }: Host['ports'][number]) => `_${name}` === first && `_${protocol.toLowerCase()}` === second;
  return hosts.map((host) => ({ ...host, ports: host.ports.filter(fits) })).filter(({ ports }) => ports.length > 0);
}

function targets({ zone }: ClusterZone, { metadata: { name, namespace } }: Service, hosts: readonly Host[]): string[] {
  const all = hosts.flatMap(({ label, ports }) => ports.map(({ port = 0 }) => ({ label, port })));
  const weight = Math.max(1, Math.floor(100 / Math.max(1, all.length)));
  return all.map(({ label, port }) => `0 ${weight} ${port} ${label && `${label}.`}${name}.${namespace}.svc.${zone}`);
}

function endpointsOf({ view, slices }: Pick<ClusterZone, 'view' | 'slices'>, { metadata: { name, namespace } }: Service): readonly Host[] {
  const labelOf = (ip: string, hostname?: string) => hostname ?? ip.replaceAll('.', '-');
  if (!slices) {
    const found = view.get(`endpoints/${namespace}/${name}`) as Endpoints | undefined;
    return (found?.subsets ?? []).flatMap(({ addresses = [], ports = [] }) => addresses.map(({ ip, hostname }) => ({ ip, label: labelOf(ip, hostname), ports })));
  }
  const own = [...view.keysBy('endpointslices.discovery.k8s.io', 'label', labelValue(namespace, serviceNameLabel, name))].sort().map((key) => view.get(key) as EndpointSlice);
  return own.flatMap(({ endpoints, ports }) => (endpoints ?? []).filter(({ conditions }) => conditions?.ready !== false).flatMap(({ addresses, hostname }) => addresses.map((ip) => ({ ip, label: labelOf(ip, hostname), ports: ports ?? [] }))));
}
