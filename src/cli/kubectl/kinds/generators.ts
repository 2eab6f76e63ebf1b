/** The generators of `kubectl create`, by name. */
import type { Verb } from '../command/verb.ts';
import { generateConfigMap } from './generate-config-map.ts';
import { generateDeployment } from './generate-deployment.ts';
import { generateIngress } from './generate-ingress.ts';
import { generateCronJob, generateJob } from './generate-job.ts';
import { generatePodDisruptionBudget, generatePriorityClass, generateQuota } from './generate-limits.ts';
import { generateNamespace } from './generate-namespace.ts';
import { generateClusterRoleBinding, generateRoleBinding } from './generate-role-binding.ts';
import { generateClusterRole, generateRole } from './generate-role.ts';
import { generateSecret } from './generate-secret.ts';
import { generateService } from './generate-service.ts';
import { generateServiceAccount } from './generate-service-account.ts';
import { generateToken } from './generate-token.ts';

export const generators: readonly Verb[] = [
  generateClusterRole,
  generateClusterRoleBinding,
  generateConfigMap,
  generateCronJob,
  generateDeployment,
  generateIngress,
  generateJob,
  generateNamespace,
  generatePodDisruptionBudget,
  generatePriorityClass,
  generateQuota,
  generateRole,
  generateRoleBinding,
  generateSecret,
  generateService,
  generateServiceAccount,
  generateToken,
];
