/** What all parts of a cluster need to be put in their places: files on hosts, the seed of the keys, the way to the API. */
import type { Host } from '../../host/index.ts';
import type { ClusterSpec } from '../scenario.ts';
import type { World } from '../world.ts';

/** Another cluster has other keys. */
export function keySeed(spec: ClusterSpec): string {
  return `${spec.name} ${spec.controlPlane}`;
}

/** A component reaches the API from its host while the two hosts reach each other. */
export function reaches(world: World, host: Host, spec: ClusterSpec): boolean {
  const control = world.hostNamed(spec.controlPlane);
  return host === control || world.network.reachable(host.network, control.network);
}

export function writeFiles(host: Host, texts: Readonly<Record<string, string>>): void {
  const { files } = host;
  for (const path of Object.keys(texts)) {
    const folder = path.slice(0, path.lastIndexOf('/'));
    if (!files.exists(folder)) files.mkdir(folder, { recursive: true });
    files.writeFile(path, texts[path]!, { mode: /\.(?:key|conf|yaml)$/.test(path) ? 0o600 : 0o644 });
  }
}
