/** Why a component and the server that it has reached do not trust each other. */
import { distrustServer } from '../../base/index.ts';
import type { ApiAddress } from '../processes/api-link.ts';
import type { ApiServer } from './api-server.ts';
import { userOfCertificate } from './rbac/user.ts';

/** `shown` is the server's certificate. */
export function linkRefusal(server: ApiServer, shown: string | undefined, { address, authority, certificate }: ApiAddress): string | undefined {
  const wrong = shown === undefined || authority === undefined ? undefined : distrustServer(shown, authority, address, server.nowMs);
  if (wrong !== undefined) return server.release.atLeast(27) ? `tls: failed to verify certificate: ${wrong}` : wrong;
  return certificate !== undefined && !userOfCertificate(server, certificate) ? 'Unauthorized' : undefined;
}
