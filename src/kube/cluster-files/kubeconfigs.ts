/** Kubeconfig files as kubeadm writes them: one cluster, one user, one context. */
import { encodeBase64, encodeUtf8, printYaml, type JsonObject } from '../../base/index.ts';
import type { Release } from '../meta/release.ts';
import { clientIdentity } from './pki.ts';
import { paths, serverOf, type PlaneSpec } from './plane-spec.ts';

export interface KubeconfigParts {
  readonly cluster: string;
  readonly server: string;
  readonly authority: string; // PEM
  readonly user: string;
  readonly context?: string;
  readonly credentials: JsonObject;
}

export function kubeconfigText({ cluster, server, authority, user, credentials, context = `${user}@${cluster}` }: KubeconfigParts): string {
  return printYaml({
    apiVersion: 'v1',
    clusters: [{ cluster: { 'certificate-authority-data': base64(authority), server }, name: cluster }],
    contexts: [{ context: { cluster, user }, name: context }],
    'current-context': context,
    kind: 'Config',
    preferences: {},
    users: [{ name: user, user: credentials }],
  });
}

/** A client that the cluster's authority vouches for, as a kubeconfig holds it. */
export function planeIdentity(commonName: string, organization: string, nowMs: number, seed: string, issuerKey?: Uint8Array): JsonObject {
  const { certificate, key } = clientIdentity(commonName, organization, nowMs, seed, issuerKey);
  return { 'client-certificate-data': base64(certificate), 'client-key-data': base64(key) };
}

/** The organisation in an administrator's certificate. */
export function administratorsGroup(release: Release): string {
  return release.atLeast(29) ? 'kubeadm:cluster-admins' : 'system:masters';
}

/** Those of a control plane's node, by path. Its own components go straight to its server. */
export function planeKubeconfigs(plane: PlaneSpec, authority: string, seed: string, issuerKey?: Uint8Array): Readonly<Record<string, string>> {
  const { clusterName, release, nodeName, address, port, nowMs } = plane;
  const make = (user: string, commonName: string, organization: string, server = serverOf(plane)) =>
    kubeconfigText({ cluster: clusterName, server, authority, user, credentials: planeIdentity(commonName, organization, nowMs, seed, issuerKey) });
  const local = `https://${address}:${port}`;
  return {
    [paths.admin]: make('kubernetes-admin', 'kubernetes-admin', administratorsGroup(release)),
    ...(release.atLeast(29) && { '/etc/kubernetes/super-admin.conf': make('kubernetes-super-admin', 'kubernetes-super-admin', 'system:masters') }),
    [paths.controllerManager]: make('system:kube-controller-manager', 'system:kube-controller-manager', 'system:kube-controller-manager', local),
    [paths.scheduler]: make('system:kube-scheduler', 'system:kube-scheduler', 'system:kube-scheduler', local),
    [paths.kubelet]: make(`system:node:${nodeName}`, `system:node:${nodeName}`, 'system:nodes'),
  };
}

function base64(text: string): string {
  return encodeBase64(encodeUtf8(text));
}
