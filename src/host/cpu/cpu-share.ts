/**
 * Who gets how much of a host's cores: weights between siblings of the cgroup tree, quotas as caps, cpusets as cores that a
 * claim must stay on. Rates are whole nanoseconds of CPU a millisecond, a core being a million.
 */
import { DEFAULT_WEIGHT, type Cgroup } from './cgroup.ts';
import { waterFill } from './water-fill.ts';

export const CORE_NS_PER_MS = 1_000_000;

export interface CpuClaim {
  readonly group: Cgroup;
  readonly cpuset?: Cgroup; // when another group than that says on which cores
  readonly cores: number; // how many it could keep busy
  readonly process?: { readonly nice: number; readonly affinity?: readonly number[] | undefined };
}

/** A group whose quota is less than what its claims could use. */
export interface Limited {
  readonly group: Cgroup;
  readonly wantedNs: number;
  readonly gotNs: number;
}

export interface Shares {
  readonly rates: readonly number[]; // in the order of the claims
  readonly quotas: readonly Limited[]; // every group with a quota and a claim
}

interface Branch {
  readonly group: Cgroup;
  readonly branches: Map<Cgroup, Branch>;
  readonly claims: number[]; // indexes
  cap: number;
  wanted: number;
}

export function shareCpu(coreCount: number, claims: readonly CpuClaim[]): Shares {
  const masks = claims.map((claim) => kept(coresOf(claim.cpuset ?? claim.group, coreCount), claim.process?.affinity));
  const rates = claims.map(() => 0);
  const spent = new Map<Cgroup, number>(); // of quotas, by claims whose rate is settled
  let open = claims.map((_, i) => i);
  let free = allCores(coreCount);
  const quotas = new Map<Cgroup, Limited>();
  const pinning = masks.some((mask) => mask !== undefined);
  while (open.length > 0) {
    let cores = free;
    let chosen = open;
    for (;;) {
      allocate(countCores(cores) * CORE_NS_PER_MS, claims, chosen, masks, cores, spent, rates, quotas);
      const tight: bigint | undefined = pinning ? mostCrowded(chosen, masks, free, cores, rates) : undefined;
      if (tight === undefined) break;
      cores = tight;
      chosen = chosen.filter((i) => isSubset(masks[i], tight, free));
    }
    if (chosen === open) break;
    for (const i of chosen) spend(spent, claims[i]!.group, rates[i]!);
    const settled = new Set(chosen);
    open = open.filter((i) => !settled.has(i));
    free &= ~cores;
  }
  return { rates, quotas: [...quotas.values()] };
}

function allocate(
  capacity: number,
  claims: readonly CpuClaim[],
  chosen: readonly number[],
  masks: readonly (bigint | undefined)[],
  free: bigint,
  spent: ReadonlyMap<Cgroup, number>,
  rates: number[],
  quotas: Map<Cgroup, Limited>,
): void {
  const caps = new Map<number, number>();
  let root: Branch | undefined;
  for (const i of chosen) {
    const { group, cores } = claims[i]!;
    const mask = masks[i];
    const room = mask === undefined ? cores : Math.min(cores, countCores(mask & free));
    caps.set(i, Math.round(room * CORE_NS_PER_MS));
    root ??= newBranch(rootOf(group));
    branchOf(root, group).claims.push(i);
  }
  if (!root) return;
  sumCaps(root, caps, spent);
  pour(root, Math.min(capacity, root.cap), claims, caps, rates, quotas);
}

function pour(
  branch: Branch,
  capacity: number,
  claims: readonly CpuClaim[],
  caps: ReadonlyMap<number, number>,
  rates: number[],
  quotas: Map<Cgroup, Limited>,
): void {
  const below = [...branch.branches.values()];
  const shares = waterFill(capacity, [
    ...below.map((b) => ({ weight: b.group.weight, cap: b.cap })),
    ...branch.claims.map((i) => ({ weight: weightOf(claims[i]!) * Math.max(1, Math.ceil(claims[i]!.cores)), cap: caps.get(i)! })),
  ]);
  below.forEach((b, i) => pour(b, shares[i]!, claims, caps, rates, quotas));
  branch.claims.forEach((claim, i) => (rates[claim] = shares[below.length + i]!));
  if (branch.group.limits.quotaUs !== undefined) {
    quotas.set(branch.group, { group: branch.group, wantedNs: branch.wanted, gotNs: Math.min(capacity, branch.cap) });
  }
}

