/** By what the kubelet of a release runs containers: Docker before, containerd since. Pods and nodes tell of it. */
import type { Release } from '../meta/release.ts';

/** The release from which on the clusters here have containerd. */
const containerdSince = 20;

function isDocker(release: Release): boolean {
  return !release.atLeast(containerdSince);
}

export function runtimeVersion(release: Release): string {
  return isDocker(release) ? 'docker://17.9.0' : 'containerd://1.7.24';
}

/** "containerd://3b1f…" */
export function containerId(release: Release, id: string): string {
  return `${isDocker(release) ? 'docker' : 'containerd'}://${id}`;
}

/** Docker calls images of its Hub by their short names. */
export function imageNames(release: Release, image: string, imageId: string): { readonly image: string; readonly imageID: string } {
  const short = (name: string): string => name.replace(/^docker\.io\/(?:library\/)?/, '');
  return isDocker(release) ? { image: short(image), imageID: `docker-pullable://${short(imageId)}` } : { image, imageID: imageId };
}

/** Why an image could not be pulled, of what containerd and Docker say. */
export function pullRefusal(release: Release, error: { readonly criCode: string; readonly criMessage: string; readonly dockerMessage: string }): string {
  if (!isDocker(release)) return `rpc error: code = ${error.criCode} desc = ${error.criMessage}`;
  return `rpc error: code = Unknown desc = Error response from daemon: ${error.dockerMessage.replace(/: (?:manifest unknown|denied): .*$/, '')}`;
}
