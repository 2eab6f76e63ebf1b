/** What is refused and printed of the kinds that a cluster begins with. Until somebody acts only its components make objects of them, and theirs are right. */
import { configMapChecks } from './config-map/checks.ts';
import { endpointSliceChecks } from './endpoint-slice/checks.ts';
import { endpointsChecks } from './endpoints/checks.ts';
import { eventChecks } from './event/checks.ts';
import { leaseChecks } from './lease/checks.ts';
import { namespaceChecks } from './namespace/checks.ts';
import { nodeChecks } from './node/checks.ts';
import { podChecks } from './pod/checks.ts';
import { serviceAccountChecks } from './service-account/checks.ts';
import { serviceChecks } from './service/checks.ts';

export const kindChecks = {
  configMap: configMapChecks,
  endpointSlice: endpointSliceChecks,
  endpoints: endpointsChecks,
  event: eventChecks,
  lease: leaseChecks,
  namespace: namespaceChecks,
  node: nodeChecks,
  pod: podChecks,
  serviceAccount: serviceAccountChecks,
  service: serviceChecks,
};
