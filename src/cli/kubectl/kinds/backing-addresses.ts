/** The addresses behind a service, as `describe` prints them: from endpoint slices, or with clients before 1.31 from endpoints. */
import type { Json } from '../../../base/index.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import { list, member, text } from '../objects/member.ts';

const SHOWN = 3;

/** The first client that asks for slices. */
const SLICES_SINCE = 31;

/** Ready addresses with the port of a name, the first few and how many more. */
export type Backing = (portName: string) => string;

/** A StatusError where there are none to ask for. */
export function* backingOf(k: Invocation, namespace: string, service: string): Task<Backing> {
  if (k.release.minor < SLICES_SINCE) {
    const subsets = list(yield* k.client.get(`/api/v1/namespaces/${namespace}/endpoints/${service}`), 'subsets');
    return (name) => ofSubsets(subsets, name);
  }
  const selector = `kubernetes.io/service-name=${service}`;
  const slices = list(yield* k.client.get(`/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`, [['labelSelector', selector]]), 'items');
  return (name) => ofSlices(slices, name);
}

function ofSubsets(subsets: readonly Json[], portName: string): string {
  if (subsets.length === 0) return '<none>';
  const found = subsets.flatMap((subset) => {
    const ips = list(subset, 'addresses').map((address) => text(address, 'ip'));
    const ports = list(subset, 'ports');
    if (ports.length === 0) return ips; // a headless service may have none
    return ports.filter((port) => text(port, 'name') === portName).flatMap((port) => ips.map((ip) => joined(ip, text(port, 'port'))));
  });
  return cut(found);
}

function ofSlices(slices: readonly Json[], portName: string): string {
  const found: string[] = [];
  for (const slice of slices) {
    const port = list(slice, 'ports').find((candidate) => text(candidate, 'name') === portName);
    if (port === undefined) continue;
    for (const endpoint of list(slice, 'endpoints')) {
      if (member(endpoint, 'conditions', 'ready') === false) continue;
      for (const address of list(endpoint, 'addresses')) found.push(joined(text(address), text(port, 'port')));
    }
  }
  return slices.length === 0 ? '<none>' : cut(found);
}

function joined(ip: string, port: string): string {
  return ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`;
}

function cut(found: readonly string[]): string {
  const shown = found.slice(0, SHOWN).join(',');
  return found.length > SHOWN ? `${shown} + ${found.length - SHOWN} more...` : shown;
}
