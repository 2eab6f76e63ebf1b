/** What has to be known to write down a control plane. */
import type { JsonObject } from '../../base/index.ts';
import type { Release } from '../meta/release.ts';

export interface PlaneSpec {
  readonly clusterName: string;
  readonly release: Release;
  readonly nodeName: string;
  readonly address: string; // of the node, where the API server is reached
  readonly port: number; // 6443
  readonly podCidr: string; // '' leaves the nodes without ranges
  readonly serviceCidr: string;
  readonly dnsAddress: string; // in that range; '' where the cluster has no name server
  readonly nowMs: number; // since 1970: when the certificates begin
  /** "HOST:PORT" by which others reach the API server, when that is not its node's address. */
  readonly endpoint?: string;
  /** Further names of the API server. */
  readonly certNames?: readonly string[];
  /** Flags of components beside kubeadm's own, or instead of them. */
  readonly extraArgs?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly dataDir?: string; // of etcd
  readonly kubelet?: JsonObject; // its configuration, where it differs
  /** The node takes pods as any other. */
  readonly untainted?: boolean;
}

/** Where clients find the API server. */
export function serverOf({ endpoint, address, port }: PlaneSpec): string {
  return `https://${endpoint ?? `${address}:${port}`}`;
}

export const paths = {
  manifests: '/etc/kubernetes/manifests',
  pki: '/etc/kubernetes/pki',
  authority: '/etc/kubernetes/pki/ca.crt',
  admin: '/etc/kubernetes/admin.conf',
  controllerManager: '/etc/kubernetes/controller-manager.conf',
  scheduler: '/etc/kubernetes/scheduler.conf',
  kubelet: '/etc/kubernetes/kubelet.conf',
  bootstrap: '/etc/kubernetes/bootstrap-kubelet.conf',
  kubeletConfig: '/var/lib/kubelet/config.yaml',
  kubeletFlags: '/var/lib/kubelet/kubeadm-flags.env',
  etcdData: '/var/lib/etcd',
} as const;
