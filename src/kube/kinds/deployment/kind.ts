/** The kind Deployment. */
import { formatSelector } from '../../meta/label-selector.ts';
import type { Kind } from '../kind.ts';
import { deploymentColumns } from './columns.ts';
import { defaultDeployment } from './defaults.ts';
import type { Deployment } from './deployment.ts';
import { validateDeployment, validateDeploymentUpdate } from './validation.ts';

export const deploymentKind: Kind<Deployment> = {
  kind: 'Deployment',
  plural: 'deployments',
  singular: 'deployment',
  shortNames: ['deploy'],
  categories: ['all'],
  group: 'apps',
  storage: 'v1',
  versions: [{ name: 'v1' }],
  namespaced: true,
  table: 'deployments.apps',
  hasStatus: true,
  hasGeneration: true,
  defaults: defaultDeployment,
  scale: { selector: ({ spec }) => formatSelector(spec.selector) },
  newStatus: {},
  validate: validateDeployment,
  validateUpdate: validateDeploymentUpdate,
  columns: deploymentColumns,
};
