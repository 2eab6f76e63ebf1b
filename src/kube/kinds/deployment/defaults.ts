/** What the server fills in of a Deployment. */
import type { NewObject } from '../../meta/object.ts';
import type { KindContext } from '../kind.ts';
import { defaultTemplate } from '../pod/defaults.ts';
import type { Deployment, DeploymentStrategy } from './deployment.ts';

export function defaultDeployment(deployment: NewObject<Deployment>, context: KindContext): NewObject<Deployment> {
  const { spec } = deployment;
  if (spec === undefined) return deployment;
  return {
    ...deployment,
    spec: {
      progressDeadlineSeconds: 600,
      replicas: 1,
      revisionHistoryLimit: 10,
      ...spec,
      strategy: defaultStrategy(spec.strategy),
      template: defaultTemplate(spec.template, context),
    },
  };
}

function defaultStrategy(strategy: DeploymentStrategy = {}): DeploymentStrategy {
  const type = strategy.type ?? 'RollingUpdate';
  if (type !== 'RollingUpdate') return strategy.type === undefined ? { ...strategy, type } : strategy;
  const { maxSurge = '25%', maxUnavailable = '25%' } = strategy.rollingUpdate ?? {};
  return { rollingUpdate: { maxSurge, maxUnavailable }, type };
}
