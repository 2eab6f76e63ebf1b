/** A Mac, and Docker in the Linux machine that it runs: what a Docker host needs where the kernel is not Linux. */
export { darwinInstalled, darwinPlaced, desktopFiles } from './darwin-disk.ts';
export { desktopPrograms, installDesktop } from './docker-desktop.ts';
