/** The kind Secret. */
import { ageColumn, nameColumn, text } from '../column.ts';
import type { Kind } from '../kind.ts';
import type { Secret } from './secret.ts';
import { validateSecret, validateSecretUpdate } from './validation.ts';
import { defaultSecret } from './strategy.ts';

export const secretKind: Kind<Secret> = {
  kind: 'Secret',
  plural: 'secrets',
  singular: 'secret',
  group: '',
  storage: 'v1',
  versions: [{ name: 'v1' }],
  namespaced: true,
  table: 'secrets',
  hasStatus: false,
  hasGeneration: false,
  defaults: defaultSecret,
  validate: validateSecret,
  validateUpdate: validateSecretUpdate,
  columns: [nameColumn, text('Type', (secret) => secret.type ?? ''), text('Data', ({ data = {} }) => String(Object.keys(data).length)), ageColumn],
  fields: { type: (secret) => secret.type ?? '' },
};
