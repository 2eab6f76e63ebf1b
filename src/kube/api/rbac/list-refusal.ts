/** What stands in the way of somebody with a token who wants to list and watch: components of the cluster itself are asked nothing. */
import type { ApiServer } from '../api-server.ts';
import { judge } from './authorizer.ts';
import { refusalOf } from './refusal.ts';
import { userOfToken } from './user.ts';

export interface Listed {
  readonly kind: string; // "EndpointSlice"
  readonly plural: string;
  readonly group: string;
}

/** In the words of the client's library; undefined when all of it may be seen. */
export function listRefusal(server: ApiServer, token: string, wanted: readonly Listed[]): string | undefined {
  void server.door; // with it come the roles that every cluster has
  const user = userOfToken(server, token);
  for (const { kind, plural, group } of wanted) {
    if (!user) return `failed to list *v1.${kind}: Unauthorized`;
    const list = { verb: 'list', group, resource: plural };
    if (!judge(server, user, list).isAllowed) return `failed to list *v1.${kind}: ${refusalOf(server.release, user.name, list).message}`;
    const watch = { ...list, verb: 'watch' };
    if (!judge(server, user, watch).isAllowed) return `failed to watch *v1.${kind}: ${refusalOf(server.release, user.name, watch).message}`;
  }
  return undefined;
}
