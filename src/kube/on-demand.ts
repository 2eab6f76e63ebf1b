/** The code behind `clusterCode`: doors for requests, what they need to read and check objects, controllers of what users make. */
export { entriesAfterUpdate } from './api/managed/managers.ts';
export { ApiDoor } from './api/door/api-door.ts';
export { crewMembers } from './controllers/crew-members.ts';
export { kindRules } from './kinds/rules.ts';
export { KubeletDoor } from './kubelet/server/kubelet-door.ts';
export { Structure } from './schema/structure-reader.ts';
