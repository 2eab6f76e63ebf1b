/**
 * The API server's door: every request of kubectl, of the page and of real clients comes in here, is taken apart,
 * allowed or refused, and answered by the verb it means.
 */
import { AssertionError, encodeUtf8, type Call, type Door, type Request } from '../../../base/index.ts';
import { componentStatusKind } from '../../kinds/component-status/kind.ts';
import { demandKind } from '../../kinds/demand.ts';
import { ApiStatus, internalError, methodNotAllowed } from '../../meta/api-status.ts';
import { NeedsAsset } from '../../../sim/index.ts';
import type { ApiServer } from '../api-server.ts';
import { answerAbout } from './about.ts';
import { authorize, authorizePath, demandImpersonation } from './authorize.ts';
import { CallContext } from './call-context.ts';
import { answerComponentStatuses } from './component-statuses.ts';
import { answerAggregated } from './aggregate.ts';
import { answerDiscovery } from './discovery.ts';
import { answerHealth } from './health.ts';
import { kubeletParts } from './kubelet-parts.ts';
import { answerOpenApi } from './open-api.ts';
import { answerPatch } from './patch.ts';
import { answerProxy } from './proxy.ts';
import { answerGet, answerList } from './read.ts';
import { answerReview } from './reviews.ts';
import { parseRoute, type ResourceRoute } from './route.ts';
import { answerBinding, answerEviction, answerFinalize, answerScale } from './subresources.ts';
import { answerToken } from './token.ts';
import { openWatch } from './watch.ts';
import { answerCreate, answerDelete, answerDeleteCollection, answerUpdate } from './write.ts';

export class ApiDoor implements Door {
  private readonly server: ApiServer;

  constructor(server: ApiServer) {
    this.server = server;
  }

  open(request: Request, call: Call): void {
    if (request.peer.isPlain) return refusePlain(call);
    const context = new CallContext(this.server, request, call);
    try {
      this.server.trace.during(request.cause, () => answer(context));
    } catch (error) {
      if (error instanceof ApiStatus) context.fail(error);
      else if (error instanceof NeedsAsset || error instanceof AssertionError) throw error;
      else context.fail(internalError(error instanceof Error ? error.message : String(error)));
    }
  }
}

function answer(context: CallContext): void {
  if (answerHealth(context.server, context.request, context.call)) return;
  demandImpersonation(context);
  authorizePath(context);
  if (answerAbout(context) || answerDiscovery(context) || answerOpenApi(context) || answerReview(context)) return;
  const bindings = /^(\/api\/v1\/namespaces\/[^/]+)\/bindings$/.exec(context.request.path);
  const path = bindings ? `${bindings[1]!}/pods` : context.request.path;
  const route = parseRoute(path, context.server.kinds);
  if (route === null) {
    if (answerAggregated(context)) return;
    context.answerText(404, '404 page not found\n');
    return;
  }
  if (route === undefined) throw noSuchResource();
  demandKind(route.served.kind);
  authorize(context, route);
  context.server.demandStore();
  const { deprecation } = route.served.version;
  if (deprecation && context.server.release.atLeast(deprecation.since)) context.warn(deprecation.text);
  if (route.served.kind === componentStatusKind && isRead(context, route)) answerComponentStatuses(context, route);
  else if (bindings) answerBinding(context, route);
  else if (route.subresource !== undefined && !isWritten(route)) answerPart(context, route);
  else if (route.name === undefined) answerCollection(context, route);
  else answerNamed(context, route);
}

function noSuchResource(): ApiStatus {
  return new ApiStatus(404, 'NotFound', 'the server could not find the requested resource', {});
}

function notAllowed(): ApiStatus {
  return methodNotAllowed('the server does not allow this method on the requested resource', {});
}

function isWatch(context: CallContext, route: ResourceRoute): boolean {
  return route.isWatch || context.flag('watch');
}

function isRead(context: CallContext, route: ResourceRoute): boolean {
  return context.request.method === 'GET' && !isWatch(context, route);
}

function answerCollection(context: CallContext, route: ResourceRoute): void {
  switch (context.request.method) {
    case 'GET':
      return isWatch(context, route) ? openWatch(context, route) : answerList(context, route);
    case 'POST':
      if (isOfAllNamespaces(route)) throw notAllowed();
      return answerCreate(context, route);
    case 'DELETE':
      if (isOfAllNamespaces(route)) throw notAllowed();
      return answerDeleteCollection(context, route);
    default:
      throw notAllowed();
  }
}

/** Lists may be of all namespaces; what is made or deleted lies in one. */
function isOfAllNamespaces({ served, namespace }: ResourceRoute): boolean {
  return served.kind.namespaced && namespace === undefined;
}

/** A part that is read and written as the whole object is. */
function isWritten({ served: { kind }, subresource = '' }: ResourceRoute): boolean {
  return subresource === 'status' || (kind.writableParts !== undefined && Object.hasOwn(kind.writableParts, subresource));
}

function answerNamed(context: CallContext, route: ResourceRoute): void {
  if (!hasPart(context, route)) throw noSuchResource();
  switch (context.request.method) {
    case 'GET':
      return isWatch(context, route) ? openWatch(context, route) : answerGet(context, route);
    case 'PUT':
      return answerUpdate(context, route);
    case 'PATCH':
      return answerPatch(context, route);
    case 'DELETE':
      if (route.subresource !== undefined) throw notAllowed();
      return answerDelete(context, route);
    default:
      throw notAllowed();
  }
}

/** What each part of an object does; a kind has those that it declares. */
const parts: Readonly<Record<string, (context: CallContext, route: ResourceRoute) => void>> = {
  scale: answerScale,
  binding: answerBinding,
  eviction: answerEviction,
  finalize: answerFinalize,
  token: answerToken,
  proxy: answerProxy,
  ...kubeletParts,
};

/** Whether the kind has this part in the release that is served. */
function hasPart({ server }: CallContext, { served: { kind }, subresource }: ResourceRoute): boolean {
  if (subresource === undefined) return true;
  if (subresource === 'status') return kind.hasStatus;
  if (subresource === 'scale') return kind.scale !== undefined;
  return kind.subresources?.some((sub) => sub.name === subresource && server.release.has(sub)) === true;
}

function answerPart(context: CallContext, route: ResourceRoute): void {
  const name = route.subresource!;
  const part = hasPart(context, route) && Object.hasOwn(parts, name) ? parts[name] : undefined;
  if (part === undefined) throw noSuchResource();
  part(context, route);
}

/** It speaks TLS, and who does not is told so by the library below it. */
function refusePlain(call: Call): void {
  call.head(400, {});
  call.write(encodeUtf8('Client sent an HTTP request to an HTTPS server.\n'));
  call.end();
}
