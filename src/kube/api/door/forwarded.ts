/** A request as it goes on to another server, which must not see the credentials that were meant for this one. */
import type { Request } from '../../../base/index.ts';
import type { CallContext } from './call-context.ts';

/** `changes` take the place of what the request has, headers one by one; `user` is as whom this server shows itself. */
export function forwarded({ request }: CallContext, changes: Partial<Pick<Request, 'path' | 'query' | 'headers'>>, user?: string): Request {
  const { host: _, authorization: __, ...headers } = request.headers;
  return { ...request, ...changes, headers: { ...headers, ...changes.headers }, peer: { address: request.peer.address, ...(user !== undefined && { user }) } };
}
