/** A service account's token: the claims that a pod's processes prove their identity with, in the form of a JSON Web Token. */
import { canonicalJson, encodeBase64, encodeUtf8, hmacSha256 } from '../../../base/index.ts';

export interface TokenSubject {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly issuedMs: number; // since 1970
  /** The secret that holds it, for a token that does not end. */
  readonly secret?: string;
  readonly node?: string;
  readonly lifeSeconds?: number; // 3607 when left out
}

const lifeSecondsByDefault = 3607;
const issuer = 'https://kubernetes.default.svc.cluster.local';

/** Signed with a key that the account's uid is: enough to tell a token that was made here from one that was made up. */
export function serviceAccountToken({ namespace, name, uid, issuedMs, secret, node, lifeSeconds = lifeSecondsByDefault }: TokenSubject): string {
  const issued = Math.floor(issuedMs / 1000);
  const subject = `system:serviceaccount:${namespace}:${name}`;
  const claims =
    secret === undefined
      ? {
          aud: [issuer],
          exp: issued + lifeSeconds,
          iat: issued,
          iss: issuer,
          'kubernetes.io': { namespace, ...(node !== undefined && { node: { name: node } }), serviceaccount: { name, uid } },
          nbf: issued,
          sub: subject,
        }
      : {
          iss: 'kubernetes/serviceaccount',
          'kubernetes.io/serviceaccount/namespace': namespace,
          'kubernetes.io/serviceaccount/secret.name': secret,
          'kubernetes.io/serviceaccount/service-account.name': name,
          'kubernetes.io/serviceaccount/service-account.uid': uid,
          sub: subject,
        };
  const body = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
  return `${body}.${urlBase64(hmacSha256(encodeUtf8(uid), encodeUtf8(body)))}`;
}

function part(value: object): string {
  return urlBase64(encodeUtf8(canonicalJson(value)));
}

function urlBase64(bytes: Uint8Array): string {
  return encodeBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

