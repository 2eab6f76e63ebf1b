/**
 * What pods that have a node make of each node for one that looks for one, beyond what is forbidden: those it would rather be near or away
 * from, those that would rather have it near or away, and how evenly its like are spread.
 */
import type { View } from '../../sim/index.ts';
import type { Pod, PodAffinityTerm, WeightedPodAffinityTerm } from '../kinds/pod/pod.ts';
import type { KubeObject, Labels } from '../meta/object.ts';
import type { NodeSummary } from './node-summary.ts';
import { required, spreadRules } from './pod-rules.ts';
import { counts, domainOf, labelsOf, likeOf, matchesTerm, placedPods, placedUnder, type Placed } from './topology-terms.ts';

const weight = 2;

/** What to add to the total of each of `feasible`. `leaning`: the keys of the pods that would rather have others near or away. */
export function topologyScores(view: View<KubeObject>, pod: Pod, nodes: readonly NodeSummary[], leaning: ReadonlySet<string>, feasible: readonly NodeSummary[]): readonly number[] {
  const near = neighbourScores(view, pod, nodes, leaning, feasible);
  const even = spreadScores(view, pod, nodes, feasible);
  return feasible.map((_, i) => weight * (near[i]! + even[i]!));
}

function neighbourScores(view: View<KubeObject>, pod: Pod, nodes: readonly NodeSummary[], leaning: ReadonlySet<string>, feasible: readonly NodeSummary[]): readonly number[] {
  const byDomain = new Map<string, number>();
  const note = (labels: Labels, { topologyKey }: PodAffinityTerm, by: number): void => {
    if (Object.hasOwn(labels, topologyKey)) byDomain.set(domainOf(labels, topologyKey), (byDomain.get(domainOf(labels, topologyKey)) ?? 0) + by);
  };
  const own = weighed(pod);
  for (const { pod: other, labels } of own.length > 0 ? placedPods(view, nodes) : []) {
    for (const { term, by } of own) if (matchesTerm(view, term, pod, other)) note(labels, term, by);
  }
  for (const key of leaning) {
    const placed = placedUnder(view, key);
    const demands = required(placed?.pod.spec.affinity?.podAffinity).map((term) => ({ term, by: 1 }));
    if (placed) for (const { term, by } of [...demands, ...weighed(placed.pod)]) if (matchesTerm(view, term, placed.pod, pod)) note(placed.labels, term, by);
  }
  const sums = feasible.map(({ node }) => Object.entries(labelsOf(node)).reduce((sum, [key, value]) => sum + (byDomain.get(`${key}=${value}`) ?? 0), 0));
  const { least, most } = range(sums);
  return sums.map((sum) => (most > least ? Math.floor((100 * (sum - least)) / (most - least)) : 0));
}

/** What it would rather have, each with its weight: below nothing what it would rather not. */
function weighed({ spec: { affinity } }: Pod): { readonly term: PodAffinityTerm; readonly by: number }[] {
  const preferred = (rules: { readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly WeightedPodAffinityTerm[] } | undefined, sign: 1 | -1) =>
    (rules?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(({ podAffinityTerm: term, weight: by }) => ({ term, by: sign * by }));
  return [...preferred(affinity?.podAffinity, 1), ...preferred(affinity?.podAntiAffinity, -1)];
}

/** A node that is in none of one rule's places is worth nothing; the fewer of its like a place has, the more. */
function spreadScores(view: View<KubeObject>, pod: Pod, nodes: readonly NodeSummary[], feasible: readonly NodeSummary[]): readonly number[] {
  const rules = spreadRules(pod.spec, 'ScheduleAnyway');
  if (rules.length === 0) return feasible.map(() => 0);
  const hasAll = ({ node }: NodeSummary): boolean => rules.every(({ topologyKey }) => Object.hasOwn(labelsOf(node), topologyKey));
  const placed = placedPods(view, nodes.filter(hasAll));
  const parts = rules.map((rule) => {
    const { topologyKey: key, maxSkew } = rule;
    const counted = new Set(nodes.filter((node) => counts(rule, pod, node)).map(({ name }) => name));
    const likes = likesByDomain(placed.filter(({ pod: { spec } }) => counted.has(spec.nodeName!)), key, likeOf(rule, pod));
    const places = new Set(feasible.filter(hasAll).map(({ node }) => domainOf(labelsOf(node), key))).size;
    return (labels: Labels): number => (likes.get(domainOf(labels, key)) ?? 0) * logarithm(places + 2) + maxSkew - 1;
  });
  const sums = feasible.map((node) => (hasAll(node) ? Math.round(parts.reduce((sum, part) => sum + part(labelsOf(node.node)), 0)) : undefined));
  const { least, most } = range(sums.filter((sum) => sum !== undefined));
  return sums.map((sum) => (sum === undefined ? 0 : most === 0 ? 100 : Math.floor((100 * (most + least - sum)) / most)));
}

function likesByDomain(placed: readonly Placed[], key: string, isLike: (other: Pod) => boolean): ReadonlyMap<string, number> {
  const likes = new Map<string, number>();
  for (const { pod, labels } of placed) {
    if (pod.metadata.deletionTimestamp === undefined && isLike(pod)) likes.set(domainOf(labels, key), (likes.get(domainOf(labels, key)) ?? 0) + 1);
  }
  return likes;
}

function range(numbers: readonly number[]): { readonly least: number; readonly most: number } {
  return { least: numbers.reduce((a, b) => Math.min(a, b), Infinity), most: numbers.reduce((a, b) => Math.max(a, b), -Infinity) };
}

/** Natural, by sums and quotients alone, which every machine works out alike. */
function logarithm(of: number): number {
  let halvings = 0;
  let rest = of;
  for (; rest > 1.5; rest /= 2) halvings++;
  return halvings * series(2) + series(rest);
}

function series(of: number): number {
  const base = (of - 1) / (of + 1);
  let sum = 0;
  for (let power = base, n = 1; n < 60; n += 2, power *= base * base) sum += (2 * power) / n;
  return sum;
}
