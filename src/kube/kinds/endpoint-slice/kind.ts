/** The kind EndpointSlice. */
import { clusterCode } from '../../cluster-code.ts';
import type { Kind } from '../kind.ts';
import { withChecks } from '../with-rules.ts';
import type { EndpointSlice } from './endpoint-slice.ts';
import { defaultEndpointSlice } from './defaults.ts';

const betaDeprecation = {
  since: 21,
  text: 'discovery.k8s.io/v1beta1 EndpointSlice is deprecated in v1.21+, unavailable in v1.25+; use discovery.k8s.io/v1 EndpointSlice',
};

export const endpointSliceKind: Kind<EndpointSlice> = withChecks<EndpointSlice>({
  kind: 'EndpointSlice',
  plural: 'endpointslices',
  since: 17,
  singular: 'endpointslice',
  group: 'discovery.k8s.io',
  storage: 'v1',
  versions: [{ name: 'v1', since: 21 }, { name: 'v1beta1', until: 25, deprecation: betaDeprecation }],
  namespaced: true,
  table: 'endpointslices.discovery.k8s.io',
  hasStatus: false,
  hasGeneration: true,
  defaults: defaultEndpointSlice,
}, () => clusterCode.get().kindChecks.endpointSlice);
