/** kubectl cluster-info. */
import type { Verb } from '../command/verb.ts';
import { count, list, text } from '../objects/member.ts';
import { clusterInfoDumpVerb } from './cluster-info-dump.ts';

/** Releases up to this one colour what goes into a pipe too. */
const COLOURS_PIPES_UNTIL = 31;

/** The first client that speaks of a control plane. */
const CONTROL_PLANE_SINCE = 20;

export const clusterInfoVerb: Verb = {
  name: 'cluster-info',
  summary: 'Display cluster information',
  usage: 'cluster-info [flags]',
  group: 'Cluster Management Commands',
  completes: 'none',
  verbs: [clusterInfoDumpVerb],
  *run(k) {
    yield* k.discovery();
    const services = yield* k.client.get('/api/v1/namespaces/kube-system/services', [['labelSelector', 'kubernetes.io/cluster-service=true']]);
    const colour = (code: number, words: string): string => (k.p.isTty(1) || k.release.minor <= COLOURS_PIPES_UNTIL ? `\u001b[0;${code}m${words}\u001b[0m` : words);
    const line = (name: string, url: string): string => `${colour(32, name)} is running at ${colour(33, url)}\n`;
    yield* k.print(line(k.release.minor < CONTROL_PLANE_SINCE ? 'Kubernetes master' : 'Kubernetes control plane', k.connection.url));
    for (const service of list(services, 'items')) {
      const name = text(service, 'metadata', 'labels', 'kubernetes.io/name') || text(service, 'metadata', 'name');
      const port = list(service, 'spec', 'ports')[0];
      const part = text(port, 'name') || (count(port, 'port') === 443 ? 'https' : '');
      const path = `/api/v1/namespaces/${text(service, 'metadata', 'namespace')}/services/${text(service, 'metadata', 'name')}${part === '' ? '' : `:${part}`}/proxy`;
      yield* k.print(line(name, `${k.connection.url}${path}`));
    }
    yield* k.print("\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.\n");
  },
};
