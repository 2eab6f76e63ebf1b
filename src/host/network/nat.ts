/** Destination rewriting: what kube-proxy writes for a Service, and Docker for a published port. A rule chooses its target anew for each connection. */
import type { Cancel } from '../../sim/index.ts';

export type Protocol = 'tcp' | 'udp' | 'icmp';

export interface NatTarget {
  readonly address: string;
  readonly port: number;
}

export interface NatRule {
  /** '*' is any address of the host itself. */
  readonly address: string;
  readonly port: number;
  readonly protocol: Protocol;
  /** The service that it was written for, `default/web:http`; a published port has none. */
  readonly owner?: string;
  readonly targets?: readonly NatTarget[];
  /** 'reject' refuses the connection; undefined lets it pass unchanged. */
  choose(source: string): NatTarget | 'reject' | undefined;
}

export class NatTable {
  private readonly rules = new Map<string, NatRule>();

  /** The last rule of one address, port and protocol stands. */
  add(rule: NatRule): Cancel {
    const key = keyOf(rule.protocol, rule.address, rule.port);
    this.rules.set(key, rule);
    return () => {
      if (this.rules.get(key) === rule) this.rules.delete(key);
    };
  }

  find(protocol: Protocol, address: string, port: number): NatRule | undefined {
    return this.rules.size === 0 ? undefined : this.rules.get(keyOf(protocol, address, port));
  }

  /** A rule for any address of the host. */
  findLocal(protocol: Protocol, port: number): NatRule | undefined {
    return this.rules.size === 0 ? undefined : this.rules.get(keyOf(protocol, '*', port));
  }

  get all(): readonly NatRule[] {
    return [...this.rules.values()];
  }

  clear(): void {
    this.rules.clear();
  }
}

function keyOf(protocol: Protocol, address: string, port: number): string {
  return `${protocol}/${address}/${port}`;
}
