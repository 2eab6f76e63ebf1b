/** Deployments in the versions before apps/v1: a selector may be left out, and other defaults hold. */
import type { KubeObject } from '../../meta/object.ts';
import { fillFromLabels } from '../replica-set/old-versions.ts';
import type { Deployment, DeploymentSpec } from './deployment.ts';

/** What "for ever" and "all of them" are. */
const unbounded = 2 ** 31 - 1;

export function fromAppsBeta(object: KubeObject): KubeObject {
  return withDefaults(object, { revisionHistoryLimit: 2 });
}

export function fromExtensions(object: KubeObject): KubeObject {
  return withDefaults(object, { progressDeadlineSeconds: unbounded, revisionHistoryLimit: unbounded }, 1);
}

function withDefaults(object: KubeObject, defaults: Partial<DeploymentSpec>, step?: number): KubeObject {
  const { rollbackTo: _, ...spec } = ((object as Deployment).spec ?? {}) as DeploymentSpec & { rollbackTo?: object };
  const { type = 'RollingUpdate', rollingUpdate } = spec.strategy ?? {};
  const strategy = step !== undefined && type === 'RollingUpdate' ? { rollingUpdate: { maxSurge: step, maxUnavailable: step, ...rollingUpdate }, type } : spec.strategy;
  return fillFromLabels({ ...object, spec: { ...defaults, ...spec, ...(strategy && { strategy }) } });
}
