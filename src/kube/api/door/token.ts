/** The token part of a service account: a token is asked for by creating a TokenRequest, which is kept nowhere. */
import { formatRfc3339, isJsonObject } from '../../../base/index.ts';
import { serviceAccountToken } from '../../controllers/service-accounts/token.ts';
import { badRequest, invalid, methodNotAllowed } from '../../meta/api-status.ts';
import { invalidValue } from '../../meta/field-error.ts';
import { decodeAs, parseBody } from './body.ts';
import type { CallContext } from './call-context.ts';
import type { ResourceRoute } from './route.ts';

const secondsByDefault = 3600;
const secondsMin = 600;
const secondsMax = 2 ** 32;

export function answerToken(context: CallContext, route: ResourceRoute): void {
  const { server, request } = context;
  if (request.method !== 'POST') throw methodNotAllowed('the server does not allow this method on the requested resource', {});
  const { namespace = '', name, uid } = server.get(route.served.kind, route.namespace, route.name!).metadata;
  const body = parseBody(context);
  if (!isJsonObject(body)) throw badRequest("couldn't get version/kind; json parse error: a TokenRequest is an object");
  const asked = decodeAs(context, body, 'authentication.v1.TokenRequest', 'TokenRequest', 'v1');
  const spec = isJsonObject(asked['spec']) ? asked['spec'] : {};
  const lifeSeconds = typeof spec['expirationSeconds'] === 'number' ? spec['expirationSeconds'] : secondsByDefault;
  const path = 'spec.expirationSeconds';
  const errors = [
    ...(lifeSeconds < secondsMin ? [invalidValue(path, lifeSeconds, 'may not specify a duration less than 10 minutes')] : []),
    ...(lifeSeconds > secondsMax ? [invalidValue(path, lifeSeconds, 'may not specify a duration larger than 2^32 seconds')] : []),
  ];
  if (errors.length > 0) throw invalid({ kind: 'TokenRequest', group: 'authentication.k8s.io' }, name, errors, server.release);
  const token = serviceAccountToken({ namespace, name, uid, issuedMs: server.nowMs, lifeSeconds });
  const expirationTimestamp = formatRfc3339(Math.floor(server.nowMs / 1000) * 1000 + lifeSeconds * 1000);
  const metadata = { name, namespace, creationTimestamp: server.now() };
  context.answer(201, { kind: 'TokenRequest', apiVersion: 'authentication.k8s.io/v1', metadata, spec: { audiences: null, boundObjectRef: null, ...spec, expirationSeconds: lifeSeconds }, status: { expirationTimestamp, token } });
}
