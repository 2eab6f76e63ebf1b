/** The rules of the kinds that only users and their controllers make objects of: loaded with the door through which those come. */
import { clusterRoleBindingDetails } from './cluster-role-binding/details.ts';
import { clusterRoleDetails } from './cluster-role/details.ts';
import { controllerRevisionDetails } from './controller-revision/details.ts';
import { daemonSetDetails } from './daemon-set/details.ts';
import { deploymentRules } from './deployment/rules.ts';
import { priorityClassDetails } from './priority-class/details.ts';
import { replicaSetRules } from './replica-set/rules.ts';
import { roleBindingDetails } from './role-binding/details.ts';
import { roleDetails } from './role/details.ts';
import { secretRules } from './secret/rules.ts';

export const kindRules = {
  clusterRole: clusterRoleDetails,
  clusterRoleBinding: clusterRoleBindingDetails,
  controllerRevision: controllerRevisionDetails,
  daemonSet: daemonSetDetails,
  deployment: deploymentRules,
  priorityClass: priorityClassDetails,
  replicaSet: replicaSetRules,
  role: roleDetails,
  secret: secretRules,
  roleBinding: roleBindingDetails,
};
