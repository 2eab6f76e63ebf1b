/** The code behind `runtimeCode`. */
export { BuildCache } from '../buildkit/build-cache.ts';
export { CriDoor } from '../cri/cri-door.ts';
export { ContainerLog } from './container-log.ts';
export { execIn } from './exec.ts';
