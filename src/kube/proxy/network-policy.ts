/**
 * Network policies on one node: which connections its pods may have, asked of the kernel at each one. A pod that no policy selects may
 * have all; one that a policy selects only what some policy allows.
 */
import { Cidr, type NetStack, type PacketFilter } from '../../host/index.ts';
import type { Reconciler, View } from '../../sim/index.ts';
import type { ControllerContext } from '../controllers/controller-context.ts';
import { isFinished } from '../controllers/pod-state.ts';
import { selectorMatches } from '../controllers/selector-match.ts';
import type { Namespace } from '../kinds/namespace/namespace.ts';
import type { NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from '../kinds/network-policy/network-policy.ts';
import type { Pod } from '../kinds/pod/pod.ts';
import type { KubeObject } from '../meta/object.ts';

const table = 'networkpolicies.networking.k8s.io';

/** The rules stay in the kernel when the process ends, as they were last seen. */
export function networkPolicyAgent({ client }: ControllerContext, network: NetStack): Reconciler<KubeObject> {
  const pods = new PodAddresses(client.view);
  const filter = filterOf(client.view, (address) => pods.at(address));
  return {
    name: 'network-policy-agent',
    watches: [{ table }, { table: 'pods', keys: (key) => (pods.note(key), []) }],
    reconcile() {
      if (client.view.keys(table).length === 0) delete network.filter;
      else network.filter = filter; // not that of an earlier process, which knows only what that one saw last
    },
  };
}

function filterOf(view: View<KubeObject>, pods: (address: string) => Pod | undefined): PacketFilter {
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

/** Kept as the pods change, since looking through all of them at each connection would be slow. */
class PodAddresses {
  private readonly view: View<KubeObject>;
  private readonly keys = new Map<string, readonly string[]>(); // of pods, by address, who had it first in front

  constructor(view: View<KubeObject>) {
    this.view = view;
  }

  note(key: string): void {
    const address = addressOf(this.view.get(key) as Pod | undefined);
    if (address === undefined) return;
    const sharing = this.sharing(address);
    this.keys.set(address, sharing.includes(key) ? sharing : [...sharing, key]);
  }

  /** An address may be given away before its last pod is known to have ended. */
  at(address: string): Pod | undefined {
    const key = this.sharing(address).at(-1);
    return key === undefined ? undefined : (this.view.get(key) as Pod);
  }

  private sharing(address: string): readonly string[] {
    return (this.keys.get(address) ?? []).filter((key) => addressOf(this.view.get(key) as Pod | undefined) === address);
  }
}

function addressOf(pod: Pod | undefined): string | undefined {
  return pod?.status.podIP && !pod.spec.hostNetwork && !isFinished(pod) ? pod.status.podIP : undefined;
}
