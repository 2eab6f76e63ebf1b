/** The kubelet's events in the words of each release. */
import { formatDuration } from '../../base/index.ts';
import type { Pod } from '../kinds/pod/pod.ts';
import type { Release } from '../meta/release.ts';

export function podFullName({ metadata }: Pod): string {
  return `${metadata.name}_${metadata.namespace}(${metadata.uid})`;
}

export const phrases = {
  pulling: (release: Release, image: string) => `${release.atLeast(14) ? 'Pulling' : 'pulling'} image "${image}"`,
  pulled: (release: Release, image: string, tookMs: number, withWaitMs: number, sizeBytes: number) => {
    if (!release.atLeast(20)) return `Successfully pulled image "${image}"`;
    const withWait = formatDuration(withWaitMs);
    const took = release.atLeast(26) ? `${formatDuration(tookMs)} (${withWait} including waiting)` : withWait;
    const size = release.atLeast(30) ? `. Image size: ${sizeBytes} bytes.` : '';
    return `Successfully pulled image "${image}" in ${took}${size}`;
  },
  present: (release: Release, image: string) =>
    release.atLeast(35) ? `Container image "${image}" already present on machine and can be accessed by the pod` : `Container image "${image}" already present on machine`,
  neverPull: (image: string) => `Container image "${image}" is not present with pull policy of Never`,
  invalidImageName: (release: Release, image: string, why: string) => `Failed to apply default image tag "${image}": couldn't parse image ${release.atLeast(28) ? 'name' : 'reference'} "${image}": ${why}`,
  pullFailed: (image: string, why: string) => `Failed to pull image "${image}": ${why}`,
  pullBackOff: (image: string) => `Back-off pulling image "${image}"`,
  created: (release: Release, name: string) => (release.atLeast(35) ? 'Container created' : release.atLeast(32) ? `Created container: ${name}` : release.atLeast(14) ? `Created container ${name}` : 'Created container'),
  started: (release: Release, name: string) => (release.atLeast(35) ? 'Container started' : release.atLeast(14) ? `Started container ${name}` : 'Started container'),
  restartBackOff: (release: Release, name: string, pod: Pod) =>
    release.atLeast(26) ? `Back-off restarting failed container ${name} in pod ${podFullName(pod)}` : 'Back-off restarting failed container',
  waitsBackOff: (delayMs: number, name: string, pod: Pod) => `back-off ${formatDuration(delayMs)} restarting failed container=${name} pod=${podFullName(pod)}`,
  stopping: (release: Release, name: string) => (release.atLeast(14) ? `Stopping container ${name}` : `Killing container with id docker://${name}:Need to kill Pod`),
  failedProbe: (name: string, probe: 'liveness' | 'startup') => `Container ${name} failed ${probe} probe, will be restarted`,
  changed: (name: string) => `Container ${name} definition changed, will be restarted`,
  restartsToResize: (name: string) => `Container ${name} resize requires restart`,
  sandboxChanged: 'Pod sandbox changed, it will be killed and re-created.',
  sandboxFailed: (why: string) => `Failed to create pod sandbox: ${why}`,
  mountFailed: (volume: string, why: string) => (why.startsWith('MountVolume.') ? why : why.startsWith('error processing PVC ') ? `Unable to attach or mount volumes: unmounted volumes=[${volume}], unattached volumes=[], failed to process volumes=[${volume}]: ${why}` : `MountVolume.SetUp failed for volume "${volume}" : ${why}`),
} as const;