/** A step of niceness is a quarter of the share: 1.25 to the power of it, as the kernel's table has it. */
function weightOf({ process }: CpuClaim): number {
  let weight = DEFAULT_WEIGHT;
  for (let level = process?.nice ?? 0; level !== 0; level -= Math.sign(level)) weight = level > 0 ? (weight * 4) / 5 : (weight * 5) / 4;
  return Math.max(1, Math.round(weight));
}

function sumCaps(branch: Branch, caps: ReadonlyMap<number, number>, spent: ReadonlyMap<Cgroup, number>): void {
  let sum = 0;
  for (const b of branch.branches.values()) {
    sumCaps(b, caps, spent);
    sum += b.cap;
  }
  for (const i of branch.claims) sum += caps.get(i)!;
  branch.wanted = sum;
  branch.cap = Math.max(0, Math.min(sum, quotaOf(branch.group) - (spent.get(branch.group) ?? 0)));
}

/** As a rate; Infinity without a quota. */
function quotaOf(group: Cgroup): number {
  const { quotaUs } = group.limits;
  return quotaUs === undefined ? Infinity : Math.floor((quotaUs * CORE_NS_PER_MS) / group.periodUs);
}

function branchOf(root: Branch, group: Cgroup): Branch {
  if (group === root.group) return root;
  const above = branchOf(root, group.parent!);
  let branch = above.branches.get(group);
  if (!branch) above.branches.set(group, (branch = newBranch(group)));
  return branch;
}

function newBranch(group: Cgroup): Branch {
  return { group, branches: new Map(), claims: [], cap: 0, wanted: 0 };
}

function rootOf(group: Cgroup): Cgroup {
  let root = group;
  while (root.parent) root = root.parent;
  return root;
}

function spend(spent: Map<Cgroup, number>, group: Cgroup, rate: number): void {
  for (let g: Cgroup | undefined = group; g; g = g.parent) spent.set(g, (spent.get(g) ?? 0) + rate);
}

/** What is left of a group's cores for a process that asked for some of them; all of the group's when none is left. */
function kept(mask: bigint | undefined, affinity: readonly number[] | undefined): bigint | undefined {
  if (!affinity) return mask;
  const wanted = affinity.reduce((all, core) => all | (1n << BigInt(core)), 0n);
  const both = mask === undefined ? wanted : mask & wanted;
  return both === 0n ? mask : both;
}

/** The cores that a group is bound to, undefined when to none in particular. A set without a core that the parent has counts for nothing. */
function coresOf(group: Cgroup, coreCount: number): bigint | undefined {
  const outer = group.parent && coresOf(group.parent, coreCount);
  const { cpuset } = group.limits;
  if (!cpuset) return outer;
  let own = outer ?? allCores(coreCount);
  const wanted = cpuset.reduce((mask, core) => mask | (1n << BigInt(core)), 0n);
  own &= wanted;
  return own === 0n ? outer : own;
}

const UNIONS_OF_MAX = 6;

/** Among sets of cores smaller than `within`, the one whose bound claims want most beyond what it has; undefined when all fit. */
function mostCrowded(chosen: readonly number[], masks: readonly (bigint | undefined)[], free: bigint, within: bigint, rates: readonly number[]): bigint | undefined {
  const distinct = new Set<bigint>();
  for (const i of chosen) if (masks[i] !== undefined) distinct.add(masks[i] & free);
  let unions: bigint[] = [...distinct];
  for (const mask of [...distinct].slice(0, UNIONS_OF_MAX)) unions = [...new Set([...unions, ...unions.map((u) => u | mask)])];
  let worst: bigint | undefined;
  let worstNeed = CORE_NS_PER_MS; // a core's worth a core
  for (const union of unions) {
    const cores = countCores(union);
    if (cores === 0 || union === within) continue;
    let used = 0;
    for (const i of chosen) if (isSubset(masks[i], union, free)) used += rates[i]!;
    const need = Math.ceil(used / cores);
    if (need > worstNeed) {
      worst = union;
      worstNeed = need;
    }
  }
  return worst;
}

function isSubset(mask: bigint | undefined, of: bigint, free: bigint): boolean {
  return mask !== undefined && (mask & free & ~of) === 0n;
}

function allCores(count: number): bigint {
  return (1n << BigInt(count)) - 1n;
}

function countCores(mask: bigint): number {
  let count = 0;
  for (let m = mask; m > 0n; m &= m - 1n) count++;
  return count;
}
