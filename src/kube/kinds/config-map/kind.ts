/** The kind ConfigMap. */
import { ageColumn, nameColumn, text } from '../column.ts';
import type { Kind } from '../kind.ts';
import type { ConfigMap } from './config-map.ts';
import { validateConfigMap, validateConfigMapUpdate } from './validation.ts';

export const configMapKind: Kind<ConfigMap> = {
  kind: 'ConfigMap',
  plural: 'configmaps',
  singular: 'configmap',
  shortNames: ['cm'],
  group: '',
  storage: 'v1',
  versions: [{ name: 'v1' }],
  namespaced: true,
  table: 'configmaps',
  hasStatus: false,
  hasGeneration: false,
  validate: validateConfigMap,
  validateUpdate: validateConfigMapUpdate,
  columns: [nameColumn, text('Data', ({ data = {}, binaryData = {} }) => String(Object.keys(data).length + Object.keys(binaryData).length)), ageColumn],
};
