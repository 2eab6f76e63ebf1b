/**
 * The part proxy of pods, services and nodes: the request goes on, over the world's network, to what listens there, and the
 * answer comes back as it is.
 */
import { printQuery } from '../../../base/index.ts';
import { endpointsKind } from '../../kinds/endpoints/kind.ts';
import type { Endpoints } from '../../kinds/endpoints/endpoints.ts';
import { storeKey } from '../../kinds/kind.ts';
import type { Node } from '../../kinds/node/node.ts';
import type { Pod } from '../../kinds/pod/pod.ts';
import type { Service } from '../../kinds/service/service.ts';
import { ApiStatus, badRequest } from '../../meta/api-status.ts';
import type { CallContext } from './call-context.ts';
import { forwarded } from './forwarded.ts';
import { kubeletOf, kubeletUser } from './kubelet-parts.ts';
import type { ResourceRoute } from './route.ts';

interface Target {
  readonly address: string;
  readonly port: number;
  readonly user?: string; // as whom the server shows itself
}

export function answerProxy(context: CallContext, route: ResourceRoute): void {
  const { request, server, call } = context;
  const { address, port, user } = targets[route.served.kind.table]!(context, route);
  if (route.rest === '' && !request.path.endsWith('/')) return redirect(context);
  const inner = forwarded(context, { path: `/${route.rest}`, headers: { host: `${address}:${port}`, 'x-forwarded-for': request.peer.address } }, user);
  server.kubelets.dial(address, port, inner, call, (why) => context.fail(unavailable(`error trying to reach service: ${why}`)));
}

/** What is relative in the page that follows must be so to a folder. */
function redirect({ request, call }: CallContext): void {
  call.head(301, { location: `${request.path}/${printQuery(request.query)}`, 'content-length': '0' });
  call.end();
}

function unavailable(message: string): ApiStatus {
  return new ApiStatus(503, 'ServiceUnavailable', message);
}

/** By the table of the kind. */
const targets: Readonly<Record<string, (context: CallContext, route: ResourceRoute) => Target>> = {
  pods({ server }, route) {
    const { name, port } = partsOf(route.name!, 'pod');
    const pod = server.get(route.served.kind, route.namespace, name) as Pod;
    const address = pod.status.podIP;
    if (!address) throw badRequest('address not allowed');
    const declared = pod.spec.containers.find(({ ports }) => ports?.length)?.ports![0]!.containerPort;
    return { address, port: port === '' ? (declared ?? 80) : numberOf(port, pod) };
  },
  services({ server }, route) {
    const { name, port } = partsOf(route.name!, 'service');
    const service = server.get(route.served.kind, route.namespace, name) as Service;
    const wanted = /^\d+$/.test(port) ? service.spec.ports?.find((candidate) => candidate.port === Number(port)) : undefined;
    if (/^\d+$/.test(port) && !wanted) throw unavailable(`no service port ${port} found for service "${name}"`);
    const portName = wanted ? (wanted.name ?? '') : port;
    const endpoints = server.store.get(storeKey(endpointsKind, route.namespace, name)) as Endpoints | undefined;
    const places = (endpoints?.subsets ?? []).flatMap(({ addresses = [], ports = [] }) =>
      ports.filter((candidate) => (candidate.name ?? '') === portName).flatMap((candidate) => addresses.map(({ ip }) => ({ address: ip, port: candidate.port }))),
    );
    if (places.length === 0) throw unavailable(`no endpoints available for service "${(endpoints?.subsets ?? []).length === 0 ? name : route.name!}"`);
    return places[server.random.below(places.length)]!;
  },
  nodes({ server }, route) {
    const { name, port } = partsOf(route.name!, 'node');
    const kubelet = kubeletOf(server.get(route.served.kind, undefined, name) as Node);
    if (port === '' || Number(port) === kubelet.port) return { ...kubelet, user: kubeletUser };
    return { address: kubelet.address, port: Number(port) };
  },
};

/** "web", "web:8080", "https:web:443": what stands between is the name. */
function partsOf(text: string, kind: string): { readonly name: string; readonly port: string } {
  const match = /^(?:(?:https?|):)?([^:]+)(?::([^:]*))?$/.exec(text.split(':').length === 2 ? `:${text}` : text);
  if (!match) throw badRequest(`invalid ${kind} request "${text}"`);
  return { name: match[1]!, port: match[2] ?? '' };
}

/** Of a pod's port given by number or by the name that a container gives it. */
function numberOf(port: string, pod: Pod): number {
  if (/^\d+$/.test(port)) return Number(port);
  const named = pod.spec.containers.flatMap(({ ports }) => ports ?? []).find(({ name }) => name === port);
  if (!named) throw badRequest(`invalid pod request "${pod.metadata.name}:${port}"`);
  return named.containerPort;
}
