/**
 * Network policies on one node: which connections its pods may have, asked of the kernel at each one. A pod that no policy selects may
 * have all; one that a policy selects only what some policy allows.
 */
import { Cidr, type NetStack, type PacketFilter } from '../../host/index.ts';
import type { Reconciler, View } from '../../sim/index.ts';
import type { ControllerContext } from '../controllers/controller-context.ts';
import { selectorMatches } from '../controllers/selector-match.ts';
import type { Namespace } from '../kinds/namespace/namespace.ts';
import type { NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from '../kinds/network-policy/network-policy.ts';
import type { Pod } from '../kinds/pod/pod.ts';
import type { KubeObject } from '../meta/object.ts';

const table = 'networkpolicies.networking.k8s.io';

/** The rules stay in the kernel when the process ends, as they were last seen. */
export function networkPolicyAgent({ client }: ControllerContext, network: NetStack): Reconciler<KubeObject> {
  return {
    name: 'network-policy-agent',
    watches: [{ table }],
    reconcile() {
      if (client.view.keys(table).length === 0) delete network.filter;
      else network.filter ??= filterOf(client.view);
    },
  };
}

function filterOf(view: View<KubeObject>): PacketFilter {
  const pods = podsByAddress(view);
  return (direction, source, target, protocol, port) => {
    const own = pods(direction === 'ingress' ? target : source);
    if (!own) return true;
    const other = direction === 'ingress' ? source : target;
    const policies = [...view.keysBy(table, 'namespace', own.metadata.namespace)].map((key) => view.get(key) as NetworkPolicy).filter(({ spec }) => spec.policyTypes?.some((type) => type.toLowerCase() === direction) && selectorMatches(spec.podSelector ?? {}, own.metadata.labels));
    const receiver = direction === 'ingress' ? own : pods(other);
    const fits = ({ peers, ports }: Rule, namespace: string): boolean =>
      (ports.length === 0 || ports.some((one) => fitsPort(one, protocol, port, receiver))) && (peers.length === 0 || peers.some((peer) => fitsPeer(view, peer, namespace, other, pods(other))));
    return policies.length === 0 || policies.some((policy) => rulesOf(policy, direction).some((rule) => fits(rule, policy.metadata.namespace)));
  };
}

interface Rule {
  readonly peers: readonly NetworkPolicyPeer[];
  readonly ports: readonly NetworkPolicyPort[];
}

function rulesOf({ spec }: NetworkPolicy, direction: 'ingress' | 'egress'): readonly Rule[] {
  if (direction === 'ingress') return (spec.ingress ?? []).map(({ from = [], ports = [] }) => ({ peers: from, ports }));
  return (spec.egress ?? []).map(({ to = [], ports = [] }) => ({ peers: to, ports }));
}

/** A port by name is that of the pod that is spoken to. */
function fitsPort({ protocol = 'TCP', port, endPort }: NetworkPolicyPort, used: string, number: number, receiver: Pod | undefined): boolean {
  if (protocol.toLowerCase() !== used) return false;
  if (port === undefined) return true;
  if (typeof port === 'number') return number >= port && number <= (endPort ?? port);
  return receiver?.spec.containers.some(({ ports }) => ports?.some((one) => one.name === port && one.containerPort === number)) === true;
}

function fitsPeer(view: View<KubeObject>, { ipBlock, podSelector, namespaceSelector }: NetworkPolicyPeer, namespace: string, address: string, pod: Pod | undefined): boolean {
  if (ipBlock) return isIn(ipBlock.cidr, address) && !(ipBlock.except ?? []).some((cidr) => isIn(cidr, address));
  if (!pod) return false;
  const at = pod.metadata.namespace;
  if (namespaceSelector ? !selectorMatches(namespaceSelector, (view.get(`namespaces/${at}`) as Namespace | undefined)?.metadata.labels) : at !== namespace) return false;
  return selectorMatches(podSelector ?? {}, pod.metadata.labels);
}

function isIn(cidr: string | undefined, address: string): boolean {
  return Cidr.parse(cidr ?? '')?.contains(address) === true;
}

/** Looked up in a table that is made anew when anything has changed. */
function podsByAddress(view: View<KubeObject>): (address: string) => Pod | undefined {
  let known = new Map<string, Pod>();
  let revision = -1;
  return (address) => {
    if (revision !== view.revision) {
      revision = view.revision;
      known = new Map((view.list('pods') as readonly Pod[]).filter(({ spec, status }) => status.podIP && !spec.hostNetwork && status.phase !== 'Succeeded' && status.phase !== 'Failed').map((pod) => [pod.status.podIP!, pod]));
    }
    return known.get(address);
  };
}
