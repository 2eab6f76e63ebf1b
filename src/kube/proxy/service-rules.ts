/**
 * What kube-proxy writes into a node's kernel for one port of a service: an address that stands for many. The rule chooses anew
 * for each connection, and stays when the proxy dies: what was written then goes stale, but works.
 */
import type { NatRule, NatTarget, Protocol } from '../../host/index.ts';
import type { Random } from '../../sim/index.ts';

/** Targets of one slice; a service's rules share them between all nodes. */
export type TargetList = readonly NatTarget[];

export class ServiceRule implements NatRule {
  readonly address: string;
  readonly port: number;
  readonly protocol: Protocol;
  /** The service that it was written for: `default/web:http`. */
  readonly owner: string;
  private readonly random: Random;
  private readonly nowMs: () => number;
  private lists: readonly TargetList[] = [];
  private total = 0;
  private affinityMs = 0;
  private readonly affine = new Map<string, { readonly target: NatTarget; readonly untilMs: number }>();

  constructor(owner: string, address: string, port: number, protocol: Protocol, random: Random, nowMs: () => number) {
    this.owner = owner;
    this.address = address;
    this.port = port;
    this.protocol = protocol;
    this.random = random;
    this.nowMs = nowMs;
  }

  set(lists: readonly TargetList[], affinityMs: number): void {
    this.lists = lists;
    this.total = lists.reduce((sum, list) => sum + list.length, 0);
    this.affinityMs = affinityMs;
    if (affinityMs === 0) this.affine.clear();
  }

  get targets(): readonly NatTarget[] {
    return this.lists.flat();
  }

  choose(source: string): NatTarget | 'reject' {
    if (this.total === 0) return 'reject';
    const kept = this.affinityMs > 0 ? this.affine.get(source) : undefined;
    const target = kept && kept.untilMs > this.nowMs() && this.has(kept.target) ? kept.target : this.draw();
    if (this.affinityMs > 0) this.affine.set(source, { target, untilMs: this.nowMs() + this.affinityMs });
    return target;
  }

  private draw(): NatTarget {
    let left = this.random.below(this.total);
    for (const list of this.lists) {
      if (left < list.length) return list[left]!;
      left -= list.length;
    }
    throw new Error('service rule: the lists hold fewer targets than counted');
  }

  private has(target: NatTarget): boolean {
    return this.lists.some((list) => list.some((t) => t.address === target.address && t.port === target.port));
  }
}
