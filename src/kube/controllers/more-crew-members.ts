/** The controllers of the crews that most clusters never have, loaded when the first of their objects comes. */
import { approvingController } from './certificates/approving-controller.ts';
import { signingController } from './certificates/signing-controller.ts';
import { apiServiceController } from './aggregation/api-service-controller.ts';
import { autoscaler } from './autoscaler/autoscaler.ts';
import { account, type CrewMember } from './crew-member.ts';
import type { LateCrew } from './crews.ts';
import { cronJobController } from './cron-job/cron-job-controller.ts';
import { ephemeralVolumeController } from './ephemeral-volume/ephemeral-volume-controller.ts';
import { jobController } from './job/job-controller.ts';
import { ttlController } from './job/ttl-controller.ts';
import { claimProtection, volumeProtection } from './persistent-volume/protection-controllers.ts';
import { volumeController } from './persistent-volume/volume-controller.ts';
import { replicaSetController } from './replica-set/replica-set-controller.ts';
import { replicationControllers } from './replica-set/replication-controllers.ts';
import { networkPolicyAgent } from '../proxy/network-policy.ts';
import { statefulSetController } from './stateful-set/stateful-set-controller.ts';

export const moreCrewMembers: Readonly<Record<LateCrew, readonly CrewMember[]>> = {
  replicationControllers: [{ user: account('replication-controller'), component: 'replication-controller', make: (context) => replicaSetController(context, replicationControllers) }],
  statefulSets: [{ user: account('statefulset-controller'), component: 'statefulset-controller', make: statefulSetController }],
  jobs: [
    { user: account('job-controller'), component: 'job-controller', make: jobController },
    { user: account('ttl-after-finished-controller'), component: 'ttl-after-finished-controller', since: 21, make: ttlController },
  ],
  volumes: [
    { user: account('persistent-volume-binder'), component: 'persistentvolume-controller', make: volumeController },
    { user: account('pvc-protection-controller'), component: 'pvc-protection-controller', make: claimProtection },
    { user: account('pv-protection-controller'), component: 'pv-protection-controller', make: volumeProtection },
  ],
  ephemeralVolumes: [{ user: account('ephemeral-volume-controller'), component: 'ephemeral-volume-controller', since: 21, make: ephemeralVolumeController }],
  certificates: [{ user: account('certificate-controller'), component: 'certificate-controller', make: approvingController }, { user: account('certificate-controller'), component: 'certificate-controller', make: (context, { signer }) => signingController(context, signer) }],
  autoscalers: [{ user: account('horizontal-pod-autoscaler'), component: 'horizontal-pod-autoscaler', make: autoscaler }],
  apiServices: [{ user: 'system:apiserver', component: 'apiservice-controller', make: apiServiceController }],
  networkPolicies: [{ user: 'system:kube-proxy', component: 'kube-proxy', make: (context, { network }) => networkPolicyAgent(context, network!) }],
  cronJobs: [{ user: account('cronjob-controller'), component: 'cronjob-controller', make: cronJobController }],
};
