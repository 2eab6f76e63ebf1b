/**
 * Parts of a pod that only its node can answer: log, exec, attach, portforward. The server finds the kubelet and passes
 * the request on over the world's network, bytes both ways.
 */
import type { Call, Request } from '../../../base/index.ts';
import type { Container } from '../../kinds/pod/container.ts';
import type { Node } from '../../kinds/node/node.ts';
import { nodeKind } from '../../kinds/node/kind.ts';
import { storeKey } from '../../kinds/kind.ts';
import type { Pod } from '../../kinds/pod/pod.ts';
import { ApiStatus, badRequest } from '../../meta/api-status.ts';
import type { CallContext } from './call-context.ts';
import { forwarded } from './forwarded.ts';
import type { ResourceRoute } from './route.ts';

/** Opens a call at a kubelet, or at what else listens in the cluster; the request's peer is as whom. `fail` gets the words of a connection that did not come about. */
export interface KubeletDialer {
  dial(address: string, port: number, request: Request, call: Call, fail: (why: string) => void): void;
}

const kubeletPort = 10_250;

/** The name in the client certificate that kubelets trust. */
export const kubeletUser = 'kube-apiserver-kubelet-client';

type Part = (context: CallContext, route: ResourceRoute) => void;

export const kubeletParts: Readonly<Record<string, Part>> = {
  log: (context, route) => answerContainer(context, route, 'containerLogs', logParameters),
  exec: (context, route) => answerContainer(context, route, 'exec', streamParameters),
  attach: (context, route) => answerContainer(context, route, 'attach', streamParameters),
  portforward: (context, route) => {
    const pod = podOf(context, route);
    passOn(context, pod, `/portForward/${pod.metadata.namespace}/${pod.metadata.name}`, new Map([...context.request.query].filter(([name]) => name === 'ports' || name === 'port')));
  },
};

type Parameters = ReadonlyMap<string, readonly string[]>;

function answerContainer(context: CallContext, route: ResourceRoute, path: string, parameters: (context: CallContext) => Parameters): void {
  const pod = podOf(context, route);
  const container = chooseContainer(context, pod, path === 'containerLogs');
  passOn(context, pod, `/${path}/${pod.metadata.namespace}/${pod.metadata.name}/${container}`, parameters(context));
}

function podOf({ server }: CallContext, route: ResourceRoute): Pod {
  return server.get(route.served.kind, route.namespace, route.name!) as Pod;
}

function chooseContainer(context: CallContext, pod: Pod, isLog: boolean): string {
  const { containers, initContainers = [], ephemeralContainers = [] } = pod.spec;
  const all = [...containers, ...initContainers, ...ephemeralContainers];
  const asked = context.query('container') ?? '';
  if (asked !== '') {
    if (all.some((container) => container.name === asked)) return asked;
    throw badRequest(`container ${asked} is not valid for pod ${pod.metadata.name}`);
  }
  if (containers.length === 1 && (isLog || initContainers.length === 0)) return containers[0]!.name;
  if (!isLog && containers.length === 1) return containers[0]!.name;
  const names = (list: readonly Container[]) => `[${list.map((container) => container.name).join(' ')}]`;
  const init = initContainers.length > 0 ? ` or one of the init containers: ${names(initContainers)}` : '';
  throw badRequest(`a container name must be specified for pod ${pod.metadata.name}, choose one of: ${names(containers)}${init}`);
}

const logNames = ['follow', 'previous', 'sinceSeconds', 'sinceTime', 'timestamps', 'tailLines', 'limitBytes'];

function logParameters({ request }: CallContext): Parameters {
  return new Map([...request.query].filter(([name]) => logNames.includes(name)));
}

const streamNames: Readonly<Record<string, string>> = { stdin: 'input', stdout: 'output', stderr: 'error', tty: 'tty', command: 'command' };

/** The kubelet knows the streams by other names. */
function streamParameters({ request }: CallContext): Parameters {
  const parameters = new Map<string, readonly string[]>();
  for (const [name, values] of request.query) {
    const known = streamNames[name];
    if (known === undefined) continue;
    if (known === 'command') parameters.set(known, values);
    else if (values[0] === 'true' || values[0] === '1') parameters.set(known, ['1']);
  }
  return parameters;
}

function passOn(context: CallContext, pod: Pod, path: string, query: Parameters): void {
  const { server, call } = context;
  const { nodeName } = pod.spec;
  if (!nodeName) throw badRequest(`pod ${pod.metadata.name} does not have a host assigned`);
  const { address, port } = kubeletOf(server.store.get(storeKey(nodeKind, undefined, nodeName)) as Node | undefined);
  const isLog = path.startsWith('/containerLogs/');
  server.kubelets.dial(address, port, forwarded(context, { path, query }, kubeletUser), call, (why) => {
    const words = isLog ? `Get "https://${address}:${port}${path}": ${why}` : `error dialing backend: ${why}`;
    context.fail(new ApiStatus(500, 'InternalError', words, {}));
  });
}

/** Where the kubelet of a node listens. */
export function kubeletOf(node: Node | undefined): { readonly address: string; readonly port: number } {
  const address = node?.status?.addresses?.find(({ type }) => type === 'InternalIP')?.address;
  if (address === undefined) throw new ApiStatus(500, 'InternalError', 'error dialing backend: no preferred addresses found; known addresses: []');
  return { address, port: node?.status?.daemonEndpoints?.kubeletEndpoint?.Port ?? kubeletPort };
}
