/** The programs that run in pods of a cluster beside its components, loaded with the first of them. */
import type { Program } from '../../host/index.ts';
import { clusterDns } from './dns/cluster-dns.ts';
import { coredns } from './dns/coredns.ts';
import { kubeadmAccess } from './kubeadm-access.ts';
import { metricsServer } from './metrics/metrics-server.ts';
import { clusterProxy } from './proxy/cluster-proxy.ts';
import { kubeProxy } from './proxy/kube-proxy.ts';
import { proxyOf } from './proxy/proxy-settings.ts';

export const addonPrograms: Readonly<Record<string, Program>> = { coredns, 'metrics-server': metricsServer };

export { clusterDns, clusterProxy, kubeadmAccess, kubeProxy, proxyOf };
