/** The images that a release of Kubernetes runs its own components from. */
import type { Release } from '../meta/release.ts';

const registryMovedIn = 25;
const etcdTags: Readonly<Record<number, string>> = { 11: '3.2.18', 20: '3.4.13-0', 36: '3.6.8-0' };

const dnsTags: Readonly<Record<number, string>> = { 11: 'coredns:1.1.3', 20: 'coredns:1.7.0', 36: 'coredns/coredns:v1.13.1' };

export const planeComponents = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'] as const;
export type PlaneComponent = (typeof planeComponents)[number];

export function componentImage(name: PlaneComponent | 'kube-proxy' | 'coredns', release: Release): string {
  if (name === 'coredns') return `${registryOf(release)}/${dnsTags[release.minor] ?? dnsTags[36]!}`;
  return `${registryOf(release)}/${name}:${name === 'etcd' ? (etcdTags[release.minor] ?? etcdTags[36]!) : release.gitVersion}`;
}

/** The image of the container that holds a pod's namespaces, as the releases come with it. */
export function pauseImageOf(release: Release): string {
  if (release.atLeast(34)) return 'registry.k8s.io/pause:3.10.1';
  if (release.atLeast(31)) return 'registry.k8s.io/pause:3.10';
  if (release.atLeast(26)) return 'registry.k8s.io/pause:3.9';
  return release.atLeast(18) ? 'k8s.gcr.io/pause:3.2' : 'k8s.gcr.io/pause:3.1';
}

function registryOf(release: Release): string {
  return release.atLeast(registryMovedIn) ? 'registry.k8s.io' : 'k8s.gcr.io';
}
