/** What the client knows of the addresses behind services. */
import { count, has, list, members, text } from '../objects/member.ts';
import type { ClientKind } from './client-kind.ts';
import { describeEvents } from './describe-events.ts';
import { DescribeText, orNone } from './describe-text.ts';

export const endpointsKind: ClientKind = {
  group: '',
  kind: 'Endpoints',
  *describe(k, info, options) {
    const out = new DescribeText();
    out.pair('Name', info.name).pair('Namespace', info.namespace);
    out.labels('Labels', members(info.object, 'metadata', 'labels')).annotations('Annotations', members(info.object, 'metadata', 'annotations'));
    out.line(0, 'Subsets:');
    for (const subset of list(info.object, 'subsets')) {
      for (const [title, field] of [['Addresses', 'addresses'], ['NotReadyAddresses', 'notReadyAddresses']] as const) {
        out.pair(title, orNone(list(subset, field).map((address) => text(address, 'ip')).join(',')), 1);
      }
      const ports = list(subset, 'ports');
      if (ports.length > 0) out.line(1, 'Ports:').line(2, 'Name\tPort\tProtocol').line(2, '----\t----\t--------');
      for (const port of ports) out.line(2, `${text(port, 'name') || '<unset>'}\t${count(port, 'port')}\t${text(port, 'protocol')}`);
      out.line(0, '');
    }
    if (options.showEvents) yield* describeEvents(k, info, out);
    return out.text;
  },
};

/** The first client that knows them by names of their own. */
const PLACES_SINCE = 21;

export const endpointSliceKind: ClientKind = {
  group: 'discovery.k8s.io',
  kind: 'EndpointSlice',
  *describe(k, info, options) {
    const out = new DescribeText();
    out.pair('Name', info.name).pair('Namespace', info.namespace);
    out.labels('Labels', members(info.object, 'metadata', 'labels')).annotations('Annotations', members(info.object, 'metadata', 'annotations'));
    out.pair('AddressType', text(info.object, 'addressType'));
    const ports = list(info.object, 'ports');
    if (ports.length === 0) out.line(0, 'Ports: <unset>');
    else out.line(0, 'Ports:').line(1, 'Name\tPort\tProtocol').line(1, '----\t----\t--------');
    for (const port of ports) out.line(1, `${text(port, 'name') || '<unset>'}\t${text(port, 'port') || '<unset>'}\t${text(port, 'protocol')}`);
    const endpoints = list(info.object, 'endpoints');
    out.line(0, endpoints.length === 0 ? 'Endpoints: <none>' : 'Endpoints:');
    for (const endpoint of endpoints) {
      out.line(1, `- Addresses:\t${list(endpoint, 'addresses').map(String).join(', ')}`).line(2, 'Conditions:');
      out.pair('Ready', text(endpoint, 'conditions', 'ready') || '<unset>', 3);
      out.pair('Hostname', text(endpoint, 'hostname') || '<unset>', 2);
      if (has(endpoint, 'targetRef')) out.pair('TargetRef', `${text(endpoint, 'targetRef', 'kind')}/${text(endpoint, 'targetRef', 'name')}`, 2);
      if (k.release.minor < PLACES_SINCE) out.labels('Topology', members(endpoint, 'topology'), 2);
      else out.pair('NodeName', text(endpoint, 'nodeName') || '<unset>', 2).pair('Zone', text(endpoint, 'zone') || '<unset>', 2);
    }
    if (options.showEvents) yield* describeEvents(k, info, out);
    return out.text;
  },
};
