/** What a kube-proxy is told by its flags, and by the files that these name: its settings, and in a kubeconfig who it is and where the API is. */
import type { Process, Program } from '../../../host/index.ts';
import type { ApiServer } from '../../api/api-server.ts';
import type { Listed } from '../../api/rbac/list-refusal.ts';
import { clusterCode } from '../../cluster-code.ts';
import { klog } from '../../meta/klog.ts';
import type { Release } from '../../meta/release.ts';
import { apiOfKubeconfig, readSettings, releaseOfExecutable, StartFailure, textAt, type FlagValues } from '../../processes/flags.ts';
import { userOf } from '../in-cluster.ts';
import { kubeProxy } from './kube-proxy.ts';

/** Throws StartFailure when it cannot begin. */
export function proxyOf(p: Process, flags: FlagValues, latencyMs: () => number): Program {
  const file = flags.get('config');
  const settings = file === undefined ? {} : readSettings(p, file);
  const path = textAt(settings['clientConnection'], 'kubeconfig') || flags.get('kubeconfig');
  if (!path) throw new StartFailure('invalid configuration: no configuration has been provided, try setting KUBERNETES_MASTER environment variable');
  const options = {
    api: apiOfKubeconfig(p, path),
    release: releaseOfExecutable(p),
    latencyMs,
    nodeName: flags.get('hostname-override') || textAt(settings, 'hostnameOverride') || p.host.name,
  };
  const tokenFile = tokenFileOf(p, path);
  if (tokenFile === undefined) return kubeProxy(options);
  const token = (): string => (p.files.exists(tokenFile) ? p.files.readText(tokenFile) : '');
  const refusal = (server: ApiServer): string | undefined => {
    const why = clusterCode.get().listRefusal(server, token(), lists(server.release));
    if (why !== undefined) klog(p, 'E', 'reflector.go:205', `"Failed to watch" err=${JSON.stringify(why)}`);
    return why;
  };
  return kubeProxy({ ...options, user: userOf(token()), refusal });
}

function lists(release: Release): readonly Listed[] {
  const endpoints = release.atLeast(19) ? { kind: 'EndpointSlice', plural: 'endpointslices', group: 'discovery.k8s.io' } : { kind: 'Endpoints', plural: 'endpoints', group: '' };
  return [{ kind: 'Service', plural: 'services', group: '' }, endpoints];
}

/** Of the first user of a kubeconfig; one with a certificate has none. */
function tokenFileOf(p: Process, path: string): string | undefined {
  return textAt(readSettings(p, path), 'users', 0, 'user', 'tokenFile') || undefined;
}
