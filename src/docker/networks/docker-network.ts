/** One network of the engine: a bridge of the host with a range of addresses, or one of the two that have neither. */
import { Cidr, type Bridge } from '../../host/index.ts';

export type Driver = 'bridge' | 'host' | 'null';

export interface NetworkSpec {
  readonly id: string; // 64 hex digits
  readonly name: string;
  readonly driver: Driver;
  readonly subnet: string; // '' without a range
  readonly gateway: string;
  readonly internal: boolean;
  readonly attachable: boolean;
  readonly createdMs: number; // since 1970
  readonly labels: Readonly<Record<string, string>>;
  readonly options: Readonly<Record<string, string>> | null;
}

/** A container's place on a network. `ip` is '' while it does not run. */
export interface Endpoint {
  readonly network: DockerNetwork;
  readonly aliases: readonly string[];
  readonly wantedIp: string;
  id: string;
  ip: string;
}

export class DockerNetwork {
  readonly spec: NetworkSpec;
  readonly cidr: Cidr | undefined;
  bridge: Bridge | undefined;
  /** By the id of the container. */
  readonly endpoints = new Map<string, Endpoint>();

  constructor(spec: NetworkSpec) {
    this.spec = spec;
    this.cidr = spec.subnet === '' ? undefined : Cidr.parse(spec.subnet);
  }

  get name(): string {
    return this.spec.name;
  }

  get id(): string {
    return this.spec.id;
  }

  /** The three that the engine makes itself. */
  get isBuiltin(): boolean {
    return this.name === 'bridge' || this.name === 'host' || this.name === 'none';
  }

  /** Names of containers are known on networks that people make, not on the default bridge. */
  get resolvesNames(): boolean {
    return this.spec.driver === 'bridge' && !this.isBuiltin;
  }

  get bridgeName(): string {
    return this.name === 'bridge' ? 'docker0' : `br-${this.id.slice(0, 12)}`;
  }

  /** The lowest address that nobody has; undefined when there is none left. */
  freeAddress(): string | undefined {
    const { bridge, cidr } = this;
    if (!bridge || !cidr) return undefined;
    const taken = new Set([bridge.gateway, ...bridge.members.keys()]);
    for (let n = 1; n < cidr.size - 1; n++) if (!taken.has(cidr.at(n))) return cidr.at(n);
    return undefined;
  }
}

/** 02:42 and the four bytes of the address. */
export function hardwareAddress(ip: string): string {
  return ip === '' ? '' : ['02', '42', ...ip.split('.').map((part) => Number(part).toString(16).padStart(2, '0'))].join(':');
}
