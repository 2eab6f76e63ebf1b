/** Whether who asks may do what the request does; who may not is refused in the server's words. */
import { ApiStatus, forbidden } from '../../meta/api-status.ts';
import { judge } from '../rbac/authorizer.ts';
import type { CallContext } from './call-context.ts';
import type { ResourceRoute } from './route.ts';

export function authorize(context: CallContext, route: ResourceRoute): void {
  const { served, namespace, name = '', subresource } = route;
  const { group, kind } = served;
  const verb = verbOf(context, route);
  const resource = subresource === undefined ? kind.plural : `${kind.plural}/${subresource}`;
  demand(context, { verb, group, resource, name, ...(namespace !== undefined && { namespace }) });
}

interface Demanded {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly name?: string;
  readonly namespace?: string;
}

/** Throws 403. */
export function demand(context: CallContext, act: Demanded): void {
  if (!judge(context.server, context.who, act).isAllowed) throw refusalOf(context.user, act);
}

export function refusalOf(user: string, { verb, group, resource, name = '', namespace }: Demanded): ApiStatus {
  const where = namespace === undefined ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  return forbidden({ group, plural: resource.split('/')[0]! }, name, `User "${user}" cannot ${verb} resource "${resource}" in API group "${group}" ${where}`);
}

const resourcePath = /^\/(?:api\/[^/]+|apis\/[^/]+\/[^/]+)\/[^/]/;

/** Of paths that are no resource: discovery, the version, and what is not there at all. Throws 403. */
export function authorizePath(context: CallContext): void {
  const { server, request, who } = context;
  if (resourcePath.test(request.path)) return;
  const verb = request.method.toLowerCase();
  if (judge(server, who, { verb, path: request.path }).isAllowed) return;
  throw new ApiStatus(403, 'Forbidden', `forbidden: User "${who.name}" cannot ${verb} path "${request.path}"`, {});
}

/** Who acts for somebody else must be allowed to. */
export function demandImpersonation(context: CallContext): void {
  const { self, who } = context;
  if (self.name === who.name) return;
  const account = /^system:serviceaccount:([^:]+):(.+)$/.exec(who.name);
  const act = account ? { verb: 'impersonate', group: '', resource: 'serviceaccounts', namespace: account[1]!, name: account[2]! } : { verb: 'impersonate', group: '', resource: 'users', name: who.name };
  if (judge(context.server, self, act).isAllowed) return;
  const where = account ? `in the namespace "${account[1]!}"` : 'at the cluster scope';
  throw forbidden({ group: '', plural: act.resource }, act.name, `User "${self.name}" cannot impersonate resource "${act.resource}" in API group "" ${where}`);
}

export function verbOf(context: CallContext, route: Pick<ResourceRoute, 'name' | 'isWatch'>): string {
  const isNamed = route.name !== undefined;
  switch (context.request.method) {
    case 'GET':
    case 'HEAD':
      return route.isWatch || context.flag('watch') ? 'watch' : isNamed ? 'get' : 'list';
    case 'POST':
      return 'create';
    case 'PUT':
      return 'update';
    case 'PATCH':
      return 'patch';
    default:
      return isNamed ? 'delete' : 'deletecollection';
  }
}
