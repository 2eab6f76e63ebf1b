/** The verbs that this kubectl has. */
import type { Verb } from '../command/verb.ts';
import { alphaVerb } from './alpha.ts';
import { annotateVerb } from './annotate.ts';
import { apiResourcesVerb } from './api-resources.ts';
import { apiVersionsVerb } from './api-versions.ts';
import { applyVerb } from './apply.ts';
import { attachVerb } from './attach.ts';
import { authVerb } from './auth.ts';
import { autoscaleVerb } from './autoscale.ts';
import { certificateVerb } from './certificate.ts';
import { clusterInfoVerb } from './cluster-info.ts';
import { completionVerb } from './completion.ts';
import { configVerb } from './config.ts';
import { cordonVerb, uncordonVerb } from './cordon.ts';
import { cpVerb } from './cp.ts';
import { createVerb } from './create.ts';
import { debugVerb } from './debug.ts';
import { deleteVerb } from './delete.ts';
import { describeVerb } from './describe.ts';
import { diffVerb } from './diff.ts';
import { drainVerb } from './drain.ts';
import { editVerb } from './edit.ts';
import { eventsVerb } from './events.ts';
import { execVerb } from './exec.ts';
import { explainVerb } from './explain.ts';
import { exposeVerb } from './expose.ts';
import { getVerb } from './get.ts';
import { kustomizeVerb } from './kustomize.ts';
import { labelVerb } from './label.ts';
import { logsVerb } from './logs.ts';
import { optionsVerb } from './options.ts';
import { patchVerb } from './patch.ts';
import { pluginVerb } from './plugin.ts';
import { portForwardVerb } from './port-forward.ts';
import { proxyVerb } from './proxy.ts';
import { replaceVerb } from './replace.ts';
import { rolloutVerb } from './rollout.ts';
import { runVerb } from './run.ts';
import { scaleVerb } from './scale.ts';
import { setVerb } from './set.ts';
import { taintVerb } from './taint.ts';
import { topVerb } from './top.ts';
import { versionVerb } from './version.ts';
import { waitVerb } from './wait.ts';

/** In the order in which the list of verbs has them. */
export const verbs: readonly Verb[] = [
  createVerb,
  exposeVerb,
  runVerb,
  setVerb,
  explainVerb,
  getVerb,
  editVerb,
  deleteVerb,
  rolloutVerb,
  scaleVerb,
  autoscaleVerb,
  certificateVerb,
  clusterInfoVerb,
  topVerb,
  cordonVerb,
  uncordonVerb,
  drainVerb,
  taintVerb,
  describeVerb,
  logsVerb,
  attachVerb,
  execVerb,
  portForwardVerb,
  proxyVerb,
  cpVerb,
  authVerb,
  debugVerb,
  eventsVerb,
  diffVerb,
  applyVerb,
  patchVerb,
  replaceVerb,
  waitVerb,
  kustomizeVerb,
  labelVerb,
  annotateVerb,
  completionVerb,
  alphaVerb,
  apiResourcesVerb,
  apiVersionsVerb,
  configVerb,
  optionsVerb,
  pluginVerb,
  versionVerb,
];
