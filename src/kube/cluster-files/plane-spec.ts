/** What has to be known to write down a control plane. */
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
