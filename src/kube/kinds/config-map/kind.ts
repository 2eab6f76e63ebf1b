/** The kind ConfigMap. */
import { clusterCode } from '../../cluster-code.ts';
import type { Kind } from '../kind.ts';
import { withChecks } from '../with-rules.ts';
import type { ConfigMap } from './config-map.ts';

export const configMapKind: Kind<ConfigMap> = withChecks<ConfigMap>({
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
}, () => clusterCode.get().kindChecks.configMap);
