/** Requests for groups that another server answers for go on to its service, over the world's network, under the name of who asks. */
import type { APIService } from '../../kinds/api-service/api-service.ts';
import type { Service } from '../../kinds/service/service.ts';
import { ApiStatus } from '../../meta/api-status.ts';
import { demand, verbOf } from './authorize.ts';
import type { CallContext } from './call-context.ts';
import { forwarded } from './forwarded.ts';

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
  server.kubelets.dial(clusterIP, port, forwarded(context, { headers: { 'x-remote-user': context.user } }), call, () => context.fail(unavailable()));
  return true;
}

function demandRest(context: CallContext, group: string, rest: string): void {
  const [, watch, namespace, resource = '', name] = /^(watch\/)?(?:namespaces\/([^/]+)\/)?([^/]+)(?:\/([^/]+))?/.exec(rest) ?? [];
  demand(context, { verb: verbOf(context, { name, isWatch: watch !== undefined }), group, resource, ...(name !== undefined && { name }), ...(namespace !== undefined && { namespace }) });
}

function unavailable(): ApiStatus {
  return new ApiStatus(503, 'ServiceUnavailable', 'the server is currently unable to handle the request', {});
}
