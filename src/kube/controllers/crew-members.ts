/** The controllers of each crew, in the order of their turns in one instant: the pods of a set come before the next set of a deployment. */
import type { Reconciler } from '../../sim/index.ts';
import type { KubeObject } from '../meta/object.ts';
import { Scheduler } from '../scheduler/scheduler.ts';
import { bootstrapSigner, tokenCleaner } from './bootstrap/bootstrap-signer.ts';
import type { ControllerContext } from './controller-context.ts';
import { allKinds } from '../kinds/all.ts';
import { KindRegistry } from '../kinds/registry.ts';
import type { Crew } from './crews.ts';
import { definitionController } from './custom-resources/definition-controller.ts';
import { disruptionController } from './disruption/disruption-controller.ts';
import { resourceQuotaController } from './resource-quota/resource-quota-controller.ts';
import { deploymentController } from './deployment/deployment-controller.ts';
import { endpointSliceController } from './endpoints/endpoint-slice-controller.ts';
import { endpointsController } from './endpoints/endpoints-controller.ts';
import { replicaSetController } from './replica-set/replica-set-controller.ts';
import { tokenController } from './service-accounts/token-controller.ts';

export interface CrewMember {
  readonly user: string; // of its requests
  readonly component: string; // of its events
  readonly since?: number;
  readonly until?: number;
  make(context: ControllerContext, options: CrewOptions): Reconciler<KubeObject>;
}

export interface CrewOptions {
  /** The certificate of the cluster's authority, as pods get it. */
  readonly rootCertificate?: string;
}

const account = (name: string) => `system:serviceaccount:kube-system:${name}`;

export const crewMembers: Readonly<Record<Crew, readonly CrewMember[]>> = {
  workloads: [
    { user: account('replicaset-controller'), component: 'replicaset-controller', make: replicaSetController },
    { user: account('deployment-controller'), component: 'deployment-controller', make: deploymentController },
  ],
  quotas: [{ user: account('resourcequota-controller'), component: 'resourcequota-controller', make: (context) => resourceQuotaController(context, new KindRegistry(allKinds, context.release).kinds) }],
  budgets: [{ user: account('disruption-controller'), component: 'controllermanager', make: disruptionController }],
  customKinds: [{ user: 'system:apiserver', component: 'customresource-finalizer', make: definitionController }],
  endpoints: [
    { user: account('endpoint-controller'), component: 'endpoint-controller', make: endpointsController },
    { user: account('endpointslice-controller'), component: 'endpoint-slice-controller', since: 17, make: endpointSliceController },
  ],
  tokens: [{ user: account('tokens-controller'), component: 'tokens-controller', until: 24, make: (context, { rootCertificate = '' }) => tokenController(context, rootCertificate) }],
  bootstrap: [
    { user: account('bootstrap-signer'), component: 'bootstrapsigner', make: bootstrapSigner },
    { user: account('token-cleaner'), component: 'tokencleaner', make: tokenCleaner },
  ],
  scheduler: [{ user: 'system:kube-scheduler', component: 'default-scheduler', make: (context) => new Scheduler(context) }],
};
