/** The generators of `kubectl create`, by name. */
import type { Verb } from '../command/verb.ts';
import { generateConfigMap } from './generate-config-map.ts';
import { generateDeployment } from './generate-deployment.ts';
import { generateCronJob, generateJob } from './generate-job.ts';
import { generateNamespace } from './generate-namespace.ts';
import { generateSecret } from './generate-secret.ts';
import { generateService } from './generate-service.ts';
import { generateServiceAccount } from './generate-service-account.ts';

export const generators: readonly Verb[] = [
  generateConfigMap,
  generateCronJob,
  generateDeployment,
  generateJob,
  generateNamespace,
  generateSecret,
  generateService,
  generateServiceAccount,
];
