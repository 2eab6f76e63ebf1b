/** What the client knows of services. */
import type { Json } from '../../../base/index.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import { count, has, list, members, text } from '../objects/member.ts';
import { mapSelectorText } from '../objects/selector-text.ts';
import type { Info } from '../resources/info.ts';
import { StatusError } from '../wire/status-error.ts';
import { backingOf, type Backing } from './backing-addresses.ts';
import type { ClientKind } from './client-kind.ts';
import { describeEvents } from './describe-events.ts';
import { DescribeText, orNone } from './describe-text.ts';

/** The first client that tells the address wished for from the one in use. */
const WISH_NAMED_SINCE = 31;

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
    addresses(out, service, k.release.minor);
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

function addresses(out: DescribeText, service: Json, minor: number): void {
  out.pair('IP', text(service, 'spec', 'clusterIP'));
  const all = list(service, 'spec', 'clusterIPs').map(String);
  out.pair('IPs', orNone(all.join(',')));
  const external = list(service, 'spec', 'externalIPs').map(String);
  if (external.length > 0) out.pair('External IPs', external.join(','));
  if (text(service, 'spec', 'loadBalancerIP') !== '') out.pair(minor < WISH_NAMED_SINCE ? 'IP' : 'Desired LoadBalancer IP', text(service, 'spec', 'loadBalancerIP'));
  if (text(service, 'spec', 'externalName') !== '') out.pair('External Name', text(service, 'spec', 'externalName'));
  const ingress = list(service, 'status', 'loadBalancer', 'ingress').map((entry) => text(entry, 'ip') || text(entry, 'hostname'));
  if (ingress.length > 0) out.pair('LoadBalancer Ingress', ingress.join(', '));
}

function* ports(k: Invocation, info: Info, out: DescribeText): Task {
  const behind = yield* backing(k, info);
  for (const port of list(info.object, 'spec', 'ports')) {
    const name = text(port, 'name') || '<unset>';
    const protocol = text(port, 'protocol');
    out.line(0, `Port:\t${name}\t${text(port, 'port')}/${protocol}`);
    out.line(0, `TargetPort:\t${text(port, 'targetPort')}/${protocol}`);
    if (count(port, 'nodePort') > 0) out.line(0, `NodePort:\t${name}\t${count(port, 'nodePort')}/${protocol}`);
    out.pair('Endpoints', behind(text(port, 'name')));
  }
}

/** None where they cannot be asked for. */
function* backing(k: Invocation, info: Info): Task<Backing> {
  try {
    return yield* backingOf(k, info.namespace, info.name);
  } catch (error) {
    if (error instanceof StatusError) return () => '<none>';
    throw error;
  }
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
