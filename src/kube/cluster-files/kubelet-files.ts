/** What kubeadm leaves on a node for its kubelet: its configuration and its flags. */
import { printYaml, type JsonObject } from '../../base/index.ts';
import type { Release } from '../meta/release.ts';
import { pauseImageOf } from './component-images.ts';
import { paths } from './plane-spec.ts';

export interface KubeletFilesSpec {
  readonly release: Release;
  readonly clusterDns: string; // '' when there is none
  readonly nodeIp?: string;
  /** It takes no pods but those that tolerate a control plane. */
  readonly tainted?: boolean;
  /** What it is told otherwise. */
  readonly config?: JsonObject;
}

/** By path. */
export function kubeletFiles({ release, clusterDns, nodeIp, tainted = false, config: own = {} }: KubeletFilesSpec): Readonly<Record<string, string>> {
  const config = {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    authentication: { anonymous: { enabled: false }, webhook: { cacheTTL: '0s', enabled: true }, x509: { clientCAFile: paths.authority } },
    authorization: { mode: 'Webhook', webhook: { cacheAuthorizedTTL: '0s', cacheUnauthorizedTTL: '0s' } },
    cgroupDriver: release.atLeast(22) ? 'systemd' : 'cgroupfs',
    ...(clusterDns !== '' && { clusterDNS: [clusterDns] }),
    clusterDomain: 'cluster.local',
    healthzBindAddress: '127.0.0.1',
    healthzPort: 10_248,
    kind: 'KubeletConfiguration',
    ...(tainted && { registerWithTaints: [{ effect: 'NoSchedule', key: release.atLeast(24) ? 'node-role.kubernetes.io/control-plane' : 'node-role.kubernetes.io/master' }] }),
    rotateCertificates: true,
    staticPodPath: paths.manifests,
    ...own,
  };
  const flags = [
    ...(release.atLeast(24) ? ['--container-runtime-endpoint=unix:///run/containerd/containerd.sock'] : ['--network-plugin=cni']),
    ...(nodeIp ? [`--node-ip=${nodeIp}`] : []),
    ...(release.atLeast(36) ? [] : [`--pod-infra-container-image=${pauseImageOf(release)}`]),
  ];
  return { [paths.kubeletConfig]: printYaml(config), [paths.kubeletFlags]: `KUBELET_KUBEADM_ARGS="${flags.join(' ')}"\n` };
}
