/** Ports of the host that lead into containers: which are taken, and the rewriting rules behind them. */
import type { Host, Protocol } from '../../host/index.ts';
import type { Cancel } from '../../sim/index.ts';
import { badRequest } from '../errors.ts';
import type { PortBinding, PortMap } from '../containers/container-config.ts';

export interface PublishedPort {
  readonly containerPort: number;
  readonly protocol: Protocol;
  readonly hostIp: string; // "0.0.0.0" for all
  readonly hostPort: number;
}

const FIRST_PORT = 32_768;
const LAST_PORT = 60_999;

export class PublishedPorts {
  private readonly host: Host;
  private readonly taken = new Map<string, { readonly hostIp: string }>();
  private last = FIRST_PORT - 1;

  constructor(host: Host) {
    this.host = host;
  }

  /** All of them or none: throws why not, in the words of the driver. The Cancel unpublishes. */
  publish(wanted: PortMap, address: string): { readonly ports: readonly PublishedPort[]; readonly release: Cancel } {
    const ports: PublishedPort[] = [];
    const cancels: Cancel[] = [];
    const release = (): void => cancels.splice(0).forEach((cancel) => cancel());
    try {
      for (const [name, bindings] of Object.entries(wanted)) {
        const { port, protocol } = portOf(name);
        for (const binding of bindings ?? []) {
          const published = this.choose(port, protocol, binding);
          ports.push(published);
          cancels.push(this.open(published, address));
        }
      }
    } catch (error) {
      release();
      throw error;
    }
    return { ports, release };
  }

  private choose(containerPort: number, protocol: Protocol, { HostIp, HostPort }: PortBinding): PublishedPort {
    const hostIp = HostIp || '0.0.0.0';
    if (!HostPort || HostPort === '0') return { containerPort, protocol, hostIp, hostPort: this.freePort(protocol, hostIp) };
    const [first = 0, last = first] = HostPort.split('-').map(Number);
    if (!(first > 0 && last < 65_536)) throw badRequest(`invalid port specification: "${HostPort}"`);
    for (let hostPort = first; hostPort <= last; hostPort++) {
      if (!this.isTaken(protocol, hostIp, hostPort)) return { containerPort, protocol, hostIp, hostPort };
    }
    throw new PortRefusal(`Bind for ${hostIp}:${first} failed: port is already allocated`);
  }

  private freePort(protocol: Protocol, hostIp: string): number {
    for (let tried = 0; tried <= LAST_PORT - FIRST_PORT; tried++) {
      this.last = this.last >= LAST_PORT ? FIRST_PORT : this.last + 1;
      if (!this.isTaken(protocol, hostIp, this.last) && !this.host.network.namespace.listenerAt(protocol, hostIp, this.last)) return this.last;
    }
    throw new PortRefusal('all ports are allocated');
  }

  private isTaken(protocol: Protocol, hostIp: string, port: number): boolean {
    if (this.taken.has(keyOf(protocol, hostIp, port)) || this.taken.has(keyOf(protocol, '0.0.0.0', port))) return true;
    return hostIp === '0.0.0.0' && [...this.taken.keys()].some((key) => key.startsWith(`${protocol}/${port}/`));
  }

  private open({ containerPort, protocol, hostIp, hostPort }: PublishedPort, address: string): Cancel {
    const { namespace } = this.host.network;
    if (namespace.listenerAt(protocol, hostIp, hostPort)) {
      throw new PortRefusal(`failed to bind host port for ${hostIp}:${hostPort}:${address}:${containerPort}/${protocol}: address already in use`);
    }
    const key = keyOf(protocol, hostIp, hostPort);
    this.taken.set(key, { hostIp });
    const target = { address, port: containerPort };
    const close = namespace.nat.add({ address: hostIp === '0.0.0.0' ? '*' : hostIp, port: hostPort, protocol, targets: [target], choose: () => target });
    return () => {
      this.taken.delete(key);
      close();
    };
  }
}

/** A port that cannot be had; whoever starts the container says for which endpoint. */
export class PortRefusal extends Error {
  override name = 'PortRefusal';
}

export function portOf(name: string): { readonly port: number; readonly protocol: Protocol } {
  const [port = '', protocol = 'tcp'] = name.split('/');
  if (protocol !== 'tcp' && protocol !== 'udp') throw badRequest(`invalid protocol: ${protocol}`);
  if (!/^\d+$/.test(port) || Number(port) > 65_535) throw badRequest(`invalid port specification: "${name}"`);
  return { port: Number(port), protocol };
}

function keyOf(protocol: Protocol, hostIp: string, port: number): string {
  return `${protocol}/${port}/${hostIp}`;
}
