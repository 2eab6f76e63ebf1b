/** The code behind `diskCode`: what of Docker's shows on its host's disk. */
export { ContainerFolders } from './container-folders.ts';
export { DriverFs } from './driver-fs.ts';
