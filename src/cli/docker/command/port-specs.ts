/** `-p` and `--expose`: "8080:80", "127.0.0.1::53/udp", "7000-7010:7000-7010". */
import { ClientError } from './errors.ts';

type Bindings = Record<string, { HostIp: string; HostPort: string }[]>;

export function portsFrom(published: readonly string[], exposedToo: readonly string[]): { exposed: Record<string, object>; bindings: Bindings } {
  const exposed: Record<string, object> = {};
  const bindings: Bindings = {};
  for (const spec of published) {
    for (const { port, hostIp, hostPort } of mappings(spec)) {
      exposed[port] = {};
      (bindings[port] ??= []).push({ HostIp: hostIp, HostPort: hostPort });
    }
  }
  for (const spec of exposedToo) {
    const { ports, protocol } = rangeOf(spec, 'invalid range format for --expose: ');
    for (const port of ports) exposed[`${port}/${protocol}`] = {};
  }
  return { exposed, bindings };
}

function* mappings(spec: string): Generator<{ port: string; hostIp: string; hostPort: string }> {
  const match = /^(?:(?:(\[[^\]]+\]|[^:]*):)?([^:]*):)?([^:]+)$/.exec(spec);
  if (!match) throw new ClientError(`invalid publish spec: ${spec}`, 125);
  const [, address = '', host = '', inside = ''] = match;
  const { ports, protocol } = rangeOf(inside, 'invalid containerPort: ');
  const hostPorts = host === '' ? [] : rangeOf(host, 'invalid hostPort: ').ports;
  if (address !== '' && !/^\d{1,3}(\.\d{1,3}){3}$|^\[/.test(address)) throw new ClientError(`invalid IP address: ${address}`, 125);
  if (hostPorts.length > 0 && ports.length !== hostPorts.length && ports.length !== 1) throw new ClientError(`invalid ranges specified for container and host Ports: ${inside} and ${host}`, 125);
  for (const [i, port] of ports.entries()) {
    const hostPort = hostPorts.length === 0 ? '' : ports.length === 1 && hostPorts.length > 1 ? host : String(hostPorts[i]!);
    yield { port: `${port}/${protocol}`, hostIp: address.replace(/^\[|\]$/g, ''), hostPort };
  }
}

function rangeOf(text: string, complaint: string): { ports: readonly number[]; protocol: string } {
  const [range = '', protocol = 'tcp'] = text.split('/');
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(range);
  const first = Number(match?.[1] ?? -1);
  const last = Number(match?.[2] ?? first);
  if (first < 0 || last > 65_535 || last < first) throw new ClientError(`${complaint}${range}`, 125);
  if (!['tcp', 'udp', 'sctp'].includes(protocol.toLowerCase())) throw new ClientError(`invalid proto: ${protocol}`, 125);
  return { ports: Array.from({ length: last - first + 1 }, (_, i) => first + i), protocol: protocol.toLowerCase() };
}
