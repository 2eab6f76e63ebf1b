/** What the server refuses of an object's metadata. */
import type { Kind } from '../kinds/kind.ts';
import { requiredValue, type FieldError } from './field-error.ts';
import type { ObjectMeta } from './object.ts';

const none: readonly FieldError[] = [];

export function validateMetaForCreate(_kind: Kind, meta: ObjectMeta): readonly FieldError[] {
  return meta.name === '' ? [requiredValue('metadata.name', 'name or generateName is required')] : none;
}

export function validateMetaForUpdate(_kind: Kind, _meta: ObjectMeta, _old: ObjectMeta): readonly FieldError[] {
  return none;
}
