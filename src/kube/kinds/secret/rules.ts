/** What the server fills in, refuses and prints of a Secret. */
import { ageColumn, nameColumn, text } from '../column.ts';
import type { KindRules } from '../kind.ts';
import type { Secret } from './secret.ts';
import { defaultSecret } from './strategy.ts';
import { validateSecret, validateSecretUpdate } from './validation.ts';

export const secretRules: KindRules<Secret> = {
  defaults: defaultSecret,
  validate: validateSecret,
  validateUpdate: validateSecretUpdate,
  columns: [nameColumn, text('Type', (secret) => secret.type ?? ''), text('Data', ({ data = {} }) => String(Object.keys(data).length)), ageColumn],
};
