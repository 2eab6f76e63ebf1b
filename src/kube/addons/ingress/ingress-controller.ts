/** ingress-nginx: watches the Ingresses of its class, answers for them on port 80, and writes down where it can be reached. */
import { deepEqual, encodeUtf8, type Door } from '../../../base/index.ts';
import type { Process, Program } from '../../../host/index.ts';
import type { Ingress } from '../../kinds/ingress/ingress.ts';
import type { IngressClass } from '../../kinds/ingress-class/ingress-class.ts';
import type { Node } from '../../kinds/node/node.ts';
import type { Pod } from '../../kinds/pod/pod.ts';
import { ApiStatus } from '../../meta/api-status.ts';
import { ApiUnreachable } from '../../client/api-client.ts';
import { untilTerminated } from '../../processes/until-terminated.ts';
import { inCluster, type InCluster } from '../in-cluster.ts';
import { IngressCertificates } from './ingress-certificates.ts';
import { IngressDoor } from './ingress-door.ts';

const network = 'networking.k8s.io';
const statusMs = 60_000; // between two looks at the addresses of those that serve
const lists = [
  { kind: 'Ingress', plural: 'ingresses', group: network },
  { kind: 'IngressClass', plural: 'ingressclasses', group: network },
  { kind: 'Service', plural: 'services', group: '' },
  { kind: 'Secret', plural: 'secrets', group: '' },
  { kind: 'EndpointSlice', plural: 'endpointslices', group: 'discovery.k8s.io' },
  { kind: 'Pod', plural: 'pods', group: '' },
  { kind: 'Node', plural: 'nodes', group: '' },
];

const ingressController: Program = function* run(p) {
  const flag = (name: string, otherwise: string) => p.argv.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3) ?? otherwise;
  const cluster = inCluster(p, { component: 'nginx-ingress-controller', lists: () => lists, refused: (why) => say(p, `"Failed to watch" err="${why.replaceAll('"', String.raw`\"`)}"`) });
  if (typeof cluster === 'string') {
    yield p.error(`F ${cluster}\n`);
    return 255;
  }
  const ingresses = (): readonly Ingress[] => served(cluster, flag('controller-class', 'k8s.io/ingress-nginx'), flag('ingress-class', 'nginx'));
  let cancel = (): void => {};
  const round = (): void => {
    cancel = p.host.clock.after(statusMs, p.name, round);
    for (const ingress of ingresses()) writeAddress(p, cluster, ingress);
  };
  cluster.link.onChange((connected) => {
    cancel();
    if (connected) cancel = p.host.clock.after(0, p.name, round);
  });
  const door = new IngressDoor(p, cluster.client, ingresses);
  const certificates = new IngressCertificates(cluster.client, ingresses, p.host.wallMs, (line) => say(p, line));
  p.listen({ port: Number(flag('http-port', '80')), door });
  p.listen({ port: Number(flag('https-port', '443')), door: { open: (request, call) => door.open(request, call, true) }, certificate: (serverName) => certificates.for(serverName) });
  p.listen({ port: 10_254, door: health(cluster) });
  cluster.link.start();
  try {
    return yield* untilTerminated(p);
  } finally {
    cancel();
    cluster.link.stop();
  }
};

export const ingressPrograms: Readonly<Record<string, Program>> = { 'nginx-ingress-controller': ingressController };

function say(p: Process, line: string): void {
  p.fds.get(2)?.write(encodeUtf8(`${line}\n`));
}

function health({ client }: InCluster): Door {
  return {
    open: ({ path }, call) => {
      const status = path !== '/healthz' ? 404 : client.connected ? 200 : 500;
      call.head(status, { 'content-type': 'text/plain; charset=utf-8' });
      call.write(encodeUtf8(status === 200 ? 'ok' : status === 404 ? '404 page not found\n' : 'not connected'));
      call.end();
    },
  };
}

/** Those whose class has this controller, or whose annotation of old is the name that it goes by. */
function served({ client: { view } }: InCluster, controller: string, byAnnotation: string): readonly Ingress[] {
  const classes = new Set((view.list(`ingressclasses.${network}`) as readonly IngressClass[]).filter(({ spec }) => spec.controller === controller).map(({ metadata }) => metadata.name));
  return (view.list(`ingresses.${network}`) as readonly Ingress[]).filter(({ spec, metadata }) => {
    const annotation = metadata.annotations?.['kubernetes.io/ingress.class'];
    return annotation === undefined ? spec.ingressClassName !== undefined && classes.has(spec.ingressClassName) : annotation === byAnnotation;
  });
}

/** The addresses of the nodes on which its pods run. */
function writeAddress(p: Process, cluster: InCluster, ingress: Ingress): void {
  const { client } = cluster;
  const found = addresses(p, cluster).map((ip) => ({ ip }));
  if (found.length === 0 || deepEqual(ingress.status.loadBalancer?.ingress ?? [], found)) return;
  const { namespace, name } = ingress.metadata;
  const trace = p.host.trace.record('nginx-ingress-controller', 'update', 'ingress-tells-address', { ingress: name, address: found.map(({ ip }) => ip).join(', ') });
  try {
    client.updateStatus({ ...ingress, status: { loadBalancer: { ingress: found } } }, { trace });
  } catch (error) {
    if (!(error instanceof ApiStatus || error instanceof ApiUnreachable)) throw error;
    say(p, `"error updating ingress rule" ingress="${namespace}/${name}" err="${error.message}"`);
  }
}

function addresses(p: Process, { client: { view } }: InCluster): string[] {
  const own = view.get(`pods/${p.env.get('POD_NAMESPACE')}/${p.env.get('POD_NAME')}`) as Pod | undefined;
  const labels = Object.entries(own?.metadata.labels ?? {}).filter(([key]) => !key.endsWith('-hash'));
  const nodes = (view.list('pods') as readonly Pod[]).filter(({ metadata, status }) => metadata.namespace === own?.metadata.namespace && status.phase === 'Running' && labels.every(([key, value]) => metadata.labels?.[key] === value)).map(({ spec }) => spec.nodeName!);
  return [...new Set(nodes)].toSorted().flatMap((name) => (view.get(`nodes/${name}`) as Node | undefined)?.status.addresses?.find(({ type }) => type === 'InternalIP')?.address ?? []);
}
