/** Requests for groups that another server answers for go on to its service, over the world's network, under the name of who asks. */
import type { Request } from '../../../base/index.ts';
import type { APIService } from '../../kinds/api-service/api-service.ts';
import type { Service } from '../../kinds/service/service.ts';
import { ApiStatus } from '../../meta/api-status.ts';
import { demand } from './authorize.ts';
import type { CallContext } from './call-context.ts';

/** Answers true when the path is of such a group. */
export function answerAggregated(context: CallContext): boolean {
  const { server, request, call } = context;
  const [, group, version, rest = ''] = /^\/apis\/([^/]+)\/([^/]+)(?:\/(.*))?$/.exec(request.path) ?? [];
  const api = group === undefined ? undefined : (server.store.get(`apiservices.apiregistration.k8s.io/${version}.${group}`) as APIService | undefined);
  if (!api?.spec.service) return false;
  if (rest !== '') demandRest(context, group!, rest);
  if (!server.aggregated.has(api.metadata.name)) throw unavailable();
  const { namespace, name, port = 443 } = api.spec.service;
  const { clusterIP = '' } = (server.store.get(`services/${namespace}/${name}`) as Service | undefined)?.spec ?? {};
  const { host: _, authorization: __, ...headers } = request.headers;
  const inner: Request = { ...request, headers: { ...headers, 'x-remote-user': context.user }, peer: { address: request.peer.address } };
  server.kubelets.dial(clusterIP, port, inner, call, () => context.fail(unavailable()));
  return true;
}

function demandRest(context: CallContext, group: string, rest: string): void {
  const [, namespace, resource = '', name] = /^(?:namespaces\/([^/]+)\/)?([^/]+)(?:\/([^/]+))?/.exec(rest) ?? [];
  demand(context, { verb: name === undefined ? 'list' : 'get', group, resource, ...(name !== undefined && { name }), ...(namespace !== undefined && { namespace }) });
}

function unavailable(): ApiStatus {
  return new ApiStatus(503, 'ServiceUnavailable', 'the server is currently unable to handle the request', {});
}
