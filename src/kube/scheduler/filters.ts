/**
 * The filters: each says why a pod cannot run on a node, in the words of the event that follows, or nothing. They are asked
 * in one order, and the first that objects speaks for the node.
 */
import type { Pod, PodSpec } from '../kinds/pod/pod.ts';
import type { Release } from '../meta/release.ts';
import { hostPorts } from './cluster-summary.ts';
import { wantsNode } from './node-affinity.ts';
import type { NodeSummary } from './node-summary.ts';
import type { PodTopology, TopologyObjection } from './pod-topology.ts';
import type { PodVolumes } from './pod-volumes.ts';
import { requestsOf, type Requests } from './pod-requests.ts';
import { tolerates, untolerated } from './tolerations.ts';

/** A pod that looks for a node, with what the filters and scores need of it worked out once. */
export interface Candidate {
  readonly pod: Pod;
  readonly requests: Requests;
  readonly ports: readonly string[];
  readonly owner: string;
  readonly volumes?: PodVolumes;
  readonly topology?: PodTopology;
}

export interface Objection {
  readonly reasons: readonly string[];
  /** Ending pods on the node could not help. */
  readonly final: boolean;
}

export interface Filter {
  readonly name: string;
  check(candidate: Candidate, node: NodeSummary, release: Release): Objection | undefined;
}

const unschedulableTaint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' } as const;
const unschedulable: Objection = { reasons: ['node(s) were unschedulable'], final: true };
const wrongName: Objection = { reasons: ["node(s) didn't match the requested node name"], final: true };
const portTaken: Objection = { reasons: ["node(s) didn't have free ports for the requested pod ports"], final: false };
const affinity: Objection = { reasons: ["node(s) didn't match Pod's node affinity"], final: true };
const affinityOrSelector: Objection = { reasons: ["node(s) didn't match Pod's node affinity/selector"], final: true };

const nodeUnschedulable: Filter = {
  name: 'NodeUnschedulable',
  check: ({ pod }, node) =>
    node.unschedulable && !pod.spec.tolerations?.some((t) => tolerates(t, unschedulableTaint)) ? unschedulable : undefined,
};

const nodeName: Filter = {
  name: 'NodeName',
  check: ({ pod }, node) => (pod.spec.nodeName && pod.spec.nodeName !== node.name ? wrongName : undefined),
};

const taintToleration: Filter = {
  name: 'TaintToleration',
  check({ pod }, node, release) {
    if (node.taints.length === 0) return undefined;
    const taint = untolerated(node.taints, pod.spec.tolerations);
    if (!taint) return undefined;
    const text = `{${taint.key}: ${taint.value ?? ''}}`;
    const reason = release.atLeast(34)
      ? 'node(s) had untolerated taint(s)'
      : release.atLeast(24)
        ? `node(s) had untolerated taint ${text}`
        : `node(s) had taint ${text}, that the pod didn't tolerate`;
    return { reasons: [reason], final: true };
  },
};

const nodeAffinity: Filter = {
  name: 'NodeAffinity',
  check: ({ pod }, node, release) => (wantsNode(pod.spec, node.node) ? undefined : release.atLeast(22) ? affinityOrSelector : affinity),
};

const cannotAllocate: Objection = { reasons: ['cannot allocate all claims'], final: true };

/** No node here has a driver that tells of devices. */
const dynamicResources: Filter = {
  name: 'DynamicResources',
  check: ({ pod }, _, release) => (pod.spec.resourceClaims?.length && release.atLeast(34) ? cannotAllocate : undefined),
};

const nodePorts: Filter = {
  name: 'NodePorts',
  check: ({ ports }, node) => (ports.some((port) => node.ports.has(port)) ? portTaken : undefined),
};

const nodeResourcesFit: Filter = {
  name: 'NodeResourcesFit',
  check({ requests }, node) {
    const fits =
      node.pods < node.podsMax &&
      (requests.milliCpu === 0 || node.usedMilliCpu + requests.milliCpu <= node.milliCpu) &&
      (requests.memoryBytes === 0 || node.usedMemoryBytes + requests.memoryBytes <= node.memoryBytes) &&
      requests.others.size === 0;
    return fits ? undefined : shortages(requests, node);
  },
};

