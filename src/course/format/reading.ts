/** Reads untrusted data strictly: a key that is missing, unknown or of the wrong type is an error with its place and what may stand there. */

export class LessonError extends Error {
  override name = 'LessonError';
}

export type Fields = Readonly<Record<string, unknown>>;

/** The value as a mapping whose keys are all among `allowed`. */
export function fieldsOf(value: unknown, place: string, allowed: readonly string[]): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new LessonError(`${place}: must be a mapping`);
  for (const key of Object.keys(value))
    if (!allowed.includes(key)) throw new LessonError(`${place}: unknown key "${key}"; there may be ${allowed.join(', ')}`);
  return value as Fields;
}

export function textOf(fields: Fields, key: string, place: string, otherwise?: string): string {
  const value = fields[key];
  if (value === undefined && otherwise !== undefined) return otherwise;
  if (typeof value !== 'string' || value === '') throw new LessonError(`${place}: "${key}" must be a text`);
  return value;
}

export function numberOf(fields: Fields, key: string, place: string): number {
  const value = fields[key];
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) throw new LessonError(`${place}: "${key}" must be a number, 0 or more`);
  return value;
}

export function listOf(fields: Fields, key: string, place: string): readonly unknown[] {
  const value = fields[key] ?? [];
  if (!Array.isArray(value)) throw new LessonError(`${place}: "${key}" must be a list`);
  return value;
}
