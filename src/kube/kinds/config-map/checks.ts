/** What the server refuses and prints of a ConfigMap. */
import { ageColumn, nameColumn, text } from '../column.ts';
import { validateConfigMap, validateConfigMapUpdate } from './validation.ts';
import type { KindChecks } from '../kind.ts';
import type { ConfigMap } from './config-map.ts';

export const configMapChecks: KindChecks<ConfigMap> = {
  validate: validateConfigMap,
  validateUpdate: validateConfigMapUpdate,
  columns: [nameColumn, text('Data', ({ data = {}, binaryData = {} }) => String(Object.keys(data).length + Object.keys(binaryData).length)), ageColumn],
};
