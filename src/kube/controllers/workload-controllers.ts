/** The controllers of what users make, which live in the controller manager from the first such object on. */
import type { Reconciler } from '../../sim/index.ts';
import type { KubeObject } from '../meta/object.ts';
import type { ControllerContext } from './controller-context.ts';
import { deploymentController } from './deployment/deployment-controller.ts';
import { replicaSetController } from './replica-set/replica-set-controller.ts';

/** By name and in the order of their turns in one instant: the pods of a set come before the next set of a deployment. */
export const workloadControllers: Readonly<Record<string, (context: ControllerContext) => Reconciler<KubeObject>>> = {
  'replicaset-controller': replicaSetController,
  'deployment-controller': deploymentController,
};
