/** The controllers of each crew, in the order of their turns in one instant: the pods of a set come before the next set of a deployment. */
import { Scheduler } from '../scheduler/scheduler.ts';
import { bootstrapSigner, tokenCleaner } from './bootstrap/bootstrap-signer.ts';
import { account, type CrewMember } from './crew-member.ts';
import { allKinds } from '../kinds/all.ts';
import { KindRegistry } from '../kinds/registry.ts';
import type { EarlyCrew } from './crews.ts';
import { definitionController } from './custom-resources/definition-controller.ts';
import { daemonSetController } from './daemon-set/daemon-set-controller.ts';
import { disruptionController } from './disruption/disruption-controller.ts';
import { resourceQuotaController } from './resource-quota/resource-quota-controller.ts';
import { deploymentController } from './deployment/deployment-controller.ts';
import { endpointSliceController } from './endpoints/endpoint-slice-controller.ts';
import { endpointsController } from './endpoints/endpoints-controller.ts';
import { replicaSetController } from './replica-set/replica-set-controller.ts';
import { tokenController } from './service-accounts/token-controller.ts';

export const crewMembers: Readonly<Record<EarlyCrew, readonly CrewMember[]>> = {
  workloads: [
    { user: account('replicaset-controller'), component: 'replicaset-controller', make: (context) => replicaSetController(context) },
    { user: account('deployment-controller'), component: 'deployment-controller', make: deploymentController },
  ],
  daemonSets: [{ user: account('daemon-set-controller'), component: 'daemonset-controller', make: daemonSetController }],
  quotas: [{ user: account('resourcequota-controller'), component: 'resourcequota-controller', make: (context) => resourceQuotaController(context, new KindRegistry(allKinds, context.release).kinds) }],
  budgets: [{ user: account('disruption-controller'), component: 'controllermanager', make: disruptionController }],
  customKinds: [{ user: 'system:apiserver', component: 'customresource-finalizer', make: definitionController }],
  endpoints: [
    { user: account('endpoint-controller'), component: 'endpoint-controller', make: endpointsController },
    { user: account('endpointslice-controller'), component: 'endpoint-slice-controller', since: 17, make: endpointSliceController },
  ],
  tokens: [{ user: 'system:kube-controller-manager', component: 'tokens-controller', until: 24, make: (context, { rootCertificate = '' }) => tokenController(context, rootCertificate) }],
  bootstrap: [
    { user: account('bootstrap-signer'), component: 'bootstrapsigner', make: bootstrapSigner },
    { user: account('token-cleaner'), component: 'tokencleaner', make: tokenCleaner },
  ],
  scheduler: [{ user: 'system:kube-scheduler', component: 'default-scheduler', make: (context) => new Scheduler(context) }],
};
