/** Who may ask a kubelet: the API server, and whom the cluster's roles allow what lies under nodes. */
import type { Request } from '../../../base/index.ts';
import { kubeletUser } from '../../api/door/kubelet-parts.ts';
import { judge } from '../../api/rbac/authorizer.ts';
import { anonymous, userOfRequest, type User } from '../../api/rbac/user.ts';
import type { ApiServer } from '../../api/api-server.ts';
import type { ApiClient } from '../../client/api-client.ts';
import { ApiStatus } from '../../meta/api-status.ts';

/** As the kubelet's configuration says. */
export interface KubeletAccess {
  readonly anonymous: boolean;
  readonly alwaysAllow: boolean;
}

export interface Refused {
  readonly status: 401 | 403;
  readonly text: string;
}

export function refusalAt(request: Request, client: ApiClient, access: KubeletAccess): Refused | undefined {
  if (request.peer.user === kubeletUser) return undefined;
  const server = client.connected ? client.server : undefined; // without it no token can be looked at, nor any role
  const user = server && whoAsks(server, request);
  if (!server || !user || (user.name === anonymous && !access.anonymous)) return { status: 401, text: 'Unauthorized' };
  if (access.alwaysAllow) return undefined;
  const verb = verbs[request.method] ?? 'get';
  const { release } = server;
  const parts = partsOf(request.path, release.atLeast(33));
  if (parts.some((part) => judge(server, user, { verb, group: '', resource: `nodes/${part}`, name: client.user.slice('system:node:'.length) }).isAllowed)) return undefined;
  const named = release.atLeast(33) ? `subresource(s)=[${parts.join(' ')}]` : `subresource=${parts.join(' ')}`;
  return { status: 403, text: `Forbidden (user=${user.name}, verb=${verb}, resource=nodes, ${named})` };
}

function whoAsks(server: ApiServer, request: Request): User | undefined {
  try {
    return userOfRequest(server, request).self;
  } catch (error) {
    if (error instanceof ApiStatus) return undefined;
    throw error;
  }
}

const verbs: Readonly<Record<string, string>> = { POST: 'create', PUT: 'update', PATCH: 'patch', DELETE: 'delete' };
const finer: ReadonlySet<string> = new Set(['pods', 'healthz', 'configz']);

function partsOf(path: string, isFine: boolean): readonly string[] {
  const [, first = ''] = path.split('/');
  if (first === 'stats' || first === 'metrics') return [first];
  if (first === 'logs') return ['log'];
  return isFine && finer.has(first) ? [first, 'proxy'] : ['proxy'];
}
