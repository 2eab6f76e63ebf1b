/** The code behind `clusterCode`: doors for requests, what they need to read and check objects, controllers of what users make. */
export { entriesAfterUpdate } from './api/managed/managers.ts';
export { bindPod } from './api/bind.ts';
export { ApiDoor } from './api/door/api-door.ts';
export { finalizeNamespace } from './api/finalize.ts';
export { crewMembers } from './controllers/crew-members.ts';
export { formatSelector } from './meta/label-selector.ts';
export { validateAffinity } from './kinds/pod/affinity-validation.ts';
export { validateEnvironment, validateResourcePath, validateVolumePath } from './kinds/pod/environment-validation.ts';
export { diffPodSpec } from './kinds/pod/spec-diff.ts';
export { kindRules } from './kinds/rules.ts';
export { fieldOf, resourceFieldOf } from './kubelet/downward.ts';
export { applyPolicies } from './api/policies/policies.ts';
export { followDefinitions } from './api/custom-kinds.ts';
export { writePolicy } from './api/rbac/policy.ts';
export { KubeletDoor } from './kubelet/server/kubelet-door.ts';
export { volumeFiles } from './kubelet/volumes/volume-files.ts';
export { validateSelector } from './meta/validate-selector.ts';
export { Structure } from './schema/structure-reader.ts';
