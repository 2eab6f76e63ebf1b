/**
 * What pods that have a node mean for one that looks for one: those it wants to be near, those it wants to keep away from, those that keep
 * away from it, and how evenly its like are spread. Worked out anew for each pod that is concerned, from all that have a node.
 */
import type { View } from '../../sim/index.ts';
import { isFinished } from '../controllers/pod-state.ts';
import type { Namespace } from '../kinds/namespace/namespace.ts';
import type { Node } from '../kinds/node/node.ts';
import type { Pod, PodAffinityTerm, PodSpec, TopologySpreadConstraint } from '../kinds/pod/pod.ts';
import { matchesSelector } from '../meta/label-selector.ts';
import type { KubeObject, Labels } from '../meta/object.ts';
import { wantsNode } from './node-affinity.ts';
import type { NodeSummary } from './node-summary.ts';
import { untolerated } from './tolerations.ts';

/** What stands against a node; undefined when nothing does. */
export type TopologyObjection = 'affinity' | 'anti-affinity' | 'anti-affinity of others' | 'spread' | 'spread label';

export type PodTopology = (node: Node) => TopologyObjection | undefined;

interface Placed {
  readonly pod: Pod;
  readonly labels: Labels; // of its node
}

/** Labels of nodes, as "key=value": the places that a rule speaks of. */
type Domains = ReadonlySet<string>;

/** Does the pod keep others away? */
export function keepsAway({ affinity }: PodSpec): boolean {
  return required(affinity?.podAntiAffinity).length > 0;
}

/** Do other pods decide where it may go, by what it says itself? */
export function looksAtPods(spec: PodSpec): boolean {
  return keepsAway(spec) || required(spec.affinity?.podAffinity).length > 0 || hard(spec).length > 0;
}

/** `keepingAway`: the keys of the pods that do. One that says nothing itself is held against those alone, however many there are. */
export function podTopology(view: View<KubeObject>, pod: Pod, nodes: readonly NodeSummary[], keepingAway: ReadonlySet<string>): PodTopology {
  const placed = looksAtPods(pod.spec) ? nodes.flatMap(({ name, node }) => placedOn(view, name, labelsOf(node))) : [];
  const spread = spreadRules(pod, nodes, placed);
  const near = nearRules(view, pod, placed);
  const apart = required(pod.spec.affinity?.podAntiAffinity).map((term) => ({ key: term.topologyKey, domains: domainsOf(placed, term.topologyKey, (other) => matchesTerm(view, term, pod, other)) }));
  const repelled = repellingDomains(view, pod, keepingAway);
  return (node) => {
    const labels = labelsOf(node);
    for (const rule of spread) {
      const found = rule(labels);
      if (found) return found;
    }
    if (!near(labels)) return 'affinity';
    if (apart.some(({ key, domains }) => domains.has(domainOf(labels, key)))) return 'anti-affinity';
    return Object.entries(labels).some(([key, value]) => repelled.has(`${key}=${value}`)) ? 'anti-affinity of others' : undefined;
  };
}

function placedOn(view: View<KubeObject>, node: string, labels: Labels): Placed[] {
  return [...view.keysBy('pods', 'node', node)].flatMap((key) => {
    const pod = view.get(key) as Pod;
    return isFinished(pod) ? [] : [{ pod, labels }];
  });
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
    const other = view.get(key) as Pod | undefined;
    const node = other?.spec.nodeName && (view.get(`nodes/${other.spec.nodeName}`) as Node | undefined);
    if (!other || !node || isFinished(other)) continue;
    const labels = labelsOf(node);
    for (const term of required(other.spec.affinity?.podAntiAffinity)) {
      if (Object.hasOwn(labels, term.topologyKey) && matchesTerm(view, term, other, pod)) domains.add(domainOf(labels, term.topologyKey));
    }
  }
  return domains;
}

function spreadRules(pod: Pod, nodes: readonly NodeSummary[], placed: readonly Placed[]): ((labels: Labels) => TopologyObjection | undefined)[] {
  const constraints = hard(pod.spec);
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

/** Whether the node is among those over which is spread. */
function counts({ nodeAffinityPolicy, nodeTaintsPolicy }: TopologySpreadConstraint, { spec }: Pod, { node, taints }: NodeSummary): boolean {
  return (nodeAffinityPolicy === 'Ignore' || wantsNode(spec, node)) && (nodeTaintsPolicy !== 'Honor' || !untolerated(taints, spec.tolerations));
}

function likeOf({ labelSelector, matchLabelKeys = [] }: TopologySpreadConstraint, { metadata }: Pod): (other: Pod) => boolean {
  const own = metadata.labels ?? {};
  return (other) => {
    const labels = other.metadata.labels ?? {};
    const isMeant = labelSelector !== undefined && matchesSelector(labelSelector, labels) && other.metadata.namespace === metadata.namespace;
    return isMeant && matchLabelKeys.every((key) => !Object.hasOwn(own, key) || labels[key] === own[key]);
  };
}

function domainsOf(placed: readonly Placed[], key: string, isMeant: (other: Pod) => boolean): Domains {
  return new Set(placed.flatMap(({ pod, labels }) => (Object.hasOwn(labels, key) && isMeant(pod) ? [domainOf(labels, key)] : [])));
}

/** Whether a term of `whose` means the other pod. Without namespaces it speaks of its own. */
function matchesTerm(view: View<KubeObject>, { labelSelector, namespaces = [], namespaceSelector }: PodAffinityTerm, whose: Pod, other: Pod): boolean {
  const { namespace } = other.metadata;
  const isNamed = namespaces.length === 0 && !namespaceSelector ? namespace === whose.metadata.namespace : namespaces.includes(namespace);
  if (!isNamed && !(namespaceSelector && matchesSelector(namespaceSelector, (view.get(`namespaces/${namespace}`) as Namespace | undefined)?.metadata.labels ?? {}))) return false;
  return labelSelector !== undefined && matchesSelector(labelSelector, other.metadata.labels ?? {});
}

function required(rules: { readonly requiredDuringSchedulingIgnoredDuringExecution?: readonly PodAffinityTerm[] } | undefined): readonly PodAffinityTerm[] {
  return rules?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
}

function hard({ topologySpreadConstraints = [] }: PodSpec): readonly TopologySpreadConstraint[] {
  return topologySpreadConstraints.filter(({ whenUnsatisfiable }) => whenUnsatisfiable === 'DoNotSchedule');
}

function labelsOf({ metadata }: Node): Labels {
  return metadata.labels ?? {};
}

/** Of a node without the label it is no place's. */
function domainOf(labels: Labels, key: string): string {
  return Object.hasOwn(labels, key) ? `${key}=${labels[key]}` : '';
}
