/** The kind Endpoints. */
import { clusterCode } from '../../cluster-code.ts';
import type { Kind } from '../kind.ts';
import { withChecks } from '../with-rules.ts';
import type { Endpoints } from './endpoints.ts';
import { defaultEndpoints } from './defaults.ts';

export const endpointsKind: Kind<Endpoints> = withChecks<Endpoints>({
  kind: 'Endpoints',
  plural: 'endpoints',
  singular: 'endpoints',
  shortNames: ['ep'],
  group: '',
  storage: 'v1',
  versions: [{ name: 'v1', deprecation: { since: 33, text: 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice' } }],
  namespaced: true,
  table: 'endpoints',
  hasStatus: false,
  hasGeneration: false,
  defaults: defaultEndpoints,
}, () => clusterCode.get().kindChecks.endpoints);
