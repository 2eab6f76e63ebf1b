/**
 * How much memory a program of a name holds once it runs, in KiB: its code and the data it begins with, as such programs are seen to
 * hold on real machines. What a program takes beyond that, it declares itself. Everyday programs, and those not listed, are small.
 */
const EVERYDAY_KIB = 1_600;

const sizes: Readonly<Record<string, number>> = {
  bash: 3_900,
  containerd: 42_000,
  coredns: 41_000,
  'metrics-server': 24_000,
  docker: 27_000,
  dockerd: 78_000,
  etcd: 62_000,
  etcdctl: 19_000,
  httpd: 5_200,
  'kube-apiserver': 286_000,
  'kube-controller-manager': 104_000,
  'kube-proxy': 43_000,
  'kube-scheduler': 52_000,
  kubeadm: 38_000,
  kubectl: 41_000,
  kubelet: 92_000,
  nginx: 6_400,
  pause: 700,
  'qemu-system-x86_64': 58_000,
  registry: 21_000,
  sshd: 8_800,
  systemd: 11_900,
  vi: 4_600,
  vim: 9_800,
};

export function residentBytes(name: string): number {
  return 1_024 * (sizes[name] ?? EVERYDAY_KIB);
}
