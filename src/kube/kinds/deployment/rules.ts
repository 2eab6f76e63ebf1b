/** What the server fills in, refuses and prints of a Deployment. */
import type { KindRules } from '../kind.ts';
import { deploymentColumns } from './columns.ts';
import { defaultDeployment } from './defaults.ts';
import { fromAppsBeta, fromExtensions } from './old-versions.ts';
import { validateDeployment, validateDeploymentUpdate } from './validation.ts';
import type { Deployment } from './deployment.ts';

export const deploymentRules: KindRules<Deployment> = {
  conversions: { 'apps/v1beta1': { fromServed: fromAppsBeta }, 'extensions/v1beta1': { fromServed: fromExtensions } },
  defaults: defaultDeployment,
  validate: validateDeployment,
  validateUpdate: validateDeploymentUpdate,
  columns: deploymentColumns,
};
