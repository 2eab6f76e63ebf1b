/** What the server refuses of a Secret, by its type. */
import { decodeBase64, decodeUtf8, deepEqual, isJsonObject, parseJson } from '../../../base/index.ts';
import { forbiddenField, immutableField, invalidValue, requiredValue, type FieldError } from '../../meta/field-error.ts';
import { validateKeys, validateSize } from '../config-map/validation.ts';
import type { Secret } from './secret.ts';

const requiredKeys: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/dockercfg': ['.dockercfg'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
};

const accountKey = 'kubernetes.io/service-account.name';

export function validateSecret({ metadata, type = '', data = {} }: Secret): readonly FieldError[] {
  const errors = [...validateKeys(data, 'data'), ...validateSize(data, 'data')];
  for (const key of requiredKeys[type] ?? []) {
    const isMissing = type === 'kubernetes.io/ssh-auth' ? !data[key] : !Object.hasOwn(data, key);
    if (isMissing) errors.push(requiredValue(`data[${key}]`));
    else if (key.startsWith('.docker')) errors.push(...wrongJson(data[key]!).map((why) => invalidValue(`data[${key}]`, '<secret contents redacted>', why)));
  }
  if (type === 'kubernetes.io/basic-auth' && !Object.hasOwn(data, 'username') && !Object.hasOwn(data, 'password')) {
    errors.push(requiredValue('data[username]'), requiredValue('data[password]'));
  }
  if (type === 'kubernetes.io/service-account-token' && !metadata.annotations?.[accountKey]) {
    errors.push(requiredValue(`metadata.annotations[${accountKey}]`));
  }
  return errors;
}

/** Go's words for the first thing that is wrong with an object in JSON. */
function wrongJson(base64: string): readonly string[] {
  const decoded = decodeBase64(base64);
  const text = 'bytes' in decoded ? decodeUtf8(decoded.bytes) : '';
  if (text.trim() === '') return ['unexpected end of JSON input'];
  try {
    const value = parseJson(text);
    if (value === null || isJsonObject(value)) return [];
    const found = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value === 'string' ? 'string' : 'number';
    return [`json: cannot unmarshal ${found} into Go value of type map[string]interface {}`];
  } catch {
    const first = text.trimStart()[0]!;
    return [/[[{"\-\dtfn]/.test(first) ? 'unexpected end of JSON input' : `invalid character '${first === "'" ? "\\'" : first}' looking for beginning of value`];
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
