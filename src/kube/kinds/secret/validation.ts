/** What the server refuses of a Secret, by its type. */
import { decodeBase64, decodeUtf8, deepEqual, parseJson } from '../../../base/index.ts';
import { forbiddenField, immutableField, invalidValue, requiredValue, type FieldError } from '../../meta/field-error.ts';
import { validateKeys, validateSize } from '../config-map/validation.ts';
import type { Secret } from './secret.ts';

const requiredKeys: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/dockercfg': ['.dockercfg'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
};

export function validateSecret({ metadata, type = '', data = {} }: Secret): readonly FieldError[] {
  const errors = [...validateKeys(data, 'data'), ...validateSize(data, 'data')];
  for (const key of requiredKeys[type] ?? []) if (!Object.hasOwn(data, key)) errors.push(requiredValue(`data[${key}]`));
  if (type === 'kubernetes.io/dockerconfigjson' && Object.hasOwn(data, '.dockerconfigjson') && !isJson(data['.dockerconfigjson']!)) {
    errors.push(invalidValue('data[.dockerconfigjson]', '<secret contents redacted>', 'invalid character'));
  }
  if (type === 'kubernetes.io/basic-auth' && !Object.hasOwn(data, 'username') && !Object.hasOwn(data, 'password')) {
    errors.push(requiredValue('data[username]'), requiredValue('data[password]'));
  }
  if (type === 'kubernetes.io/service-account-token' && !metadata.annotations?.['kubernetes.io/service-account.name']) {
    errors.push(requiredValue('metadata.annotations[kubernetes.io/service-account.name]'));
  }
  return errors;
}

function isJson(base64: string): boolean {
  const decoded = decodeBase64(base64);
  if (!('bytes' in decoded)) return false;
  try {
    parseJson(decodeUtf8(decoded.bytes));
    return true;
  } catch {
    return false;
  }
}

export function validateSecretUpdate(secret: Secret, old: Secret): readonly FieldError[] {
  const why = 'field is immutable when `immutable` is set';
  const errors: FieldError[] = secret.type === old.type ? [] : [invalidValue('type', secret.type ?? '', immutableField)];
  if (old.immutable !== true) return errors;
  if (secret.immutable !== true) errors.push(forbiddenField('immutable', why));
  if (!deepEqual(secret.data, old.data)) errors.push(forbiddenField('data', why));
  return errors;
}
