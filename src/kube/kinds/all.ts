/** Every kind there is. A kind that is not in this list is not served. */
import { configMapKind } from './config-map/kind.ts';
import { deploymentKind } from './deployment/kind.ts';
import { endpointSliceKind } from './endpoint-slice/kind.ts';
import { endpointsKind } from './endpoints/kind.ts';
import { eventKind } from './event/kind.ts';
import type { Kind } from './kind.ts';
import { leaseKind } from './lease/kind.ts';
import { namespaceKind } from './namespace/kind.ts';
import { nodeKind } from './node/kind.ts';
import { podKind } from './pod/kind.ts';
import { replicaSetKind } from './replica-set/kind.ts';
import { secretKind } from './secret/kind.ts';
import { serviceAccountKind } from './service-account/kind.ts';
import { serviceKind } from './service/kind.ts';

export const allKinds: readonly Kind[] = [
  configMapKind,
  endpointsKind,
  eventKind,
  namespaceKind,
  nodeKind,
  podKind,
  secretKind,
  serviceAccountKind,
  serviceKind,
  deploymentKind,
  replicaSetKind,
  leaseKind,
  endpointSliceKind,
];
