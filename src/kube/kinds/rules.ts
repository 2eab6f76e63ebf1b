/** The rules of the kinds that only users and their controllers make objects of: loaded with the door through which those come. */
import { deploymentRules } from './deployment/rules.ts';
import { replicaSetRules } from './replica-set/rules.ts';

export const kindRules = {
  deployment: deploymentRules,
  replicaSet: replicaSetRules,
};