const volumeBinding: Filter = {
  name: 'VolumeBinding',
  check({ volumes }, { node }) {
    const reason = volumes?.objectionOf(node);
    return reason === undefined ? undefined : { reasons: [reason], final: true };
  },
};

/** Until 1.21 what concerns affinity was told in two reasons. */
const topologyReasons: Readonly<Record<TopologyObjection, { readonly reason: string; readonly doubled: boolean; readonly final: boolean }>> = {
  affinity: { reason: "node(s) didn't match pod affinity rules", doubled: true, final: true },
  'anti-affinity': { reason: "node(s) didn't match pod anti-affinity rules", doubled: true, final: false },
  'anti-affinity of others': { reason: "node(s) didn't satisfy existing pods anti-affinity rules", doubled: true, final: false },
  spread: { reason: "node(s) didn't match pod topology spread constraints", doubled: false, final: false },
  'spread label': { reason: "node(s) didn't match pod topology spread constraints (missing required label)", doubled: false, final: true },
};

const podTopology: Filter = {
  name: 'PodTopology',
  check({ topology }, { node }, release) {
    const found = topology?.objection(node);
    if (!found) return undefined;
    const { reason, doubled, final } = topologyReasons[found];
    return { reasons: doubled && !release.atLeast(22) ? ["node(s) didn't match pod affinity/anti-affinity rules", reason] : [reason], final };
  },
};

/** Everything there is too little of. More than the whole empty node has is beyond what ending pods could help. */
function shortages(requests: Requests, node: NodeSummary): Objection | undefined {
  const reasons: string[] = [];
  let final = false;
  const check = (name: string, asked: number, used: number, whole: number) => {
    if (asked === 0 || used + asked <= whole) return;
    reasons.push(`Insufficient ${name}`);
    if (asked > whole) final = true;
  };
  if (node.pods >= node.podsMax) reasons.push('Too many pods');
  check('cpu', requests.milliCpu, node.usedMilliCpu, node.milliCpu);
  check('memory', requests.memoryBytes, node.usedMemoryBytes, node.memoryBytes);
  for (const [name, asked] of requests.others) check(name, asked, node.usedOthers.get(name) ?? 0, node.others.get(name) ?? 0);
  return reasons.length > 0 ? { reasons, final } : undefined;
}

/** What they say of a pod's spec and a node holds as long as neither changes. */
const lasting: readonly Filter[] = [nodeUnschedulable, nodeName, taintToleration, nodeAffinity, dynamicResources];
/** What these say changes with every pod that comes or goes. */
const passing: readonly Filter[] = [nodePorts, nodeResourcesFit, volumeBinding, podTopology];

export function candidateOf(pod: Pod, owner: string, volumes?: PodVolumes, topology?: PodTopology): Candidate {
  return { pod, requests: requestsOf(pod.spec), ports: hostPorts(pod), owner, ...(volumes && { volumes }), ...(topology && { topology }) };
}

type Verdict = Objection | undefined;

const verdicts = new WeakMap<PodSpec, { readonly nodes: readonly NodeSummary[]; readonly version: number; readonly list: readonly Verdict[] }>();

/** The first lasting objection of each node, worked out once for all pods of a template. `version` counts the changes of nodes. */
export function lastingObjections(candidate: Candidate, nodes: readonly NodeSummary[], version: number, release: Release): readonly Verdict[] {
  const { spec } = candidate.pod;
  const known = verdicts.get(spec);
  if (known && known.nodes === nodes && known.version === version) return known.list;
  const list = nodes.map((node) => first(lasting, candidate, node, release));
  verdicts.set(spec, { nodes, version, list });
  return list;
}

/** The first objection that other pods are the cause of. */
export function passingObjection(candidate: Candidate, node: NodeSummary, release: Release): Verdict {
  return first(passing, candidate, node, release);
}

function first(filters: readonly Filter[], candidate: Candidate, node: NodeSummary, release: Release): Verdict {
  for (const filter of filters) {
    const found = filter.check(candidate, node, release);
    if (found) return found;
  }
  return undefined;
}
