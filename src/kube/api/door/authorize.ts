/** Whether who asks may do what the request does; who may not is refused in the server's words. */
import { ApiStatus, forbidden, internalError } from '../../meta/api-status.ts';
import { storeKey } from '../../kinds/kind.ts';
import type { KubeObject } from '../../meta/object.ts';
import { judge } from '../rbac/authorizer.ts';
import { nodePrefix, restrictNode } from '../rbac/node-authorizer.ts';
import { refusalOf, type Demanded } from '../rbac/refusal.ts';
import { impersonatedExtra, impersonatedGroups, type User } from '../rbac/user.ts';
import type { CallContext } from './call-context.ts';
import type { ResourceRoute } from './route.ts';

export function authorize(context: CallContext, route: ResourceRoute): void {
  const { served: { group, kind }, namespace, subresource } = route;
  const verb = verbOf(context, route);
  const resource = subresource === undefined ? kind.plural : `${kind.plural}/${subresource}`;
  const fields = context.query('fieldSelector') ?? '';
  const name = route.name ?? /^metadata\.name==?([^,=!]+)$/.exec(fields)?.[1] ?? '';
  const act = { verb, group, resource, name, ...(namespace !== undefined && { namespace }), ...(fields !== '' && { fields }) };
  demand(context, act);
  if (route.name !== undefined) demandOwnNode(context, act, context.server.store.get(storeKey(kind, namespace, route.name)));
}

/** Throws 403 for a node that would change what belongs to another one. */
export function demandOwnNode({ who }: CallContext, act: Demanded, object: KubeObject | undefined): void {
  if (!who.name.startsWith(nodePrefix) || reads.has(act.verb)) return;
  const why = restrictNode(who.name.slice(nodePrefix.length), act, object);
  if (why !== undefined) throw forbidden({ group: act.group, plural: act.resource.split('/')[0]! }, act.name ?? '', why);
}

const reads: ReadonlySet<string> = new Set(['get', 'list', 'watch']);

/** Throws 403. */
export function demand(context: CallContext, act: Demanded): void {
  demandOf(context, context.who, act);
}

function demandOf({ server }: CallContext, user: User, act: Demanded): void {
  const { isAllowed, reason } = judge(server, user, act);
  if (!isAllowed) throw refusalOf(server.release, user.name, act, reason);
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

/** Who acts for somebody else must be allowed to: for the name, and for each group, the uid and whatever else goes with it. */
export function demandImpersonation(context: CallContext): void {
  const { headers } = context.request;
  const { self } = context;
  const name = headers['impersonate-user'];
  const groups = impersonatedGroups(headers);
  if (name === undefined) {
    if (groups.length > 0) throw internalError(`requested [${groups.map((of) => `{Group  ${of}  ${rbac}  }`).join(' ')}] without impersonating a user`);
    return;
  }
  const account = /^system:serviceaccount:([^:]+):(.+)$/.exec(name);
  const act = account ? { verb, group: '', resource: 'serviceaccounts', namespace: account[1]!, name: account[2]! } : { verb, group: '', resource: 'users', name };
  const uid = headers['impersonate-uid'];
  const extra = Object.entries(impersonatedExtra(headers) ?? {}).flatMap(([key, values]) => values.map((value): Demanded => ({ verb, group: 'authentication.k8s.io', resource: `userextras/${key}`, name: value })));
  const acts: readonly Demanded[] = [act, ...groups.map((of) => ({ verb, group: '', resource: 'groups', name: of })), ...(uid === undefined ? [] : [{ verb, group: 'authentication.k8s.io', resource: 'uids', name: uid }]), ...extra];
  for (const wanted of acts) demandOf(context, self, wanted);
}

const verb = 'impersonate';
const rbac = 'rbac.authorization.k8s.io/v1';

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
