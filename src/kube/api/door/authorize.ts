/**
 * Who may do what. Administrators and the components of the cluster may do all; nobody else has been given a role, so
 * that they are refused, in the server's words.
 */
import { forbidden } from '../../meta/api-status.ts';
import type { CallContext } from './call-context.ts';
import type { ResourceRoute } from './route.ts';

export function authorize(context: CallContext, route: ResourceRoute): void {
  if (isTrusted(context)) return;
  const { served, namespace, name = '', subresource } = route;
  const { group, kind } = served;
  const verb = verbOf(context, route);
  const resource = subresource === undefined ? kind.plural : `${kind.plural}/${subresource}`;
  const where = namespace === undefined ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  throw forbidden({ group, plural: kind.plural }, name, `User "${context.user}" cannot ${verb} resource "${resource}" in API group "${group}" ${where}`);
}

const administrators = new Set(['kubernetes-admin', 'kubernetes-super-admin', 'admin']);

function isTrusted({ user, request }: CallContext): boolean {
  const groups = (request.headers['impersonate-group'] ?? '').split(',');
  if (groups.includes('system:masters') || administrators.has(user)) return true;
  return user.startsWith('system:') && !user.startsWith('system:serviceaccount:') && user !== 'system:anonymous';
}

export function verbOf(context: CallContext, route: ResourceRoute): string {
  const isNamed = route.name !== undefined;
  switch (context.request.method) {
    case 'GET':
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
