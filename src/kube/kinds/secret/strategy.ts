/** What the server makes of a Secret's plain texts: bytes in base64 beside the others. */
import { encodeBase64, encodeUtf8 } from '../../../base/index.ts';
import type { NewObject } from '../../meta/object.ts';
import type { Secret } from './secret.ts';

export function defaultSecret(secret: NewObject<Secret>): NewObject<Secret> {
  const { stringData, ...rest } = secret;
  const type = secret.type || 'Opaque';
  if (stringData === undefined) return secret.type === type ? secret : { ...secret, type };
  const encoded = Object.fromEntries(Object.entries(stringData).map(([key, text]) => [key, encodeBase64(encodeUtf8(text))]));
  return { ...rest, data: { ...rest.data, ...encoded }, type };
}
