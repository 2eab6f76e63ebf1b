/** What is wrong with an object that somebody writes: with its metadata, and with what its kind says of it. */
import type { Kind, KindContext, WritablePart } from '../kinds/kind.ts';
import type { FieldError } from '../meta/field-error.ts';
import type { KubeObject } from '../meta/object.ts';
import { validateMetaForCreate, validateMetaForUpdate } from '../meta/validate-meta.ts';

export function checkNew<T extends KubeObject>(kind: Kind<T>, object: T, context: KindContext): readonly FieldError[] {
  const metaErrors = validateMetaForCreate(kind, object.metadata, context.release);
  const labelErrors = kind.validateLabels?.(object.metadata.labels ?? {}, context) ?? none;
  const ofBoth = kind.validate?.(object, context) ?? none;
  const errors = kind.validateCreate ? [...ofBoth, ...kind.validateCreate(object, context)] : ofBoth;
  return metaErrors.length + labelErrors.length > 0 ? [...metaErrors, ...labelErrors, ...errors] : errors;
}

export function checkChange<T extends KubeObject>(kind: Kind<T>, object: T, old: T, context: KindContext, part?: WritablePart<T>): readonly FieldError[] {
  const { labels } = object.metadata;
  const metaErrors = [...validateMetaForUpdate(kind, object.metadata, old.metadata), ...(labels && labels !== old.metadata.labels ? (kind.validateLabels?.(labels, context) ?? none) : none)];
  const errors = validateChange(kind, object, old, context, part);
  return metaErrors.length > 0 ? [...metaErrors, ...errors] : errors;
}

export function checkStatus<T extends KubeObject>(kind: Kind<T>, object: T, old: T): readonly FieldError[] {
  return kind.validateStatus?.(object, old) ?? none;
}

function validateChange<T extends KubeObject>(kind: Kind<T>, object: T, old: T, context: KindContext, part: WritablePart<T> | undefined): readonly FieldError[] {
  if (part) return [...(kind.validate?.(object, context) ?? []), ...part.validate(object, old, context)];
  if (!kind.validate || (object.spec === old.spec && object.metadata.annotations === old.metadata.annotations && kind.hasStatus)) return none;
  return [...(kind.validate?.(object, context) ?? []), ...(kind.validateUpdate?.(object, old, context) ?? [])];
}

const none: readonly FieldError[] = [];
