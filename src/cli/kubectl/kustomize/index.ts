/** What `kustomizeCode` brings. */
export { buildKustomization } from './build.ts';
