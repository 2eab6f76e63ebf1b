/**
 * Controllers that begin with the first object they have to look after. Which objects bring them is known from the start; their code
 * comes on demand, with `crewMembers`, or for the rarer ones with `moreCrewMembers`.
 */
import type { KubeObject } from '../meta/object.ts';
import { signingRequestsTable } from '../kinds/certificate-signing-request/certificate-signing-request.ts';
import { definitionsTable } from '../kinds/custom-resource-definition/custom-resource-definition.ts';
import type { Pod } from '../kinds/pod/pod.ts';
import type { Secret } from '../kinds/secret/secret.ts';
import type { Service } from '../kinds/service/service.ts';
import { endpointsManagedBy, hasSelector, slicesManagedBy } from './endpoints/managed.ts';

export interface Trigger {
  readonly table: string;
  /** Only what an index of the table files under a value. */
  readonly index?: string;
  readonly value?: string;
  /** Only objects that this is true of. */
  readonly counts?: (object: KubeObject) => boolean;
}

export type EarlyCrew = 'workloads' | 'daemonSets' | 'quotas' | 'budgets' | 'customKinds' | 'endpoints' | 'tokens' | 'bootstrap' | 'scheduler';
/** Whose code is a file of its own. */
export type LateCrew = keyof typeof lateTriggers;
export type Crew = EarlyCrew | LateCrew;

/** Of the secrets that are tokens with which nodes join. */
export const bootstrapTokenType = 'bootstrap.kubernetes.io/token';

const lateTriggers = {
  replicationControllers: [{ table: 'replicationcontrollers' }],
  statefulSets: [{ table: 'statefulsets.apps' }],
  jobs: [{ table: 'jobs.batch' }],
  cronJobs: [{ table: 'cronjobs.batch' }],
  certificates: [{ table: signingRequestsTable }],
  volumes: [{ table: 'persistentvolumeclaims' }, { table: 'persistentvolumes' }],
  autoscalers: [{ table: 'horizontalpodautoscalers.autoscaling' }],
  ephemeralVolumes: [{ table: 'pods', counts: (pod) => (pod as Pod).spec.volumes?.some(({ ephemeral }) => ephemeral) === true }],
  networkPolicies: [{ table: 'networkpolicies.networking.k8s.io' }],
  apiServices: [{ table: 'apiservices.apiregistration.k8s.io' }],
} satisfies Readonly<Record<string, readonly Trigger[]>>;

/** Those of the controller manager; network policies belong to each node. */
export const lateCrews = (Object.keys(lateTriggers) as readonly LateCrew[]).filter((crew) => crew !== 'networkPolicies');

export function isLate(crew: Crew): crew is LateCrew {
  return Object.hasOwn(lateTriggers, crew);
}

export const triggers: Readonly<Record<Crew, readonly Trigger[]>> = {
  ...lateTriggers,
  workloads: [{ table: 'deployments.apps' }, { table: 'replicasets.apps' }],
  daemonSets: [{ table: 'daemonsets.apps' }],
  quotas: [{ table: 'resourcequotas' }],
  budgets: [{ table: 'poddisruptionbudgets.policy' }],
  customKinds: [{ table: definitionsTable }],
  endpoints: [
    { table: 'services', counts: (service) => hasSelector(service as Service) },
    { table: 'endpoints', counts: ({ metadata }) => metadata.labels?.[endpointsManagedBy] !== undefined },
    { table: 'endpointslices.discovery.k8s.io', counts: ({ metadata }) => metadata.labels?.[slicesManagedBy] !== undefined },
  ],
  tokens: [{ table: 'serviceaccounts' }],
  bootstrap: [{ table: 'secrets', counts: (secret) => (secret as Secret).type === bootstrapTokenType }],
  scheduler: [{ table: 'pods', index: 'node', value: '' }],
};
