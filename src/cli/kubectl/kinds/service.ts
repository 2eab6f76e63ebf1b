/** What the client knows of services. */
import type { Json } from '../../../base/index.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import { count, has, list, member, members, text } from '../objects/member.ts';
import { mapSelectorText } from '../objects/selector-text.ts';
import type { Info } from '../resources/info.ts';
import { StatusError } from '../wire/status-error.ts';
import type { ClientKind } from './client-kind.ts';
import { describeEvents } from './describe-events.ts';
import { DescribeText, orNone } from './describe-text.ts';

const ENDPOINTS_SHOWN = 3;

export const serviceKind: ClientKind = {
  group: '',
  kind: 'Service',
  podSelector: (service) => {
    const selector = members(service, 'spec', 'selector');
    return Object.keys(selector).length === 0 ? undefined : mapSelectorText(selector);
  },
  *describe(k, info, options) {
    const service = info.object;
    const out = new DescribeText();
    out.pair('Name', info.name).pair('Namespace', info.namespace);
    out.labels('Labels', members(service, 'metadata', 'labels')).annotations('Annotations', members(service, 'metadata', 'annotations'));
    out.pair('Selector', orNone(mapSelectorText(members(service, 'spec', 'selector')))).pair('Type', text(service, 'spec', 'type'));
    if (has(service, 'spec', 'ipFamilyPolicy')) out.pair('IP Family Policy', text(service, 'spec', 'ipFamilyPolicy'));
    out.pair('IP Families', orNone(list(service, 'spec', 'ipFamilies').map(String).join(',')));
    addresses(out, service);
    yield* ports(k, info, out);
    traffic(out, service);
    if (options.showEvents) yield* describeEvents(k, info, out);
    return out.text;
  },
  expose: {
    selector: (service) => members(service, 'spec', 'selector'),
    ports: (service) => list(service, 'spec', 'ports').map((port) => ({ port: count(port, 'port'), protocol: text(port, 'protocol') || 'TCP' })),
  },
};

function addresses(out: DescribeText, service: Json): void {
  out.pair('IP', text(service, 'spec', 'clusterIP'));
  const all = list(service, 'spec', 'clusterIPs').map(String);
  out.pair('IPs', orNone(all.join(',')));
  const external = list(service, 'spec', 'externalIPs').map(String);
  if (external.length > 0) out.pair('External IPs', external.join(','));
  if (text(service, 'spec', 'loadBalancerIP') !== '') out.pair('Desired LoadBalancer IP', text(service, 'spec', 'loadBalancerIP'));
  if (text(service, 'spec', 'externalName') !== '') out.pair('External Name', text(service, 'spec', 'externalName'));
  const ingress = list(service, 'status', 'loadBalancer', 'ingress').map((entry) => text(entry, 'ip') || text(entry, 'hostname'));
  if (ingress.length > 0) out.pair('LoadBalancer Ingress', ingress.join(', '));
}

function* ports(k: Invocation, info: Info, out: DescribeText): Task {
  const slices = yield* endpointSlices(k, info);
  for (const port of list(info.object, 'spec', 'ports')) {
    const name = text(port, 'name') || '<unset>';
    const protocol = text(port, 'protocol');
    out.line(0, `Port:\t${name}\t${text(port, 'port')}/${protocol}`);
    out.line(0, `TargetPort:\t${text(port, 'targetPort')}/${protocol}`);
    if (count(port, 'nodePort') > 0) out.line(0, `NodePort:\t${name}\t${count(port, 'nodePort')}/${protocol}`);
    out.pair('Endpoints', endpointsText(slices, text(port, 'name')));
  }
}

/** None where the server does not know endpoint slices. */
function* endpointSlices(k: Invocation, info: Info): Task<readonly Json[]> {
  const selector = `kubernetes.io/service-name=${info.name}`;
  try {
    return list(yield* k.client.get(`/apis/discovery.k8s.io/v1/namespaces/${info.namespace}/endpointslices`, [['labelSelector', selector]]), 'items');
  } catch (error) {
    if (error instanceof StatusError) return [];
    throw error;
  }
}

/** Ready addresses with the port of this name, the first few and how many more. */
export function endpointsText(slices: readonly Json[], portName: string): string {
  const found: string[] = [];
  for (const slice of slices) {
    const port = list(slice, 'ports').find((candidate) => text(candidate, 'name') === portName);
    if (port === undefined) continue;
    for (const endpoint of list(slice, 'endpoints')) {
      const ready = member(endpoint, 'conditions', 'ready');
      if (ready === false) continue;
      for (const address of list(endpoint, 'addresses')) found.push(`${text(address)}:${text(port, 'port')}`);
    }
  }
  if (found.length === 0) return slices.length === 0 ? '<none>' : '';
  const shown = found.slice(0, ENDPOINTS_SHOWN).join(',');
  return found.length > ENDPOINTS_SHOWN ? `${shown} + ${found.length - ENDPOINTS_SHOWN} more...` : shown;
}

function traffic(out: DescribeText, service: Json): void {
  out.pair('Session Affinity', text(service, 'spec', 'sessionAffinity'));
  for (const [title, field] of [['External Traffic Policy', 'externalTrafficPolicy'], ['Internal Traffic Policy', 'internalTrafficPolicy'], ['Traffic Distribution', 'trafficDistribution']] as const) {
    if (text(service, 'spec', field) !== '') out.pair(title, text(service, 'spec', field));
  }
  const check = count(service, 'spec', 'healthCheckNodePort');
  if (check > 0) out.pair('HealthCheck NodePort', check);
  const ranges = list(service, 'spec', 'loadBalancerSourceRanges').map(String);
  if (ranges.length > 0) out.pair('LoadBalancer Source Ranges', ranges.join(','));
}
