/**
 * What pods that have a node mean for one that looks for one: those it wants to be near, those it wants to keep away from, those that keep
 * away from it, and how evenly its like are spread. Worked out anew for each pod that is concerned, from all that have a node.
 */
import type { View } from '../../sim/index.ts';
import type { Node } from '../kinds/node/node.ts';
import type { Pod } from '../kinds/pod/pod.ts';
import type { KubeObject, Labels } from '../meta/object.ts';
import type { ClusterSummary } from './cluster-summary.ts';
import type { NodeSummary } from './node-summary.ts';
import { looksAtPods, required, spreadRules } from './pod-rules.ts';
import { topologyScores } from './topology-scores.ts';
import { counts, domainOf, labelsOf, likeOf, matchesTerm, placedPods, placedUnder, type Placed } from './topology-terms.ts';

/** What stands against a node; undefined when nothing does. */
export type TopologyObjection = 'affinity' | 'anti-affinity' | 'anti-affinity of others' | 'spread' | 'spread label';

export interface PodTopology {
  objection(node: Node): TopologyObjection | undefined;
  /** What to add to the total of each node that would do. */
  scores(feasible: readonly NodeSummary[]): readonly number[];
}

/** Labels of nodes, as "key=value": the places that a rule speaks of. */
type Domains = ReadonlySet<string>;

/** One that says nothing itself is held against those alone that speak of others, however many there are. */
export function podTopology(view: View<KubeObject>, pod: Pod, { nodes, keepingAway, leaning }: ClusterSummary): PodTopology {
  const placed = looksAtPods(pod.spec) ? placedPods(view, nodes) : [];
  const spread = skewRules(pod, nodes, placed);
  const near = nearRules(view, pod, placed);
  const apart = required(pod.spec.affinity?.podAntiAffinity).map((term) => ({ key: term.topologyKey, domains: domainsOf(placed, term.topologyKey, (other) => matchesTerm(view, term, pod, other)) }));
  const repelled = repellingDomains(view, pod, keepingAway);
  const objection = (node: Node): TopologyObjection | undefined => {
    const labels = labelsOf(node);
    for (const rule of spread) {
      const found = rule(labels);
      if (found) return found;
    }
    if (!near(labels)) return 'affinity';
    if (apart.some(({ key, domains }) => domains.has(domainOf(labels, key)))) return 'anti-affinity';
    return Object.entries(labels).some(([key, value]) => repelled.has(`${key}=${value}`)) ? 'anti-affinity of others' : undefined;
  };
  return { objection, scores: (feasible) => topologyScores(view, pod, nodes, leaning, feasible) };
}

/** Every term's place must have pods that it means; the first of a group that wants to be together may go anywhere. */
function nearRules(view: View<KubeObject>, pod: Pod, placed: readonly Placed[]): (labels: Labels) => boolean {
  const terms = required(pod.spec.affinity?.podAffinity);
  if (terms.length === 0) return () => true;
  const meansAll = (other: Pod): boolean => terms.every((term) => matchesTerm(view, term, pod, other));
  const rules = terms.map(({ topologyKey: key }) => ({ key, domains: domainsOf(placed, key, meansAll) }));
  const isFirst = rules.every(({ domains }) => domains.size === 0) && meansAll(pod);
  return (labels) => rules.every(({ key, domains }) => Object.hasOwn(labels, key) && (isFirst || domains.has(domainOf(labels, key))));
}

/** The places from which pods that are there keep this one away. */
function repellingDomains(view: View<KubeObject>, pod: Pod, keepingAway: ReadonlySet<string>): Domains {
  const domains = new Set<string>();
  for (const key of keepingAway) {
    const placed = placedUnder(view, key);
    if (!placed) continue;
    const { pod: other, labels } = placed;
    for (const term of required(other.spec.affinity?.podAntiAffinity)) {
      if (Object.hasOwn(labels, term.topologyKey) && matchesTerm(view, term, other, pod)) domains.add(domainOf(labels, term.topologyKey));
    }
  }
  return domains;
}

function skewRules(pod: Pod, nodes: readonly NodeSummary[], placed: readonly Placed[]): ((labels: Labels) => TopologyObjection | undefined)[] {
  const constraints = spreadRules(pod.spec, 'DoNotSchedule');
  const keys = constraints.map(({ topologyKey }) => topologyKey);
  return constraints.map((constraint) => {
    const { topologyKey: key, maxSkew, minDomains = 1 } = constraint;
    const counted = nodes.filter((summary) => keys.every((each) => Object.hasOwn(labelsOf(summary.node), each)) && counts(constraint, pod, summary));
    const names = new Set(counted.map(({ name }) => name));
    const sums = new Map(counted.map(({ node }) => [domainOf(labelsOf(node), key), 0]));
    const isLike = likeOf(constraint, pod);
    for (const { pod: other, labels } of placed) {
      if (!names.has(other.spec.nodeName!) || other.metadata.deletionTimestamp !== undefined || !isLike(other)) continue;
      sums.set(domainOf(labels, key), sums.get(domainOf(labels, key))! + 1);
    }
    const least = sums.size < minDomains ? 0 : [...sums.values()].reduce((a, b) => Math.min(a, b), Infinity);
    const itself = isLike(pod) ? 1 : 0;
    return (labels: Labels) => {
      if (!Object.hasOwn(labels, key)) return 'spread label';
      return (sums.get(domainOf(labels, key)) ?? 0) + itself - least > maxSkew ? 'spread' : undefined;
    };
  });
}

function domainsOf(placed: readonly Placed[], key: string, isMeant: (other: Pod) => boolean): Domains {
  return new Set(placed.flatMap(({ pod, labels }) => (Object.hasOwn(labels, key) && isMeant(pod) ? [domainOf(labels, key)] : [])));
}
